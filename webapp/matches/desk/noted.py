"""What the matching desk puts before its staff, and before people, as lines of the log."""

from collections.abc import Sequence

from webapp.core.ids import new_id
from webapp.listings.models import Listing
from webapp.matches.desk.models import MatchBatch, MatchSuggestion
from webapp.matches.events import Happening
from webapp.matches.models import EventKind


def proposed(batch: MatchBatch, rows: Sequence[MatchSuggestion]) -> list[Happening]:
    """What a new batch suggests to the staff who made it; who got no place is not in it."""
    return [
        _line(EventKind.PROPOSED, batch, row, row.market_listing_id, batch.id, _place(row, row.market_listing_id))
        for row in rows
        if row.user_id and row.market_listing_id
    ]


def shown(rows: Sequence[tuple[MatchSuggestion, Listing, MatchBatch]]) -> list[Happening]:
    """What a person sees on the page of what towns suggest, in its order."""
    page = new_id()
    return [
        _line(EventKind.IMPRESSION, batch, row, listing.id, page, place)
        for place, (row, listing, batch) in enumerate(rows, 1)
    ]


def _line(
    kind: EventKind, batch: MatchBatch, row: MatchSuggestion, listing_id: str, page: str, place: int
) -> Happening:
    scores = {str(option["listing"]): float(option["score"]) for option in row.options}
    return Happening(
        row.user_id or "",
        listing_id,
        kind,
        page=page,
        position=place,
        score=scores.get(listing_id),
        model_version=batch.model_version,
    )


def _place(row: MatchSuggestion, listing_id: str) -> int:
    """Where a listing stands among what fits a person, from 1."""
    return [str(option["listing"]) for option in row.options].index(listing_id) + 1
