"""Donations month by month, as sums."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.monthly import in_month, last_months, sums_of
from webapp.pledges.models import HOLDING, Pledge

MONTHS = 12


def kept_for(actor: Actor) -> list[tuple[date, int]]:
    """What the actor's municipalities hold of the donations of each of the last twelve months, whole yen; one question."""
    months = last_months(MONTHS)
    kept = col(Pledge.amount) - col(Pledge.refunded_yen)
    chosen = sa.select(*sums_of(kept, (in_month(col(Pledge.paid_at), month) for month in months))).where(
        col(Pledge.municipality_code).in_(actor.municipalities), col(Pledge.status).in_(HOLDING)
    )
    return list(zip(months, map(int, session().execute(chosen).one()), strict=True))
