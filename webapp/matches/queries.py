"""What a resident said about suggestions, and what the page needs to know about the resident."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.models import Listing
from webapp.matches.models import MatchFeedback, Verdict
from webapp.residents import queries as residents
from webapp.residents.models import ConsentPurpose, Resident


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


def interested_in(listing_ids: list[str]) -> list[MatchFeedback]:
    """Who is interested in these listings, newest first; who asks for secrecy or withdrew the consent is left out."""
    chosen = (
        select(MatchFeedback)
        .join(Resident, col(Resident.user_id) == MatchFeedback.user_id)
        .where(
            col(MatchFeedback.listing_id).in_(listing_ids),
            MatchFeedback.verdict == Verdict.INTERESTED,
            col(Resident.is_confidential).is_(False),
        )
        .order_by(col(MatchFeedback.at).desc(), col(MatchFeedback.id).desc())
    )
    rows = list(session().exec(chosen))
    return [row for row in rows if residents.allows(row.user_id, ConsentPurpose.MATCHING)] if rows else []


def count_interested(listing_id: str) -> int:
    """How many people are interested in a listing."""
    chosen = select(sa.func.count()).select_from(MatchFeedback)
    mine = (MatchFeedback.listing_id == listing_id, MatchFeedback.verdict == Verdict.INTERESTED)
    return int(session().exec(chosen.where(*mine)).one())


def feedback_of(user_id: str) -> list[dict[str, Any]]:
    """A person's words on listings, for the file of their own data."""
    rows = session().exec(select(MatchFeedback).where(MatchFeedback.user_id == user_id).order_by(col(MatchFeedback.id)))
    return [row.model_dump(mode="json", exclude={"id", "user_id"}) for row in rows]
