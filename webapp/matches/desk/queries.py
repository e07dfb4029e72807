"""What is known about batches: a town's own for its staff, all for operators to read, and what reached a person."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.trail import TrailEntry
from webapp.listings.models import Listing, ListingStatus
from webapp.matches.desk.models import BatchStatus, MatchBatch, MatchSuggestion, SuggestionStatus
from webapp.matches.desk.planning import Choice, Party, Place
from webapp.matches.scouting.models import Scout
from webapp.residents import queries as residents
from webapp.residents.models import ConsentPurpose

MOST_ROWS = 100


def listings_to_choose(actor: Actor) -> list[Listing]:
    """Published listings of the actor's towns, needs and events before homes, newest first."""
    if not actor.municipalities:
        return []
    chosen = select(Listing).where(
        col(Listing.municipality_code).in_(actor.municipalities), Listing.status == ListingStatus.PUBLISHED
    )
    rows = session().exec(chosen.order_by(col(Listing.kind), col(Listing.published_at).desc()).limit(MOST_ROWS))
    return list(rows)


def _visible(actor: Actor) -> Any:
    return select(MatchBatch).where(col(MatchBatch.municipality_code).in_(actor.municipalities))


def batches_for(actor: Actor) -> list[MatchBatch]:
    """The batches of the actor's towns, newest first."""
    return list(session().exec(_visible(actor).order_by(col(MatchBatch.id).desc()).limit(MOST_ROWS)))


def batch_for(actor: Actor, batch_id: str) -> MatchBatch:
    """One of them. Raises NotThere."""
    found: MatchBatch | None = session().exec(_visible(actor).where(MatchBatch.id == batch_id)).first()
    if found is None:
        raise NotThere
    return found


def batch(batch_id: str) -> MatchBatch:
    """One batch, whoever asks. Raises NotThere."""
    found = session().get(MatchBatch, batch_id)
    if found is None:
        raise NotThere
    return found


def suggestions_of(batch: MatchBatch) -> list[MatchSuggestion]:
    """Everybody in a batch, by code."""
    chosen = select(MatchSuggestion).where(MatchSuggestion.batch_id == batch.id)
    return list(session().exec(chosen.order_by(col(MatchSuggestion.code))))


def suggestion_in(batch: MatchBatch, suggestion_id: str) -> MatchSuggestion:
    """One of them. Raises NotThere."""
    found = session().get(MatchSuggestion, suggestion_id)
    if found is None or found.batch_id != batch.id:
        raise NotThere
    return found


def scouts_of(suggestions: Sequence[MatchSuggestion]) -> dict[str, Scout]:
    """The questions that suggestions became, by their id."""
    ids = [row.scout_id for row in suggestions if row.scout_id]
    return {scout.id: scout for scout in session().exec(select(Scout).where(col(Scout.id).in_(ids)))} if ids else {}


def history_of_suggestions(batch: MatchBatch) -> list[TrailEntry]:
    """What staff decided about single households of a batch, oldest first."""
    ids = select(MatchSuggestion.id).where(MatchSuggestion.batch_id == batch.id)
    chosen = select(TrailEntry).where(
        TrailEntry.subject_type == "match_suggestion",
        TrailEntry.action == "match_suggestion.decide",
        col(TrailEntry.subject_id).in_(ids),
    )
    return list(session().exec(chosen.order_by(col(TrailEntry.id)).limit(MOST_ROWS)))


def listings_of(batch: MatchBatch) -> dict[str, Listing]:
    """The listings of a batch as they are now, by id."""
    ids = [str(offer["listing"]) for offer in batch.offers]
    return {row.id: row for row in session().exec(select(Listing).where(col(Listing.id).in_(ids)))}


def places_of(batch: MatchBatch) -> list[Place]:
    """The listings of a batch as they were frozen."""
    return [
        Place(str(row["listing"]), int(row["places"]), float(row["price"]), float(row["floor"])) for row in batch.offers
    ]


def party_of(suggestion: MatchSuggestion) -> Party:
    """A household of a batch as it was frozen."""
    choices = [Choice(str(row["listing"]), float(row["score"]), float(row["chance"])) for row in suggestion.options]
    return Party(suggestion.code, suggestion.seats, tuple(choices))


def shown_to(user_id: str) -> list[tuple[MatchSuggestion, Listing, MatchBatch]]:
    """What towns put on a person's page and is open there, newest first."""
    chosen = (
        select(MatchSuggestion, Listing, MatchBatch)
        .join(Listing, col(Listing.id) == MatchSuggestion.chosen_listing_id)
        .join(MatchBatch, col(MatchBatch.id) == MatchSuggestion.batch_id)
        .where(
            MatchSuggestion.user_id == user_id,
            MatchSuggestion.status == SuggestionStatus.SHOWN,
            MatchBatch.status == BatchStatus.PUBLISHED,
            Listing.status == ListingStatus.PUBLISHED,
        )
    )
    return list(session().exec(chosen.order_by(col(MatchSuggestion.id).desc()).limit(MOST_ROWS)))


def own_shown(actor: Actor) -> list[tuple[MatchSuggestion, Listing, MatchBatch]]:
    """The same for the person themselves; nothing once they take the consent back or ask for secrecy."""
    rows = shown_to(actor.user_id) if actor.user_id else []
    if not rows or actor.user_id is None:
        return []
    profile = residents.profile_of_user(actor.user_id)
    given = {purpose for purpose, row in residents.consents_of(actor.user_id).items() if row.counts}
    agrees = {ConsentPurpose.MATCHING, ConsentPurpose.TOWNS} <= given
    return rows if profile is not None and not profile.is_confidential and agrees else []


def own_shown_for(actor: Actor, suggestion_id: str) -> MatchSuggestion:
    """One of them. Raises NotThere."""
    found = next((row for row, _listing, _batch in own_shown(actor) if row.id == suggestion_id), None)
    if found is None:
        raise NotThere
    return found
