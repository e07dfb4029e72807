"""The table from which a town makes its notices to the towns where donors live (申告特例通知書); each donor is told of it."""

from sqlmodel import col, select

from webapp.core import sheets
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.municipalities import queries as municipalities
from webapp.onestop.donations import received_days
from webapp.onestop.models import OneStopApplication, OneStopStatus
from webapp.onestop.queries import hidden_of
from webapp.pledges.models import Pledge
from webapp.tenancy.taken import actions as taken
from webapp.tenancy.taken.models import Taken


def take(year: int, *, by: Actor) -> str:
    """Accepted applications to the actor's municipalities, with a line for each donor that they left in this file.

    Who asks for secrecy stands there by the number of the sheet only; a My Number is nowhere.
    """
    rows = _accepted(by, year)
    for code in sorted({row.municipality_code for row, _pledge in rows}):
        people = [pledge.user_id for row, pledge in rows if row.municipality_code == code]
        taken.note(Taken.ONESTOP, people, code=code, by=by)
    days = received_days([pledge for _row, pledge in rows])
    homes = municipalities.by_codes({pledge.home_code for _row, pledge in rows})
    hidden = hidden_of([pledge for _row, pledge in rows])
    head = (
        _("整理番号"), _("氏名"), _("フリガナ"), _("住所"), _("生年月日"), _("住民票のある市町村（寄附のとき）"),
        _("寄附した額"), _("受領日"), _("届いた日"),
    )  # fmt: skip
    lines = []
    for row, pledge in rows:
        person = (row.name, row.kana, row.address, row.birth_date, homes[pledge.home_code].full_name)
        named = (_("秘匿希望の方"), "", "", "", "") if pledge.id in hidden else person
        lines.append((row.code, *named, pledge.kept_yen, days[pledge.id], row.received_on))
    return sheets.as_csv(head, lines)


def _accepted(actor: Actor, year: int) -> list[tuple[OneStopApplication, Pledge]]:
    chosen = (
        select(OneStopApplication, Pledge)
        .join(Pledge, col(Pledge.id) == OneStopApplication.pledge_id)
        .where(
            col(OneStopApplication.municipality_code).in_(actor.municipalities),
            OneStopApplication.year == year,
            OneStopApplication.status == OneStopStatus.ACCEPTED,
        )
        .order_by(col(OneStopApplication.id))
    )
    return list(session().exec(chosen))
