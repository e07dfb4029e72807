"""A batch is published: each suggestion reaches its person as a scout or on their page, or not at all, and why."""

from datetime import timedelta

from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.jobs import enqueue
from webapp.listings.models import Listing
from webapp.matches.desk import queries
from webapp.matches.desk.models import MATCH_BATCH, MATCH_SUGGESTION, MatchBatch, MatchSuggestion, SuggestionStatus
from webapp.matches.desk.places import findable
from webapp.matches.people.anonymity import pseudonym
from webapp.matches.scouting import asking
from webapp.municipalities import queries as municipalities

EXPIRE = "match_batch_expiry"


def publish(batch: MatchBatch, *, by: Actor, next_step: str, signed: str) -> None:
    """Let each suggestion reach its person: as a scout where a reason was written, else on their page; limits hold."""
    MATCH_BATCH.apply(batch, "publish", by=by)
    batch.next_step, batch.signed, batch.published_at = next_step, signed, now()
    batch.ends_at = batch.published_at + timedelta(
        days=municipalities.setting("scout_reply_days", batch.municipality_code)
    )
    listings = queries.listings_of(batch)
    people = findable(batch.municipality_code)
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
