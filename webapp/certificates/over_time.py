"""How many certificates were in force at the end of each month, as numbers."""

from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from webapp.certificates.models import Certificate
from webapp.core.actor import Actor
from webapp.core.bulk import table_of
from webapp.core.clock import months_later, now, today
from webapp.core.database import session
from webapp.core.monthly import OF_TOWNS, counts_of, last_months, start_of

MONTHS = 12


def standing_for(actor: Actor) -> list[tuple[date, int]]:
    """For the last twelve months of the actor's municipalities; of the present month as it is now. Held ones count.

    One that was replaced counts until its successor was issued, so that nobody counts twice.
    """
    months = last_months(MONTHS)
    asked = {"codes": sorted(actor.municipalities), "moment": now(), "day": today()}
    return list(zip(months, map(int, session().execute(_standing(tuple(months)), asked).one()), strict=True))


@lru_cache(maxsize=2)
def _standing(months: tuple[date, ...]) -> sa.Select[Any]:
    """Building the question takes longer than asking it."""
    later = aliased(Certificate)
    ended = sa.func.coalesce(col(Certificate.revoked_at), col(later.issued_at))
    ends: list[tuple[Any, Any]] = [
        (start_of(after), after) for month in months[:-1] for after in [months_later(month, 1)]
    ]
    kinds = table_of(Certificate).c
    ends.append((sa.bindparam("moment", type_=kinds.issued_at.type), sa.bindparam("day", type_=kinds.valid_until.type)))
    conditions = [
        sa.and_(
            col(Certificate.issued_at) < moment,
            col(Certificate.valid_until) >= day,
            sa.or_(ended.is_(None), ended >= moment),
        )
        for moment, day in ends
    ]
    return (
        sa.select(*counts_of(conditions))
        .select_from(Certificate)
        .outerjoin(later, col(later.supersedes_id) == col(Certificate.id))
        .where(col(Certificate.municipality_code).in_(OF_TOWNS))
    )
