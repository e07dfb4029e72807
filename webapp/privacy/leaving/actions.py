"""Asking to be forgotten, taking that back, and the deed itself: now, or by the worker after days to think."""

from datetime import timedelta
from typing import Final

from sqlmodel import col, select

from webapp.accounts import memberships, own_account
from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.privacy.leaving import letters
from webapp.privacy.leaving.models import DEPARTURE, Departure, DepartureStatus, Scope
from webapp.privacy.leaving.queries import waiting_of
from webapp.registrations import erasing
from webapp.registrations import queries as registrations
from webapp.residents.queries import profile_of_user

LEAVE: Final = "privacy.leave"
#: so long an intruder's or a tired evening's wish can be taken back
WAY_BACK: Final = timedelta(days=7)
SERVICE: Final = system_actor("privacy.leave")
trail.ACTION_LABELS |= {"departure.ask": _l("情報の消去を申し込んだ")}


def ask(person: User, scope: Scope, *, at_once: bool, by: Actor) -> Departure:
    """Note the wish; at once it is done in this transaction. Raises RuleBroken for what cannot be done now."""
    if waiting_of(by) is not None:
        raise RuleBroken(_("もう申し込まれています。先に、いまの申込みを取りやめてください。"))
    _must_be_possible(person, scope, by)
    due = now() + (timedelta() if at_once else WAY_BACK)
    row = Departure(user_id=person.id, scope=scope, due_at=due)
    session().add(row)
    session().flush()
    trail.record(row, "departure.ask", by=by)
    if at_once:
        _do(row, person)
        return row
    enqueue(LEAVE, {"departure": row.id}, key=f"{LEAVE}:{row.id}", run_at=due)
    post.queue(person, letters.asked, is_account=scope is Scope.ACCOUNT, due_at=due)
    return row


def take_back(*, by: Actor) -> None:
    """Nothing happens after all. Raises NotThere when nothing waits."""
    row = waiting_of(by, to_change=True)
    if row is None:
        raise NotThere
    DEPARTURE.apply(row, "take_back", by=by)
    row.ended_at = now()


def carry_out(departure_id: str) -> None:
    """The worker's part: do it if it still waits; what stands in the way is told."""
    chosen = select(Departure).where(col(Departure.id) == departure_id).with_for_update()
    row = session().exec(chosen).first()
    if row is None or row.status is not DepartureStatus.WAITING:
        return
    person = accounts.user(row.user_id)
    try:
        _must_be_possible(person, row.scope, accounts.actor_of(person))
        with session().begin_nested():
            _do(row, person)
    except RuleBroken as broken:
        DEPARTURE.apply(row, "stop", by=SERVICE)
        row.ended_at = now()
        post.queue(person, letters.stopped, why=str(broken.sentence))


def _do(row: Departure, person: User) -> None:
    actor = accounts.actor_of(person)
    if row.scope is Scope.ACCOUNT:
        own_account.close_account(person, by=actor)
    else:
        resident = profile_of_user(person.id)
        if resident is not None:
            erasing.erase_personal_data(
                resident, [one for one, _town in registrations.registrations_of(actor)], by=actor
            )
            post.queue(person, letters.erased)
    DEPARTURE.apply(row, "finish", by=SERVICE)
    row.ended_at = now()


def _must_be_possible(person: User, scope: Scope, by: Actor) -> None:
    if person.closed_at is not None or (scope is Scope.PROFILE and not _has_profile(person.id)):
        raise RuleBroken(_("いま預かっているプロフィールはありません。"))
    if scope is Scope.ACCOUNT:
        memberships.must_not_be_the_last(person)
    else:
        erasing.refuse_while_standing([row for row, _town in registrations.registrations_of(by)])


def _has_profile(user_id: str) -> bool:
    found = profile_of_user(user_id)
    return found is not None and found.erased_at is None
