"""What must hold of hubs and their people, each broken rule as a sentence."""

from collections.abc import Collection
from datetime import date

from webapp.core.clock import last_day_of_term
from webapp.core.i18n import gettext as _
from webapp.core.opening import Opening
from webapp.core.recurring import BadOpening
from webapp.hubs import queries
from webapp.hubs.models import PersonKind
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


def wards_problem(code: str, names: Collection[str]) -> str:
    """Why these cannot be all parts of a town: another one is in use; empty when they can."""
    left = (ward for ward in queries.wards(code) if ward.name not in names and queries.is_used(ward))
    used = next(left, None)
    return _("「%(name)s」には拠点かハブ人材がいるので、消せません。", name=used.name) if used else ""


def term_problem(code: str, kind: PersonKind, starts_on: date, ends_on: date | None) -> str:
    """Why a term is not possible in a town; empty when it is."""
    if ends_on is not None and ends_on < starts_on:
        return _("任期の終わりが、始まりより前になっています。")
    if kind is not PersonKind.COOPERATOR:
        return ""
    if ends_on is None:
        return _("地域おこし協力隊には、任期の終わりの日が要ります。")
    most = municipalities.setting(TERM, code, starts_on)
    last = last_day_of_term(starts_on, most)
    if ends_on > last:
        return _(
            "地域おこし協力隊の任期は%(months)sか月までです。終わりの日は%(year)s年%(month)s月%(day)s日までにしてください。",
            months=most, year=last.year, month=last.month, day=last.day,
        )  # fmt: skip
    return ""
