"""Whose desk an application lies on: given, taken, put back, and handed on when somebody leaves the office."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import col, func, select

from webapp.accounts import queries as accounts
from webapp.accounts.models import Membership, User
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import TOWN_ROLES, Actor, system_actor
from webapp.core.clock import TOKYO, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.municipalities import queries as municipalities
from webapp.registrations.desk import letters
from webapp.registrations.models import PENDING, Registration

HAND_ON = "registrations.hand_on"
trail.ACTION_LABELS |= {
    "registration.assign": _l("担当を決めた"),
    "registration.release": _l("担当を外した"),
}


def assign(registration: Registration, to: User | None, *, by: Actor) -> None:
    """Put it on a colleague's desk, who is told, on one's own, or (None) on nobody's."""
    if not by.may_act_for(registration.municipality_code):
        raise NotAllowed(_("この申請を扱えるのは、申請先の市町村の担当者だけです。"))
    if registration.status not in PENDING:
        raise RuleBroken(_("決定した申請には、担当を決められません。"))
    if to is not None:
        _must_be_able(registration, to)
    if registration.assigned_to == (to.id if to else None):
        return
    _note(registration, to, by)
    if to is not None and to.id != by.user_id:
        town = municipalities.by_code(registration.municipality_code).full_name
        post.queue(to, letters.assigned, registration=registration, by=by.name, town=town)


def _must_be_able(registration: Registration, to: User) -> None:
    if to.id not in {person.id for person in accounts.staff_of(registration.municipality_code, *TOWN_ROLES)}:
        raise RuleBroken(_("担当にできるのは、いまこのまちで働いている職員だけです。"))
    if to.id == registration.user_id:
        raise RuleBroken(_("申請した本人を担当にはできません。ほかの職員を選んでください。"))


def _note(registration: Registration, to: User | None, by: Actor) -> None:
    before, registration.assigned_to = registration.assigned_to, to.id if to else None
    verb = "registration.assign" if to else "registration.release"
    trail.record(registration, verb, by=by, from_status=before, to_status=registration.assigned_to)


def plan_hand_on(membership: Membership, *, on: date, successor: User | None, by: Actor) -> None:
    """A colleague's last day is decided: the day after, what lies on that desk goes on."""
    if membership.role not in TOWN_ROLES or membership.organisation is None:
        return
    leaver, town = membership.user_id, membership.organisation
    if on < today():
        hand_on(leaver, town, successor.id if successor else None, by=by)
        return
    payload = {"leaver": leaver, "town": town, "successor": successor.id if successor else None, "on": on.isoformat()}
    enqueue(HAND_ON, payload, run_at=datetime.combine(on + timedelta(days=1), time.min, TOKYO).astimezone(UTC))


def work_of(membership: Membership) -> tuple[str, int]:
    """How many open applications lie on somebody's desk."""
    chosen = select(func.count()).where(
        Registration.municipality_code == membership.organisation,
        Registration.assigned_to == membership.user_id,
        col(Registration.status).in_(PENDING),
    )
    return _("登録の審査"), session().exec(chosen).one()


def hand_on(leaver: str, town: str, successor: str | None, *, by: Actor | None = None) -> int:
    """Give everything open of somebody who no longer works there to the successor, or to nobody; how many rows."""
    by = by or system_actor("hand_on")
    staff = {person.id: person for person in accounts.staff_of(town, *TOWN_ROLES)}
    if leaver in staff:
        return 0
    to = staff.get(successor) if successor else None
    chosen = select(Registration).where(
        Registration.municipality_code == town,
        Registration.assigned_to == leaver,
        col(Registration.status).in_(PENDING),
    )
    rows = list(session().exec(chosen.order_by(col(Registration.id)).with_for_update()))
    for row in rows:
        _note(row, to if to is not None and to.id != row.user_id else None, by)
    if rows and to is not None:
        name = municipalities.by_code(town).full_name
        post.queue(to, letters.handed_on, number=len(rows), town=name)
    return len(rows)
