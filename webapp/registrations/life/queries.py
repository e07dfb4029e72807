"""Who sees which renewal, what is due, and what waits: the person's own, and the town's."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.municipalities import queries as municipalities
from webapp.registrations.life.models import MovingQuestion, MovingStatus, Renewal, RenewalRun, RenewalStatus, RunStatus
from webapp.registrations.models import STANDING, Registration, RegistrationStatus

PAGE_SIZE = 50


@dataclass(frozen=True)
class Standing:
    """What a registered person can do now, for their own page."""

    renewal: Renewal | None
    may_renew: bool
    asks_about_moving: bool
    opens_on: date | None


def standing_of(registration: Registration) -> Standing | None:
    """The life of a standing registration in short; None for one that does not stand."""
    if registration.status not in STANDING:
        return None
    renewal = current_renewal(registration)
    answered = renewal is not None and renewal.status not in (RenewalStatus.ASKED, RenewalStatus.STOPPED)
    opens = opens_on(registration)
    is_open = opens is not None and opens <= today() and registration.status is RegistrationStatus.APPROVED
    question = question_of(registration)
    asks = question is not None and question.status is MovingStatus.ASKED
    return Standing(renewal, is_open and not answered, asks, opens)


def current_renewal(registration: Registration, *, to_change: bool = False) -> Renewal | None:
    """The renewal at the present end of validity, if it has begun."""
    chosen = select(Renewal).where(
        Renewal.registration_id == registration.id, Renewal.ends_on == registration.valid_until
    )
    return session().exec(chosen.with_for_update() if to_change else chosen).first()


@dataclass(frozen=True)
class Open:
    """What may still be open about a registration when it ends."""

    renewal: Renewal | None = None
    question: MovingQuestion | None = None


def open_of(registrations: Sequence[Registration]) -> dict[str, Open]:
    """The renewals at the present ends, locked, and the questions about moving, by registration."""
    ends = {row.id: row.valid_until for row in registrations}
    renewals = session().exec(select(Renewal).where(col(Renewal.registration_id).in_(ends)).with_for_update())
    at_end = {row.registration_id: row for row in renewals if row.ends_on == ends[row.registration_id]}
    questions = session().exec(select(MovingQuestion).where(col(MovingQuestion.registration_id).in_(ends)))
    asked = {row.registration_id: row for row in questions}
    return {key: Open(at_end.get(key), asked.get(key)) for key in ends}


def opens_on(registration: Registration) -> date | None:
    """From which day the person may renew."""
    if registration.valid_until is None:
        return None
    days = int(municipalities.setting("renewal_first_notice_days", registration.municipality_code))
    return registration.valid_until - timedelta(days=days)


def question_of(registration: Registration) -> MovingQuestion | None:
    """Whether the person was asked if they moved into the town."""
    return session().exec(select(MovingQuestion).where(MovingQuestion.registration_id == registration.id)).first()


def renewal_for(actor: Actor, renewal_id: str, *, to_change: bool = False) -> tuple[Renewal, Registration]:
    """A renewal of the actor's municipality with its registration, locked if it is to change. Raises NotThere."""
    lock = to_change or None
    found = session().get(Renewal, renewal_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    registration = session().get_one(Registration, found.registration_id, with_for_update=lock)
    session().refresh(found, with_for_update=lock)
    return found, registration


def run_for(actor: Actor, run_id: str) -> RenewalRun:
    """A yearly run of the actor's municipality. Raises NotThere."""
    found = session().get(RenewalRun, run_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def running_in(codes: frozenset[str]) -> RenewalRun | None:
    """The run that is at work in one of these municipalities, else the latest."""
    chosen = select(RenewalRun).where(col(RenewalRun.municipality_code).in_(codes))
    order = (col(RenewalRun.status) != RunStatus.RUNNING, col(RenewalRun.id).desc())
    return session().exec(chosen.order_by(*order)).first()


@dataclass(frozen=True)
class Month:
    """How a month's ends of validity stand: everybody, and those who have confirmed or are renewed already."""

    first: date
    ending: int
    confirmed: int
    asked: int


def months_of(codes: frozenset[str]) -> list[Month]:
    """The coming twelve months and this one, empty ones too; what ended and was not renewed lies behind."""
    joined = _joined(codes, select(Registration.valid_until, Renewal.status))
    counts: dict[date, Counter[str]] = {}
    for until, status in session().exec(joined):
        counts.setdefault(until.replace(day=1), Counter())[_side(status)] += 1
    first = today().replace(day=1)
    firsts = sorted(
        {*(first.replace(year=first.year + m // 12, month=m % 12 + 1) for m in _next_months(first)), *counts}
    )
    return [
        Month(month, sum(found.values()), found["confirmed"], found["asked"])
        for month in firsts
        for found in [counts.get(month, Counter())]
    ]


def _next_months(first: date) -> list[int]:
    return [first.month - 1 + n for n in range(12)]


def _side(status: RenewalStatus | None) -> str:
    if status is RenewalStatus.CONFIRMED:
        return "confirmed"
    return "unasked" if status is None else "asked"


def _joined(codes: frozenset[str], chosen: Any) -> Any:
    """Standing registrations of these towns with the renewal at their present end, if there is one."""
    at_end = sa.and_(col(Renewal.registration_id) == Registration.id, col(Renewal.ends_on) == Registration.valid_until)
    return (
        chosen.select_from(Registration)
        .outerjoin(Renewal, at_end)
        .where(
            col(Registration.municipality_code).in_(codes),
            col(Registration.status).in_(STANDING),
            col(Registration.valid_until).is_not(None),
        )
    )


#: address value → the renewal's statuses (None: nothing was sent yet)
STATES: dict[str, tuple[RenewalStatus | None, ...]] = {
    "confirmed": (RenewalStatus.CONFIRMED,),
    "asked": (RenewalStatus.ASKED,),
    "stopped": (RenewalStatus.STOPPED, RenewalStatus.DECLINED),
    "later": (None,),
}


@dataclass(frozen=True)
class Page:
    """One page of registrations by their end, and how many there are in each state."""

    rows: list[tuple[Registration, Renewal | None]]
    counts: dict[str, int]
    pages: int


def ending_for(actor: Actor, *, state: str, month: date | None = None, page: int = 1) -> Page:
    """The registrations of the actor's towns in one state, the nearest end first."""
    codes = actor.municipalities
    counted = _in_month(_joined(codes, select(Renewal.status, sa.func.count())), month).group_by(col(Renewal.status))
    by_status: dict[Any, int] = dict(session().exec(counted).all())
    counts = {key: sum(by_status.get(status, 0) for status in statuses) for key, statuses in STATES.items()}
    wanted = [col(Renewal.status).is_(None) if s is None else col(Renewal.status) == s for s in STATES[state]]
    rows = _in_month(_joined(codes, select(Registration, Renewal)), month).where(sa.or_(*wanted))
    shown = rows.order_by(col(Registration.valid_until), col(Registration.id))
    found = session().exec(shown.offset((max(page, 1) - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return Page(list(found), counts, max(1, -(-counts[state] // PAGE_SIZE)))


def _in_month(chosen: Any, month: date | None) -> Any:
    if month is None:
        return chosen
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return chosen.where(col(Registration.valid_until) >= month, col(Registration.valid_until) < last)


def confirmed_in(code: str, chosen: Any, *, with_changed: bool) -> Any:
    """Renewals of a municipality that a run takes up, with their registrations, put into a select."""
    found = (
        chosen.select_from(Renewal)
        .join(Registration, col(Registration.id) == Renewal.registration_id)
        .where(
            Renewal.municipality_code == code,
            Renewal.status == RenewalStatus.CONFIRMED,
            Registration.status == RegistrationStatus.APPROVED,
            col(Renewal.ends_on) == Registration.valid_until,
        )
    )
    return found if with_changed else found.where(col(Renewal.is_changed).is_(False))


def count_confirmed(code: str, *, with_changed: bool) -> int:
    """How many renewals a run would take up now."""
    found: int = session().exec(confirmed_in(code, select(sa.func.count()), with_changed=with_changed)).one()
    return found


def asked_of(actor: Actor) -> list[Renewal]:
    """The actor's own renewals that wait for their word, the nearest end first."""
    chosen = (
        select(Renewal)
        .join(Registration, col(Registration.id) == Renewal.registration_id)
        .where(
            Registration.user_id == actor.user_id,
            Registration.status == RegistrationStatus.APPROVED,
            Renewal.status == RenewalStatus.ASKED,
            col(Renewal.ends_on) == Registration.valid_until,
        )
    )
    return list(session().exec(chosen.order_by(col(Renewal.ends_on), col(Renewal.id))))
