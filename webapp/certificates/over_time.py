"""How many certificates were in force at the end of each month, as numbers."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from webapp.certificates.models import Certificate
from webapp.core.actor import Actor
from webapp.core.clock import months_later, now, today
from webapp.core.database import session
from webapp.core.monthly import counts_of, last_months, start_of

MONTHS = 12


def standing_for(actor: Actor) -> list[tuple[date, int]]:
    """For the last twelve months of the actor's municipalities; of the present month as it is now. Held ones count.

    One that was replaced counts until its successor was issued, so that nobody counts twice.
    """
    months = last_months(MONTHS)
    later = aliased(Certificate)
    ended = sa.func.coalesce(col(Certificate.revoked_at), col(later.issued_at))
    conditions = []
    for month in months:
        after = months_later(month, 1)
        moment, day = min(start_of(after), now()), min(after, today())
        conditions.append(
            sa.and_(
                col(Certificate.issued_at) < moment,
                col(Certificate.valid_until) >= day,
                sa.or_(ended.is_(None), ended >= moment),
            )
        )
    chosen = (
        sa.select(*counts_of(conditions))
        .select_from(Certificate)
        .outerjoin(later, col(later.supersedes_id) == col(Certificate.id))
        .where(col(Certificate.municipality_code).in_(actor.municipalities))
    )
    return list(zip(months, map(int, session().execute(chosen).one()), strict=True))
