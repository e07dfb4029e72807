"""Donations month by month, as sums."""

from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.monthly import OF_TOWNS, in_month, last_months, sums_of
from webapp.pledges.models import HOLDING, Pledge

MONTHS = 12


def kept_for(actor: Actor) -> list[tuple[date, int]]:
    """What the actor's municipalities hold of the donations of each of the last twelve months, whole yen; one question."""
    months = last_months(MONTHS)
    row = session().execute(_kept(tuple(months)), {"codes": sorted(actor.municipalities)}).one()
    return list(zip(months, map(int, row), strict=True))


@lru_cache(maxsize=2)
def _kept(months: tuple[date, ...]) -> sa.Select[Any]:
    """Building the question takes longer than asking it."""
    kept = col(Pledge.amount) - col(Pledge.refunded_yen)
    return sa.select(*sums_of(kept, (in_month(col(Pledge.paid_at), month) for month in months))).where(
        col(Pledge.municipality_code).in_(OF_TOWNS), col(Pledge.status).in_(HOLDING)
    )
