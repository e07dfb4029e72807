"""Places of listings that people hold: who was asked and has not answered, and who said yes."""

from collections import Counter
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.bulk import table_of
from webapp.core.database import session
from webapp.listings.models import Listing, ListingKind
from webapp.matches.scouting.models import OPEN, Scout, ScoutStatus
from webapp.residents.models import Resident

HOLDING = (*OPEN, ScoutStatus.ACCEPTED)
_S, _L, _R = (table_of(model).c for model in (Scout, Listing, Resident))
_HELD: Any = (
    sa.select(_S.listing_id, _L.kind, _R.family_comes, _R.adults, _R.children_ages)
    .join_from(table_of(Scout), table_of(Listing), _L.id == _S.listing_id)
    .outerjoin(table_of(Resident), _R.user_id == _S.user_id)
    .where(_S.status.in_(HOLDING), _L.capacity.is_not(None))
)


def holding() -> Any:
    """Two scalar questions whose answers change whenever a place is taken or becomes free."""
    count = sa.select(sa.func.count()).where(col(Scout.status).in_(HOLDING))
    return count.scalar_subquery(), sa.select(sa.func.max(col(Scout.id))).scalar_subquery()


def taken(listing_ids: Collection[str] | None = None) -> Counter[str]:
    """Held places by listing, of those that say how many they have; None = of all. At an event everybody counts."""
    chosen = _HELD if listing_ids is None else _HELD.where(_S.listing_id.in_(listing_ids))
    found: Counter[str] = Counter()
    for row in session().execute(chosen):
        found[row.listing_id] += _people(row) if row.kind is ListingKind.EVENT else 1
    return found


def is_full(listing: Listing) -> bool:
    """Whether every place of a listing that says how many it has is held."""
    return listing.capacity is not None and taken([listing.id])[listing.id] >= listing.capacity


def _people(row: Any) -> int:
    return (row.adults or 1) + len(row.children_ages) if row.family_comes else 1
