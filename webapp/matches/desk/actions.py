"""What happens at the matching desk: a batch is made and frozen, staff decide otherwise, somebody looks, it is published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.listings.models import Listing
from webapp.matches.desk import market, queries
from webapp.matches.desk.models import (
    MATCH_BATCH,
    MATCH_SUGGESTION,
    Audience,
    BatchStatus,
    MatchBatch,
    MatchSuggestion,
    Mode,
    SuggestionStatus,
)
from webapp.matches.desk.planning import plan
from webapp.matches.people.anonymity import pseudonym
from webapp.matches.scouting import actions as scouting
from webapp.matches.scouting import asking
from webapp.municipalities import queries as municipalities

EXPIRE = "match_batch_expiry"
MOST_LISTINGS = 12
trail.ACTION_LABELS |= {
    "match_batch.make": _l("席の割り振りをつくった"),
    "match_suggestion.decide": _l("案を変えた"),
    "match_suggestion.erase": _l("案から本人の情報を消した"),
}


@dataclass(frozen=True)
class Wanted:
    """What staff want: a name for the batch, how places are given out, and among whom."""

    title: str
    mode: Mode
    audience: Audience


def make(wanted: Wanted, chosen: Sequence[Listing], *, by: Actor) -> MatchBatch:
    """Freeze scores, chances and prices of now, and suggest. Raises RuleBroken where there is nothing to give out."""
    places = _places(chosen, by)
    code = chosen[0].municipality_code
    found = market.look(chosen, places, wanted.audience, wanted.mode, by.user_id or "")
    if not found.candidates:
        raise RuleBroken(_("選んだ掲載に合う人が、いまはいません。掲載を増やすか、対象を広げてください。"))
    batch = MatchBatch(
        **vars(wanted),
        municipality_code=code,
        offers=[_frozen(row, places[row.id], found) for row in sorted(chosen, key=lambda row: row.id)],
        model_version=found.model_version,
        rate_is_assumed=found.rate_is_assumed,
        created_by=by.user_id,
    )
    session().add(batch)
    session().flush()
    made = [
        MatchSuggestion(
            batch_id=batch.id,
            municipality_code=code,
            user_id=one.user_id,
            code=pseudonym(drawn_by(chosen), one.user_id),
            seats=one.seats,
            options=one.options,
        )
        for one in found.candidates
    ]
    decided = plan(batch.mode, queries.places_of(batch), [queries.party_of(row) for row in made])
    for row in made:
        row.market_listing_id = row.chosen_listing_id = decided.placed.get(row.code)
        row.why = decided.unplaced.get(row.code, "")
        session().add(row)
    session().flush()
    trail.record(batch, "match_batch.make", by=by, to_status=batch.status)
    return batch


def drawn_by(chosen: Sequence[Listing]) -> str:
    """What a household's name in a batch hangs on: equal points go by name, and a new batch must draw no new lots."""
    return "batch:" + "+".join(sorted(row.id for row in chosen))


def _places(chosen: Sequence[Listing], by: Actor) -> dict[str, int]:
    """Places left at each. Raises NotAllowed for another town's, RuleBroken for what cannot be given out together."""
    if not 1 <= len(chosen) <= MOST_LISTINGS:
        raise RuleBroken(_("掲載を1件から%(n)s件まで選んでください。", n=MOST_LISTINGS))
    if not all(by.is_system or by.may_act_for(row.municipality_code) for row in chosen):
        raise NotAllowed(_("ほかのまちの掲載は選べません。"))
    if len({row.municipality_code for row in chosen}) > 1:
        raise RuleBroken(_("一度に選べるのは、ひとつのまちの掲載だけです。"))
    if len({market.counting(row.kind) for row in chosen}) > 1:
        raise RuleBroken(mixing_words())
    places = market.places_left(chosen)
    for row in chosen:
        _refuse_offer(row, places.get(row.id))
    return places


def _refuse_offer(row: Listing, places: int | None) -> None:
    if not row.is_public:
        raise RuleBroken(_("「%(title)s」は、いまは掲載していません。", title=row.title))
    if places is None:
        raise RuleBroken(_("「%(title)s」には定員がありません。定員のある掲載を選んでください。", title=row.title))
    if not places:
        raise RuleBroken(_("「%(title)s」には空きがありません。", title=row.title))


def mixing_words() -> str:
    """Why listings of these kinds do not go together."""
    return _(
        "席の数え方が違う掲載は、いっしょに割り振れません。イベントは人数で、住まい・コワーキング・まちのニーズは世帯で数えます。"
        "仕事は、家族についての情報を使わないため、仕事だけで割り振ります。"
    )


def _frozen(row: Listing, places: int, found: market.Market) -> dict[str, Any]:
    return {
        "listing": row.id,
        "title": row.title,
        "kind": row.kind.value,
        "places": places,
        "price": found.prices.get(row.id, 0.0),
        "floor": found.floors.get(row.id, 0.0),
    }


@dataclass(frozen=True)
class Decision:
    """What staff want for one household: a listing or none, why, and a reason of its own for the person."""

    listing_id: str | None
    note: str
    message: str


def decide(batch: MatchBatch, row: MatchSuggestion, decision: Decision, *, by: Actor) -> None:
    """Keep or override what was suggested. Raises RuleBroken without a note, for a rule, and where no room is left."""
    if not batch.is_open or row.status is not SuggestionStatus.PROPOSED:
        raise RuleBroken(_("本人に届けたあとの案は、変えられません。取り下げて、新しくつくってください。"))
    if row.user_id not in market.findable(batch.municipality_code):
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
            _("この掲載には、この世帯の全員が入る席が残っていません。先に、ほかの案を動かして席を空けてください。")
        )


def review(batch: MatchBatch, *, by: Actor) -> None:
    """A second person has looked. Raises RuleBroken for who made the batch."""
    if by.user_id == batch.created_by:
        raise RuleBroken(_("確認は、つくった人とは別の担当者がしてください。"))
    MATCH_BATCH.apply(batch, "review", by=by)


def publish(batch: MatchBatch, *, by: Actor, next_step: str, signed: str) -> None:
    """Let each suggestion reach its person: as a scout where a reason was written, else on their page; limits hold."""
    MATCH_BATCH.apply(batch, "publish", by=by)
    batch.next_step, batch.signed, batch.published_at = next_step, signed, now()
    batch.ends_at = batch.published_at + timedelta(
        days=municipalities.setting("scout_reply_days", batch.municipality_code)
    )
    listings = queries.listings_of(batch)
    people = market.findable(batch.municipality_code)
    for row in queries.suggestions_of(batch):
        listing = listings.get(row.chosen_listing_id or "")
        if row.status is SuggestionStatus.PROPOSED and row.chosen_listing_id:
            row.refusal = _refusal(batch, row, listing, row.user_id in people)
            if row.refusal or listing is None:
                MATCH_SUGGESTION.apply(row, "leave_out", by=by)
            else:
                _deliver(batch, row, listing, by)
    enqueue(EXPIRE, {"batch": batch.id}, key=f"{EXPIRE}:{batch.id}", run_at=batch.ends_at)


def _refusal(batch: MatchBatch, row: MatchSuggestion, listing: Listing | None, is_findable: bool) -> str:
    """Why a suggestion must not reach its person now; empty when it may."""
    if listing is None or not listing.is_public:
        return _("掲載が終わったか、休んでいます。")
    if row.user_id is None or not is_findable:
        return _("この人には、お声かけできません。")
    towns = {shown.municipality_code for shown, _listing, _batch in queries.shown_to(row.user_id)}
    if batch.municipality_code in towns:
        return _("この人の画面には、このまちのおすすめがすでに出ています。")
    return asking.crowding(listing, _asked(batch, row, listing))


def _asked(batch: MatchBatch, row: MatchSuggestion, listing: Listing) -> asking.Asked:
    user_id = row.user_id or ""
    return asking.Asked(batch.municipality_code, None, user_id, pseudonym(listing.id, user_id))


def _deliver(batch: MatchBatch, row: MatchSuggestion, listing: Listing, by: Actor) -> None:
    if row.message:
        option = next(option for option in row.options if option["listing"] == listing.id)
        words = asking.Words(option["facts"], row.message, batch.next_step, batch.signed)
        try:
            row.scout_id = asking.send(listing, _asked(batch, row, listing), words, by=by).id
        except RuleBroken as limit:
            row.refusal = limit.sentence
        else:
            MATCH_SUGGESTION.apply(row, "send", by=by)
            return
    MATCH_SUGGESTION.apply(row, "show", by=by)


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
