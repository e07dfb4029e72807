"""Who sees which application: its applicant, and the staff of its municipality once it was handed in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.textnorm import normalise
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.registrations.models import OPEN, PENDING, Handover, Registration, RegistrationStatus
from webapp.residents import queries as residents

PAGE_SIZE = 50
#: where the number that a person quotes begins in a row's id, counted from one
REFERENCE_BEGINS = 19


@dataclass(frozen=True)
class QueuePage:
    """One page of the staff's work."""

    rows: list[Registration]
    counts: dict[RegistrationStatus, int]
    pages: int


def registration_for(actor: Actor, registration_id: str, *, to_change: bool = False) -> Registration:
    """The applicant's own, locked until the end of the request if it is to change. Raises NotThere for others."""
    found = _get(registration_id, to_change)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def review_for(actor: Actor, registration_id: str, *, to_change: bool = False) -> Registration:
    """One that was handed in to a municipality this person works for, locked if it is to change.

    Raises NotThere for others; a draft is nobody's business.
    """
    found = _get(registration_id, to_change)
    if found is None or found.submitted_at is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def _get(registration_id: str, to_change: bool) -> Registration | None:
    """Two clerks may decide at once: the second one waits, then sees the new status."""
    return session().get(Registration, registration_id, with_for_update=to_change or None)


def registrations_of(actor: Actor) -> list[tuple[Registration, Municipality]]:
    """The actor's own applications, newest first."""
    chosen = (
        select(Registration, Municipality)
        .join(Municipality, col(Municipality.code) == Registration.municipality_code)
        .where(Registration.user_id == actor.user_id)
        .order_by(col(Registration.id).desc())
    )
    return list(session().exec(chosen))


def open_at(user_id: str, municipality_code: str) -> Registration | None:
    """The person's application or registration that stands at a municipality, if any."""
    chosen = select(Registration).where(
        Registration.user_id == user_id,
        Registration.municipality_code == municipality_code,
        col(Registration.status).in_(OPEN),
    )
    return session().exec(chosen).first()


def queue_for(
    actor: Actor,
    *,
    statuses: tuple[RegistrationStatus, ...] = PENDING,
    word: str = "",
    page: int = 1,
    also: Sequence[sa.ColumnElement[bool]] = (),
    order: Sequence[Any] = (),
) -> QueuePage:
    """The work of the actor's municipalities: the nearest deadline first, then what waits for the applicant.

    `also` narrows it further, the counts by status as well; `order` stands in for the deadline.
    """
    mine = sa.and_(
        col(Registration.municipality_code).in_(actor.municipalities),
        col(Registration.submitted_at).is_not(None),
        *also,
    )
    found = sa.and_(mine, col(Registration.status).in_(statuses), matches(word))
    total = session().exec(select(sa.func.count()).select_from(Registration).where(found)).one()
    by_deadline = (col(Registration.due_on).is_(None), col(Registration.due_on))
    rows = select(Registration).where(found).order_by(*(order or by_deadline), col(Registration.id))
    shown = session().exec(rows.offset((max(page, 1) - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return QueuePage(list(shown), _counts(mine), max(1, -(-total // PAGE_SIZE)))


def matches(word: str) -> sa.ColumnElement[bool]:
    """By name or number; who asks for secrecy, also since handing in, is found by the number alone."""
    parts = normalise(word).split()[:5]
    number = sa.func.lower(sa.func.substr(col(Registration.id), REFERENCE_BEGINS, 8))
    named = [col(Registration.search_text).contains(part, autoescape=True) for part in parts]
    numbered = [number.contains(part.replace("-", ""), autoescape=True) for part in parts if part != "-"]
    is_secret = col(Registration.user_id).in_(residents.confidential())
    return sa.or_(sa.and_(sa.not_(is_secret), *named), sa.and_(is_secret, sa.true(), *numbered))


def _counts(mine: sa.ColumnElement[bool]) -> dict[RegistrationStatus, int]:
    rows = session().exec(select(Registration.status, sa.func.count()).where(mine).group_by(col(Registration.status)))
    return Counter({RegistrationStatus(status): count for status, count in rows})


def waiting_for(actor: Actor) -> int:
    """How many applications wait for the actor's municipalities: for the side navigation and dashboards."""
    chosen = select(sa.func.count()).select_from(Registration).where(
        col(Registration.municipality_code).in_(actor.municipalities),
        Registration.status == RegistrationStatus.SUBMITTED,
    )  # fmt: skip
    return session().exec(chosen).one()


def handovers_of(registration: Registration) -> list[Handover]:
    """What was handed in, oldest first."""
    chosen = select(Handover).where(Handover.registration_id == registration.id).order_by(col(Handover.number))
    return list(session().exec(chosen))


def town_of(registration: Registration) -> Municipality:
    """The municipality applied to."""
    return municipalities.by_code(registration.municipality_code)
