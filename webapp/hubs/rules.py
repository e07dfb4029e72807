"""What must hold of hubs and their people, each broken rule as a sentence."""

from webapp.core.clock import last_day_of_term
from webapp.core.i18n import gettext as _
from webapp.core.opening import Opening
from webapp.core.recurring import BadOpening
from webapp.hubs.models import HubPerson, PersonKind
from webapp.municipalities import queries as municipalities

TERM = "hub_term_months"


def opening_problem(days: str, hours: str, closed: str = "") -> str:
    """Why opening hours cannot be read; empty when they can, or when nothing was written."""
    if not (days or hours or closed):
        return ""
    if not days or not hours:
        return _("曜日と時間は、両方を書いてください。")
    try:
        Opening.read(days, hours, closed)
    except BadOpening as error:
        return str(error)
    return ""


def term_problem(person: HubPerson) -> str:
    """Why a term is not possible; empty when it is."""
    if person.ends_on is not None and person.ends_on < person.starts_on:
        return _("任期の終わりが、始まりより前になっています。")
    if person.kind is not PersonKind.COOPERATOR:
        return ""
    most = municipalities.setting(TERM, person.municipality_code, person.starts_on)
    if person.ends_on is None:
        return _("地域おこし協力隊には、任期の終わりの日が要ります。")
    last = last_day_of_term(person.starts_on, most)
    if person.ends_on > last:
        return _(
            "地域おこし協力隊の任期は%(months)sか月までです。終わりの日は%(year)s年%(month)s月%(day)s日より前にしてください。",
            months=most, year=last.year, month=last.month, day=last.day,
        )  # fmt: skip
    return ""
