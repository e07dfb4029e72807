"""How places are counted, who may be asked to take one, and how many are not yet promised."""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from webapp.core.database import session
from webapp.listings.models import Listing, ListingKind
from webapp.matches.desk.models import BatchStatus, MatchBatch, MatchSuggestion, Mode, SuggestionStatus
from webapp.matches.people.person import Person
from webapp.matches.people.ranked import visible_to
from webapp.matches.scouting import queries as scouts
from webapp.residents.models import ConsentPurpose

#: how the places of a kind are counted; a batch holds one way only, and jobs stay apart from what knows of families
PEOPLE, HOUSEHOLDS, WORKERS = "people", "households", "workers"
_COUNTED = {ListingKind.EVENT: PEOPLE, ListingKind.JOB: WORKERS}


def counting(kind: ListingKind) -> str:
    """How the places of a kind are counted."""
    return _COUNTED.get(kind, HOUSEHOLDS)


def findable(municipality_code: str) -> dict[str, Person]:
    """Who may be asked by the town now, by account: agreed, not secret, and does not block it."""
    blocking = scouts.blocking(municipality_code)
    people = visible_to(ConsentPurpose.TOWNS, municipality_code)
    return {person.id: person for person in people if person.id not in blocking}


def places_left(listings: Sequence[Listing]) -> dict[str, int]:
    """Places not yet promised to anybody, for those of one town's listings that have limited places. A home has one."""
    limited = {row.id: row for row in listings if row.capacity or row.kind is ListingKind.HOME}
    left = {row.id: row.capacity or 1 for row in limited.values()}
    if not limited:
        return left
    people = findable(listings[0].municipality_code)
    for scout in scouts.holding_places(left):
        kind = limited[scout.listing_id].kind
        person = people.get(scout.user_id or "")
        left[scout.listing_id] = max(0, left[scout.listing_id] - (seats_of(person, kind) if person else 1))
    for listing_id, seats in _assigned(left):
        left[listing_id] = max(0, left[listing_id] - seats)
    return left


def _assigned(listing_ids: Iterable[str]) -> list[tuple[str, int]]:
    """Places assigned to people who were told so on their page and may still come."""
    chosen = (
        select(MatchSuggestion.chosen_listing_id, MatchSuggestion.seats)
        .join(MatchBatch, col(MatchBatch.id) == MatchSuggestion.batch_id)
        .where(
            col(MatchSuggestion.chosen_listing_id).in_(list(listing_ids)),
            MatchSuggestion.status == SuggestionStatus.SHOWN,
            MatchBatch.status == BatchStatus.PUBLISHED,
            MatchBatch.mode == Mode.ASSIGNMENT,
        )
    )
    return [(str(listing_id), seats) for listing_id, seats in session().exec(chosen).all()]


def seats_of(person: Person, kind: ListingKind) -> int:
    """Places a person takes with everybody who comes along."""
    return person.people if counting(kind) == PEOPLE else 1
