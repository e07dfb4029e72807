"""Registrations month by month, as numbers: what came in, what was decided, what ends soon."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.monthly import OF_TOWNS, counts_of, cut, day_in_month, in_month, last_months, next_months
from webapp.registrations.life.models import Renewal, RenewalStatus
from webapp.registrations.models import STANDING, Registration, RegistrationStatus

MONTHS = 12


@dataclass(frozen=True)
class Decided:
    """For each month how many applications came, how many were approved, how many refused."""

    months: list[date]
    applied: list[int]
    approved: list[int]
    refused: list[int]


def decided_for(actor: Actor) -> Decided:
    """The last twelve months of the actor's municipalities, in one question; drafts are nobody's business."""
    months = last_months(MONTHS)
    row = session().execute(_decided(tuple(months)), {"codes": sorted(actor.municipalities)}).one()
    applied, approved, refused = cut(row, MONTHS)
    return Decided(months, applied, approved, refused)


@lru_cache(maxsize=2)
def _decided(months: tuple[date, ...]) -> sa.Select[Any]:
    """Building the question takes longer than asking it."""
    was_refused = col(Registration.status) == RegistrationStatus.REFUSED
    decided = col(Registration.decided_at)
    conditions = [
        *(in_month(col(Registration.submitted_at), month) for month in months),
        *(sa.and_(in_month(decided, month), col(Registration.valid_from).is_not(None)) for month in months),
        *(sa.and_(in_month(decided, month), was_refused) for month in months),
    ]
    return sa.select(*counts_of(conditions)).where(col(Registration.municipality_code).in_(OF_TOWNS))


@dataclass(frozen=True)
class Ending:
    """For each coming month how many registrations end, and how many of those confirmed or are renewed by now."""

    months: list[date]
    open: list[int]
    confirmed: list[int]


def ending_for(actor: Actor) -> Ending:
    """The present month and the next eleven, of the actor's municipalities, in one question."""
    months = next_months(MONTHS)
    row = session().execute(_ending(tuple(months)), {"codes": sorted(actor.municipalities)}).one()
    return Ending(months, *cut(row, MONTHS))


@lru_cache(maxsize=2)
def _ending(months: tuple[date, ...]) -> sa.Select[Any]:
    until, said = col(Registration.valid_until), col(Renewal.status) == RenewalStatus.CONFIRMED
    conditions = [
        *(sa.and_(day_in_month(until, month), sa.or_(col(Renewal.id).is_(None), sa.not_(said))) for month in months),
        *(sa.and_(day_in_month(until, month), said) for month in months),
    ]
    at_end = sa.and_(col(Renewal.registration_id) == col(Registration.id), col(Renewal.ends_on) == until)
    return (
        sa.select(*counts_of(conditions))
        .select_from(Registration)
        .outerjoin(Renewal, at_end)
        .where(col(Registration.municipality_code).in_(OF_TOWNS), col(Registration.status).in_(STANDING))
    )
