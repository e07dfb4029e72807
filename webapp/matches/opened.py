"""How often residents opened listings: a number for whoever counts, never who."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.database import session
from webapp.matches.models import EventKind, MatchEvent


def views_of(listing_ids: Collection[str], since: datetime) -> dict[str, int]:
    """Openings of each listing since a moment; listings without any are left out."""
    chosen = (
        select(MatchEvent.listing_id, sa.func.count())
        .where(col(MatchEvent.listing_id).in_(listing_ids), MatchEvent.kind == EventKind.VIEW, MatchEvent.at >= since)
        .group_by(col(MatchEvent.listing_id))
    )
    return {str(listing_id): int(count) for listing_id, count in session().exec(chosen)}
