"""A person's part in batches as their own data: to take along, and to be erased; and what a town's leaving does."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.matches.desk import actions
from webapp.matches.desk.models import MATCH_BATCH, MATCH_SUGGESTION, MatchBatch, MatchSuggestion, SuggestionStatus

_NOT_THEIRS = {"user_id", "id", "scout_id"}


def exported(actor: Actor) -> dict[str, Any]:
    """Everything towns worked out about the person in batches, whether it reached them or not."""
    rows = session().exec(select(MatchSuggestion).where(MatchSuggestion.user_id == actor.user_id))
    return {"place_suggestions": [row.model_dump(mode="json", exclude=_NOT_THEIRS) for row in rows]}


def erase(user_id: str, *, by: Actor) -> None:
    """Cut a person off from every batch: what is open is withdrawn, words, scores and the account go."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed(_("この操作をする権限がありません。"))
    service = system_actor("erasure")
    for row in session().exec(select(MatchSuggestion).where(MatchSuggestion.user_id == user_id)):
        if row.status in (SuggestionStatus.PROPOSED, SuggestionStatus.SHOWN):
            MATCH_SUGGESTION.apply(row, "withdraw", by=service)
        row.options, row.message, row.note, row.refusal, row.seats = [], "", "", "", 1
        row.market_listing_id = row.chosen_listing_id = row.user_id = None
        trail.record(row, "match_suggestion.erase", by=service)


def withdraw_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """A town has left: nothing it gave out stays open."""
    chosen = select(MatchBatch).where(
        MatchBatch.municipality_code == municipality_code,
        col(MatchBatch.status).in_(MATCH_BATCH.moves["withdraw"].sources),
    )
    for batch in session().exec(chosen):
        actions.withdraw(batch, by=by, reason=reason)
