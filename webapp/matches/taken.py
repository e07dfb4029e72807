"""Places of listings that people hold: who was asked and has not answered, who said yes, who was assigned one."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.bulk import table_of
from webapp.core.database import session
from webapp.listings.models import Listing, ListingKind
from webapp.matches.desk.models import BatchStatus, MatchBatch, MatchSuggestion, Mode, SuggestionStatus
from webapp.matches.scouting.models import OPEN, Scout, ScoutStatus
from webapp.residents.models import Resident

HOLDING = (*OPEN, ScoutStatus.ACCEPTED)
_S, _L, _R = (table_of(model).c for model in (Scout, Listing, Resident))
_M, _B = (table_of(model).c for model in (MatchSuggestion, MatchBatch))
_HELD: Any = (
    sa.select(_S.listing_id, _L.kind, _R.family_comes, _R.adults, _R.children_ages)
    .join_from(table_of(Scout), table_of(Listing), _L.id == _S.listing_id)
    .outerjoin(table_of(Resident), _R.user_id == _S.user_id)
    .where(_S.status.in_(HOLDING), sa.or_(_L.capacity.is_not(None), _L.kind == ListingKind.HOME))
)
_IS_ASSIGNED: Any = sa.and_(
    _M.status == SuggestionStatus.SHOWN, _B.status == BatchStatus.PUBLISHED, _B.mode == Mode.ASSIGNMENT
)
_ASSIGNED: Any = (
    sa.select(_M.chosen_listing_id.label("listing_id"), _M.seats)
    .join_from(table_of(MatchSuggestion), table_of(MatchBatch), _B.id == _M.batch_id)
    .where(_IS_ASSIGNED, _M.chosen_listing_id.is_not(None))
)


def holding() -> Any:
    """Scalar questions whose answers change whenever a place is taken or becomes free."""
    count = sa.select(sa.func.count()).where(col(Scout.status).in_(HOLDING))
    newest = sa.select(sa.func.max(col(Scout.id)))
    assigned = sa.select(sa.func.count()).select_from(_ASSIGNED.subquery())
    return tuple(question.scalar_subquery() for question in (count, newest, assigned))


def taken(listing_ids: Collection[str] | None = None) -> Counter[str]:
    """Held places by listing, of homes and of what says how many it has; None = of all."""
    held, assigned = _HELD, _ASSIGNED
    if listing_ids is not None:
        held = held.where(_S.listing_id.in_(listing_ids))
        assigned = assigned.where(_M.chosen_listing_id.in_(listing_ids))
    found: Counter[str] = Counter()
    for row in session().execute(held):
        found[row.listing_id] += seats(row.kind, _people(row))
    for row in session().execute(assigned):
        found[row.listing_id] += row.seats
    return found


def seats(kind: ListingKind, people: int) -> int:
    """Places that so many people take who come together: at an event everybody counts."""
    return people if kind is ListingKind.EVENT else 1


def places_left(listings: Sequence[Listing]) -> dict[str, int]:
    """Places not yet promised to anybody, of those listings that have limited places. A home has one."""
    limited = {row.id: row.capacity or 1 for row in listings if row.capacity or row.kind is ListingKind.HOME}
    held = taken(limited.keys()) if limited else Counter()
    return {listing_id: max(0, places - held[listing_id]) for listing_id, places in limited.items()}


def is_full(listing: Listing) -> bool:
    """Whether every place of a listing that says how many it has is held."""
    return listing.capacity is not None and taken([listing.id])[listing.id] >= listing.capacity


def _people(row: Any) -> int:
    return (row.adults or 1) + len(row.children_ages) if row.family_comes else 1
