"""What a resident said about suggestions, and what the page needs to know about the resident."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.models import Listing
from webapp.matches.models import MatchFeedback, Verdict


@dataclass(frozen=True)
class Answer:
    """A resident's word on one listing, with what a list shows of that."""

    listing_id: str
    title: str
    verdict: Verdict
    feedback: MatchFeedback
    is_public: bool


def answers_of(actor: Actor) -> list[Answer]:
    """Everything a person said about suggestions, newest first."""
    chosen = (
        select(MatchFeedback, Listing)
        .join(Listing, col(Listing.id) == MatchFeedback.listing_id)
        .where(MatchFeedback.user_id == actor.user_id)
        .order_by(col(MatchFeedback.at).desc(), col(MatchFeedback.id).desc())
    )
    return [
        Answer(listing.id, listing.title, feedback.verdict, feedback, listing.is_public)
        for feedback, listing in session().exec(chosen)
    ]


def answer_of(actor: Actor, listing_id: str) -> MatchFeedback | None:
    """A person's word on one listing."""
    chosen = select(MatchFeedback).where(MatchFeedback.user_id == actor.user_id, MatchFeedback.listing_id == listing_id)
    return session().exec(chosen).first()


def feedback_of(user_id: str) -> list[dict[str, Any]]:
    """A person's words on listings, for the file of their own data."""
    rows = session().exec(select(MatchFeedback).where(MatchFeedback.user_id == user_id).order_by(col(MatchFeedback.id)))
    return [row.model_dump(mode="json", exclude={"id", "user_id"}) for row in rows]
