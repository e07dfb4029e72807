"""What is known about premium: one's own requests, the town's queue, what ends soon."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.registrations.models import STANDING, Registration, Tier
from webapp.registrations.premium.models import PremiumRequest, PremiumStatus


@dataclass(frozen=True)
class Asked:
    """A request with the registration it is about."""

    request: PremiumRequest
    registration: Registration


def waiting_of(registration: Registration) -> PremiumRequest | None:
    """The request that the town has not answered yet."""
    return next(iter(_in_status(registration, PremiumStatus.REQUESTED)), None)


def grants_of(registration: Registration) -> list[PremiumRequest]:
    """The grants that have not ended, the newest first: after a renewal there is an older one beside it."""
    return _in_status(registration, PremiumStatus.GRANTED)


def open_of(registration_ids: list[str]) -> list[PremiumRequest]:
    """What waits or stands on these registrations."""
    chosen = select(PremiumRequest).where(
        col(PremiumRequest.registration_id).in_(registration_ids),
        col(PremiumRequest.status).in_((PremiumStatus.REQUESTED, PremiumStatus.GRANTED)),
    )
    return list(session().exec(chosen))


def _in_status(registration: Registration, status: PremiumStatus) -> list[PremiumRequest]:
    return [row for row in history_of(registration) if row.status is status]


def history_of(registration: Registration) -> list[PremiumRequest]:
    """Every request, the newest first."""
    chosen = select(PremiumRequest).where(PremiumRequest.registration_id == registration.id)
    return list(session().exec(chosen.order_by(col(PremiumRequest.id).desc())))


def own(user_id: str) -> list[PremiumRequest]:
    """Every request of a person, oldest first."""
    chosen = select(PremiumRequest).where(PremiumRequest.user_id == user_id)
    return list(session().exec(chosen.order_by(col(PremiumRequest.id))))


def own_request_for(actor: Actor, request_id: str) -> Asked:
    """One of the actor's own, locked. Raises NotThere."""
    found = _asked(request_id, to_change=True)
    if found is None or actor.user_id is None or found.request.user_id != actor.user_id:
        raise NotThere
    return found


def request_for(actor: Actor, request_id: str, *, to_change: bool = False) -> Asked:
    """One to a municipality that the actor works for, locked with its registration if it is to change. Raises NotThere."""
    found = _asked(request_id, to_change=to_change)
    if found is None or not actor.may_act_for(found.request.municipality_code):
        raise NotThere
    return found


def _asked(request_id: str, *, to_change: bool) -> Asked | None:
    row = session().get(PremiumRequest, request_id, with_for_update=to_change or None)
    if row is None:
        return None
    return Asked(row, session().get_one(Registration, row.registration_id, with_for_update=to_change or None))


def queue_for(actor: Actor, status: PremiumStatus) -> list[Asked]:
    """The requests in one status at the actor's municipalities, the nearest deadline first."""
    chosen = (
        select(PremiumRequest, Registration)
        .join(Registration, col(Registration.id) == PremiumRequest.registration_id)
        .where(col(PremiumRequest.municipality_code).in_(actor.municipalities), PremiumRequest.status == status)
        .order_by(col(PremiumRequest.due_on).is_(None), col(PremiumRequest.due_on), col(PremiumRequest.id).desc())
    )
    return [Asked(row, registration) for row, registration in session().exec(chosen.limit(200))]


def counts_for(actor: Actor) -> dict[PremiumStatus, int]:
    """How many requests there are in each status."""
    rows = session().exec(
        select(PremiumRequest.status, sa.func.count())
        .where(col(PremiumRequest.municipality_code).in_(actor.municipalities))
        .group_by(col(PremiumRequest.status))
    )
    return {PremiumStatus(status): int(count) for status, count in rows}


def past_their_day(after: str, limit: int) -> list[Registration]:
    """Premium registrations whose last day has passed, locked, by id."""
    chosen = select(Registration).where(
        Registration.tier == Tier.PREMIUM,
        col(Registration.status).in_(STANDING),
        col(Registration.premium_until) < today(),
        Registration.id > after,
    )
    return list(session().exec(chosen.order_by(col(Registration.id)).limit(limit).with_for_update()))


def ending_by(day: date, after: str, limit: int) -> list[PremiumRequest]:
    """Grants that stand, end by that day, and whose holder was not told yet; locked, by id."""
    chosen = (
        select(PremiumRequest)
        .join(Registration, col(Registration.id) == PremiumRequest.registration_id)
        .where(
            PremiumRequest.status == PremiumStatus.GRANTED,
            col(PremiumRequest.shortage_told_on).is_(None),
            col(PremiumRequest.granted_until) == Registration.premium_until,
            col(Registration.premium_until).between(today(), day),
            Registration.tier == Tier.PREMIUM,
            col(Registration.status).in_(STANDING),
            PremiumRequest.id > after,
        )
    )
    locked = chosen.order_by(col(PremiumRequest.id)).limit(limit).with_for_update(of=PremiumRequest)
    return list(session().exec(locked))


def registration_of(row: PremiumRequest) -> Registration:
    """What a request is about."""
    return session().get_one(Registration, row.registration_id)
