"""A batch is published: each suggestion reaches its person as a scout or on their page, or not at all, and why."""

from datetime import timedelta

from matching import Offer
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.i18n import DEFAULT_LOCALE, in_language, recorded
from webapp.core.i18n import gettext as _
from webapp.core.jobs import enqueue
from webapp.listings.models import Listing
from webapp.matches.adapter import seen_by
from webapp.matches.desk import queries
from webapp.matches.desk.models import (
    MATCH_BATCH,
    MATCH_SUGGESTION,
    MatchBatch,
    MatchSuggestion,
    Mode,
    SuggestionStatus,
)
from webapp.matches.desk.places import findable
from webapp.matches.people.anonymity import pseudonym
from webapp.matches.people.person import Person
from webapp.matches.scouting import asking
from webapp.matches.store import Fitted, fitted
from webapp.matches.taken import places_left
from webapp.municipalities import queries as municipalities

EXPIRE = "match_batch_expiry"


def publish(batch: MatchBatch, *, by: Actor, next_step: str, signed: str) -> None:
    """Let each suggestion reach its person: as a scout where a reason was written, else on their page; limits hold."""
    rows = queries.suggestions_of(batch)
    asking.take_turns(batch.municipality_code, None, [row.user_id for row in rows if row.user_id])
    MATCH_BATCH.apply(batch, "publish", by=by)
    batch.next_step, batch.signed, batch.published_at = next_step, signed, now()
    batch.ends_at = batch.published_at + timedelta(
        days=municipalities.setting("scout_reply_days", batch.municipality_code)
    )
    listings = queries.listings_of(batch)
    people = findable(batch.municipality_code)
    left = places_left(list(listings.values())) if batch.mode is Mode.ASSIGNMENT else {}
    for row in rows:
        listing = listings.get(row.chosen_listing_id or "")
        if row.status is SuggestionStatus.PROPOSED and row.chosen_listing_id:
            with in_language(DEFAULT_LOCALE):
                row.refusal = _refusal(batch, row, listing, people.get(row.user_id or ""))
            if not row.refusal and left.get(row.chosen_listing_id, row.seats) < row.seats:
                row.refusal = recorded("枠がほかの人で埋まりました。")
            if row.refusal or listing is None:
                MATCH_SUGGESTION.apply(row, "leave_out", by=by)
                continue
            if listing.id in left:
                left[listing.id] -= row.seats
            _deliver(batch, row, listing, by)
    enqueue(EXPIRE, {"batch": batch.id}, key=f"{EXPIRE}:{batch.id}", run_at=batch.ends_at)


def _refusal(batch: MatchBatch, row: MatchSuggestion, listing: Listing | None, person: Person | None) -> str:
    """Why a suggestion must not reach its person now; empty when it may."""
    if listing is None or not listing.is_public:
        return _("掲載が終わったか、休んでいます。")
    if row.user_id is None or person is None:
        return _("この人には、お声かけできません。")
    found = fitted()
    offer = found.offers.get(listing.id)
    if offer is None or _breaks(found, person, offer):
        return _("掲載か、この人の条件が変わったため、条件に合わなくなりました。")
    towns = {shown.municipality_code for shown, _listing, _batch in queries.shown_to(row.user_id)}
    if batch.municipality_code in towns:
        return _("この人の画面には、このまちのおすすめがすでに出ています。")
    return asking.crowding(listing, _asked(batch, row, listing))


def _breaks(found: Fitted, person: Person, offer: Offer) -> bool:
    """Whether the pair breaks a rule by what is told now; places are counted apart."""
    refusals = found.matcher.why_not(seen_by(person.profile, offer.kind), offer)
    return any(refusal.rule != "capacity" for refusal in refusals)


def _asked(batch: MatchBatch, row: MatchSuggestion, listing: Listing) -> asking.Asked:
    user_id = row.user_id or ""
    return asking.Asked(batch.municipality_code, None, user_id, pseudonym(listing.id, user_id))


def _deliver(batch: MatchBatch, row: MatchSuggestion, listing: Listing, by: Actor) -> None:
    if row.message:
        option = next(option for option in row.options if option["listing"] == listing.id)
        words = asking.Words(option["facts"], row.message, batch.next_step, batch.signed)
        try:
            with in_language(DEFAULT_LOCALE):
                row.scout_id = asking.send(listing, _asked(batch, row, listing), words, by=by).id
        except RuleBroken as limit:
            row.refusal = limit.sentence
        else:
            MATCH_SUGGESTION.apply(row, "send", by=by)
            return
    MATCH_SUGGESTION.apply(row, "show", by=by)
