"""While somebody is away: whose desk lies with whom, who may say so, and the trace that a deputy decided."""

from datetime import date

from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.municipalities import queries as municipalities
from webapp.registrations.desk import letters
from webapp.registrations.desk.models import Deputy
from webapp.registrations.models import Registration

DEPUTISED = "registration.deputise"
trail.ACTION_LABELS |= {
    DEPUTISED: _l("不在の担当者の代わりに行った"),
    "registration_deputy.appoint": _l("代理を決めた"),
    "registration_deputy.end": _l("代理を終えた"),
}


def appoint(absent: User, deputy: User, code: str, *, since: date, until: date, by: Actor) -> Deputy:
    """From a day until a day, what is assigned to one also lies with the other, who is told."""
    _must_be_theirs(absent.id, code, by)
    if absent.id == deputy.id:
        raise RuleBroken(_("代理には、本人以外の職員を選んでください。"))
    if until < since or until < today():
        raise RuleBroken(_("おわりの日には、はじまりの日から先の、きょう以降の日を選んでください。"))
    if {absent.id, deputy.id} - {person.id for person in accounts.staff_of(code, *TOWN_ROLES)}:
        raise RuleBroken(_("代理になれるのは、いまこのまちで働いている職員だけです。"))
    row = Deputy(
        municipality_code=code,
        absent_id=absent.id,
        deputy_id=deputy.id,
        valid_from=since,
        valid_until=until,
        created_by=by.user_id,
    )
    session().add(row)
    session().flush()
    trail.record(row, "registration_deputy.appoint", by=by)
    town = municipalities.by_code(code).full_name
    post.queue(deputy, letters.deputy_appointed, absent=absent.display_name, since=since, until=until, town=town)
    return row


def end(row: Deputy, *, by: Actor) -> None:
    """Back at the desk earlier than thought, or another deputy is wanted."""
    _must_be_theirs(row.absent_id, row.municipality_code, by)
    if row.is_over:
        raise RuleBroken(_("この代理はすでに終わっています。"))
    row.ended_at = now()
    trail.record(row, "registration_deputy.end", by=by)


def _must_be_theirs(absent_id: str, code: str, by: Actor) -> None:
    is_own = by.user_id == absent_id and by.may_act_for(code)
    if not is_own and code not in by.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotAllowed(_("代理を決められるのは、本人と、まちの管理者だけです。"))


def deputy_for(actor: Actor, deputy_id: str) -> Deputy:
    """One of the actor's towns. Raises NotThere."""
    found = session().get(Deputy, deputy_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def deputies_in(codes: frozenset[str]) -> list[Deputy]:
    """Those that hold or are to come, the next to end first."""
    chosen = select(Deputy).where(
        col(Deputy.municipality_code).in_(codes), col(Deputy.ended_at).is_(None), col(Deputy.valid_until) >= today()
    )
    return list(session().exec(chosen.order_by(col(Deputy.valid_until), col(Deputy.id))))


def absent_for(actor: Actor) -> set[str]:
    """Whose desks lie with the actor today."""
    day = today()
    chosen = select(Deputy.absent_id).where(
        Deputy.deputy_id == actor.user_id,
        col(Deputy.municipality_code).in_(actor.municipalities),
        col(Deputy.ended_at).is_(None),
        col(Deputy.valid_from) <= day,
        col(Deputy.valid_until) >= day,
    )
    return set(session().exec(chosen))


def note_for_whom(registration: Registration, *, by: Actor) -> None:
    """A decision about somebody else's assigned row leaves a word about for whom; their id, no name."""
    absent = registration.assigned_to
    if absent and absent != by.user_id and absent in absent_for(by):
        reason = recorded("担当者が不在のため、代理が行いました。")
        trail.record(registration, DEPUTISED, by=by, reason=reason, to_status=absent)
