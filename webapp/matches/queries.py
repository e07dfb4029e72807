"""Suggestions for a person: ranked listings with their reasons, without what the person put aside."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from matching import Match, Refusal
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.listings import queries as listings
from webapp.listings.cards import Card, card
from webapp.listings.models import Listing
from webapp.matches.adapter import resident_of
from webapp.matches.models import MatchFeedback
from webapp.matches.store import fitted
from webapp.matches.wording import FIELD_LABELS, Speaker
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.residents import queries as residents
from webapp.residents.models import ConsentPurpose, Resident

HIGHEST_POINTS = 100.0
SHOWN = 12


@dataclass(frozen=True)
class Bar:
    """One reason as a bar: its share of the highest score possible, and its sentence."""

    label: Any
    text: str
    share: float


@dataclass(frozen=True)
class Suggestion:
    """A listing with why it fits. The bars' lengths add up to the score; `but` is what speaks against it."""

    card: Card
    score: float
    bars: list[Bar]
    sentences: list[str]
    but: str | None
    municipality_code: str


def suggestions_for(actor: Actor, profile: Resident, limit: int = SHOWN) -> list[Suggestion]:
    """The best listings for a complete profile."""
    found = fitted()
    aside = set(put_aside_by(actor))
    me = _me(profile)
    best = [m for m in found.matcher.top_offers(me, limit + len(aside)) if m.offer_id not in aside][:limit]
    rows = {row.id: row for row in listings.cards_of([match.offer_id for match in best])}
    speaker = Speaker(_places(profile, best, found.offers))
    return [
        _suggestion(match, card(rows[match.offer_id]), found.offers[match.offer_id].municipality, speaker)
        for match in best
        if match.offer_id in rows
    ]


def why_not(profile: Resident, listing_id: str) -> list[str]:
    """The hard rules that keep a listing from being suggested, in words."""
    found = fitted()
    offer = found.offers.get(listing_id)
    if offer is None:
        raise NotThere
    refusals: list[Refusal] = found.matcher.why_not(_me(profile), offer)
    speaker = Speaker(municipalities.by_codes({offer.municipality}))
    return [speaker.say(refusal.reason) for refusal in refusals]


def put_aside_by(actor: Actor) -> list[str]:
    """Ids of the listings a person put aside, newest first."""
    chosen = select(MatchFeedback.listing_id).where(MatchFeedback.user_id == actor.user_id)
    return list(session().exec(chosen.order_by(col(MatchFeedback.id).desc())))


def put_aside_listings(actor: Actor) -> list[Listing]:
    """What a person put aside, to take it back."""
    chosen = (
        select(Listing)
        .join(MatchFeedback, col(MatchFeedback.listing_id) == Listing.id)
        .where(MatchFeedback.user_id == actor.user_id)
        .order_by(col(MatchFeedback.id).desc())
    )
    return list(session().exec(chosen))


def _me(profile: Resident) -> Any:
    home = session().get(Municipality, profile.home_code) if profile.home_code else None
    return resident_of(profile, home, consents=residents.allows(profile.user_id, ConsentPurpose.MATCHING))


def _places(profile: Resident, matches: list[Match], offers: dict[str, Any]) -> dict[str, Municipality]:
    codes = {code.ljust(6, "0") for code in profile.wished_areas} | {offers[m.offer_id].municipality for m in matches}
    prefectures = {municipality.code[:2] for municipality in municipalities.prefectures()}
    known = municipalities.by_codes(codes)
    by_two = {m.code[:2]: m for m in municipalities.prefectures() if m.code[:2] in prefectures}
    return {**by_two, **known}


def _suggestion(match: Match, shown: Card, municipality_code: str, speaker: Speaker) -> Suggestion:
    bars = [
        Bar(
            FIELD_LABELS.get(part.field, part.field),
            speaker.say(part.reason) if part.reason else "",
            part.points / HIGHEST_POINTS,
        )
        for part in sorted(match.contributions, key=lambda part: -part.points)
        if part.points >= 0.5
    ]
    rest = round(match.score - sum(bar.share for bar in bars) * HIGHEST_POINTS)
    caution = speaker.say(match.caution) if match.caution else _("細かな調整があります。")
    return Suggestion(
        card=shown,
        score=match.score / HIGHEST_POINTS,
        bars=bars,
        sentences=[speaker.say(reason) for reason in match.reasons],
        but=_("%(sentence)s（%(points)s点）", sentence=caution, points=rest) if rest else None,
        municipality_code=municipality_code,
    )
