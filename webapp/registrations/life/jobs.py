"""Later work on standing registrations: the daily round and the town's yearly run."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue, handler
from webapp.core.services import services
from webapp.municipalities import queries as municipalities
from webapp.municipalities.settings import PARAMETERS
from webapp.registrations.life import batch, letters, queries
from webapp.registrations.life.chunks import each, work_through
from webapp.registrations.life.days import DAY, DIGEST
from webapp.registrations.life.models import MovingQuestion, MovingStatus, Renewal, RenewalStatus
from webapp.registrations.life.renewing import remind
from webapp.registrations.life.standing import ask_about_moving, expire
from webapp.registrations.models import STANDING, Registration, RegistrationStatus
from webapp.residents.models import Resident

NOTICES = ("renewal_first_notice_days", "renewal_second_notice_days", "renewal_last_notice_days")


@handler(DAY, title=_l("登録の期限を確かめる"), outside=True)
def day(_payload: dict[str, Any]) -> None:
    """Expire, remind, ask about moving; a second time on a day it finds nothing to do, and missed days are made up."""
    by = system_actor(DAY)
    work_through(_past_their_end, lambda rows: _expire_unless_waiting(rows, by))
    steps: dict[str, tuple[int, ...]] = {}
    work_through(_near_their_end, each(lambda row: remind(row, _steps(row.municipality_code, steps))))
    work_through(_moved_in, each(lambda row: ask_about_moving(row, by=by)))
    with services().database.transaction():
        _plan_digests()


def _past_their_end(cursor: str, limit: int) -> Sequence[Registration]:
    ended = col(Registration.valid_until) < today()
    return _after(cursor, limit, col(Registration.status).in_(STANDING), ended)


def _near_their_end(cursor: str, limit: int) -> Sequence[Registration]:
    farthest = today() + timedelta(days=PARAMETERS[NOTICES[0]].high)
    near = col(Registration.valid_until).between(today(), farthest)
    return _after(cursor, limit, Registration.status == RegistrationStatus.APPROVED, near)


def _moved_in(cursor: str, limit: int) -> Sequence[Registration]:
    """Whose profile says so, unless they were asked since it last changed."""
    asked = sa.exists().where(
        col(MovingQuestion.registration_id) == Registration.id,
        sa.or_(
            col(MovingQuestion.status) == MovingStatus.ASKED, col(MovingQuestion.answered_at) >= Resident.updated_at
        ),
    )
    lives_there = sa.exists().where(
        col(Resident.user_id) == Registration.user_id,
        col(Resident.home_code) == Registration.municipality_code,
        sa.not_(asked),
    )
    return _after(cursor, limit, col(Registration.status).in_(STANDING), lives_there)


def _after(cursor: str, limit: int, *conditions: Any) -> Sequence[Registration]:
    chosen = select(Registration).where(col(Registration.id) > cursor, *conditions).order_by(col(Registration.id))
    return session().exec(chosen.limit(limit).with_for_update()).all()


def _steps(code: str, known: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    """A town's reminders as days before the end, the farthest first; the last day is always one."""
    if code not in known:
        days = {int(municipalities.setting(key, code)) for key in NOTICES}
        known[code] = tuple(sorted({*days, 0}, reverse=True))
    return known[code]


def _expire_unless_waiting(rows: Sequence[Registration], by: Actor) -> None:
    """Who confirmed in time does not lose the registration because the town has not looked yet."""
    found = queries.open_of(rows)
    codes = {row.municipality_code for row in rows}
    grace = {code: int(municipalities.setting("renewal_grace_days", code)) for code in codes}
    _held = municipalities.by_codes(codes), accounts.users({row.user_id for row in rows})  # no query for each letter
    with session().no_autoflush:
        for row in rows:
            if not _waits(row, found[row.id].renewal, grace[row.municipality_code]):
                expire(row, by=by, what_is_open=found[row.id], is_locked=True)


def _waits(row: Registration, renewal: Renewal | None, grace_days: int) -> bool:
    if renewal is None or renewal.status is not RenewalStatus.CONFIRMED or row.valid_until is None:
        return False
    return today() <= row.valid_until + timedelta(days=grace_days)


def _plan_digests() -> None:
    """One letter a day to each town in which renewals wait."""
    waiting = select(Renewal.municipality_code).where(Renewal.status == RenewalStatus.CONFIRMED).distinct()
    for code in session().exec(waiting):
        enqueue(DIGEST, {"code": code}, key=f"{DIGEST}:{code}:{today().isoformat()}")


@handler(DIGEST, title=_l("確認を待つ更新を市町村に知らせる"))
def renewals_wait(payload: dict[str, Any]) -> None:
    """Tell a town's desk how many renewals wait; nothing when all are done by now."""
    code = payload["code"]
    count = queries.count_confirmed(code, with_changed=True)
    town = municipalities.by_code(code)
    for somebody in accounts.desk_of(code) if count else ():
        post.queue(somebody, letters.renewals_wait, count=count, place=town)


@handler(batch.RUN, title=_l("確かめた人の登録をまとめて更新する"), outside=True)
def run(payload: dict[str, Any]) -> None:
    """Do what is left of a town's yearly run."""
    batch.go_on(payload["run"])
