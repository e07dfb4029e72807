"""What happens at the matching desk: a batch is made and frozen, staff decide otherwise, somebody looks, it is published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.matches.desk import queries
from webapp.matches.desk.models import (
    MATCH_BATCH,
    MATCH_SUGGESTION,
    BatchStatus,
    MatchBatch,
    MatchSuggestion,
    Mode,
    SuggestionStatus,
)
from webapp.matches.desk.places import findable
from webapp.matches.scouting import actions as scouting

trail.ACTION_LABELS |= {
    "match_batch.make": _l("枠の割り振りをつくった"),
    "match_suggestion.decide": _l("案を変えた"),
    "match_suggestion.erase": _l("案から本人の情報を消した"),
}


@dataclass(frozen=True)
class Decision:
    """What staff want for one household: a listing or none, why, and a reason of its own for the person."""

    listing_id: str | None
    note: str
    message: str


def decide(batch: MatchBatch, row: MatchSuggestion, decision: Decision, *, by: Actor) -> None:
    """Keep or override what was suggested. Raises RuleBroken without a note, for a rule, and where no room is left."""
    session().refresh(batch, with_for_update=True)  # two people at once must not give the last place away twice
    if not batch.is_open or row.status is not SuggestionStatus.PROPOSED:
        raise RuleBroken(_("本人に届けたあとの案は、変えられません。取り下げて、新しくつくってください。"))
    if row.user_id not in findable(batch.municipality_code):
        raise RuleBroken(_("この人は、いまは対象ではありません。"))
    is_override = decision.listing_id != row.market_listing_id
    if is_override and not decision.note.strip():
        raise RuleBroken(_("案と違うようにするときは、理由を書いてください。"))
    if decision.listing_id is not None and decision.listing_id != row.chosen_listing_id:
        _refuse_without_room(batch, row, decision.listing_id)
    if batch.status is BatchStatus.REVIEWED:
        MATCH_BATCH.apply(batch, "reopen", by=by)
    has_moved = decision.listing_id != row.chosen_listing_id
    row.chosen_listing_id, row.message = decision.listing_id, decision.message.strip()
    row.note = decision.note.strip() if is_override else ""
    if has_moved:
        trail.record(row, "match_suggestion.decide", by=by, reason=row.note)


def _refuse_without_room(batch: MatchBatch, row: MatchSuggestion, listing_id: str) -> None:
    """A rule the pair breaks cannot be overridden; nor can fixed slots be given out twice."""
    if listing_id not in {option["listing"] for option in row.options}:
        raise RuleBroken(_("この掲載は、この人の条件に合わないか、この割り振りに入っていません。"))
    place = next(place for place in queries.places_of(batch) if place.listing_id == listing_id)
    there = [one for one in queries.suggestions_of(batch) if one.chosen_listing_id == listing_id and one.id != row.id]
    taken = sum(one.seats for one in there) if batch.mode is Mode.ASSIGNMENT else 0
    if taken + row.seats > place.places:
        raise RuleBroken(
            _("この掲載には、この世帯の全員が入る枠が残っていません。先に、ほかの案を動かして枠を空けてください。")
        )


def review(batch: MatchBatch, *, by: Actor) -> None:
    """A second person has looked. Raises RuleBroken for who made the batch."""
    if by.user_id == batch.created_by:
        raise RuleBroken(_("確認は、つくった人とは別の担当者がしてください。"))
    MATCH_BATCH.apply(batch, "review", by=by)


def withdraw(batch: MatchBatch, *, by: Actor, reason: str) -> None:
    """Take everything back that was not answered."""
    MATCH_BATCH.apply(batch, "withdraw", by=by, reason=reason)
    rows = queries.suggestions_of(batch)
    for scout in queries.scouts_of(rows).values():
        if scout.is_open:
            scouting.withdraw(scout, by=by, reason=reason)
    _end(rows, "withdraw", by)


def close(batch: MatchBatch, *, by: Actor) -> None:
    """End a published batch; scouts go on by their own clock."""
    MATCH_BATCH.apply(batch, "close", by=by)
    _end(queries.suggestions_of(batch), "expire", by)


def expire(batch: MatchBatch, *, by: Actor) -> None:
    """The same when the time is over; nothing happens to a batch that ended before."""
    if batch.status is BatchStatus.PUBLISHED and batch.ends_at is not None and batch.ends_at <= now():
        close(batch, by=by)


def dismiss(row: MatchSuggestion, *, by: Actor) -> None:
    """The person puts it away; the town's trail does not lead to them."""
    MATCH_SUGGESTION.apply(row, "dismiss", by=replace(by, user_id=None))


def _end(rows: Sequence[MatchSuggestion], name: str, by: Actor) -> None:
    for row in rows:
        if row.status in MATCH_SUGGESTION.moves[name].sources:
            MATCH_SUGGESTION.apply(row, name, by=by)
