"""Suggestions for a resident: ranked listings with their reasons in words, and what the person said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matching import Match, Reason, Resident
from webapp.core.actor import Actor
from webapp.core.errors import NotThere
from webapp.core.ids import new_id
from webapp.listings import queries as listings
from webapp.listings.cards import Card, card
from webapp.listings.models import ListingKind
from webapp.matches import queries
from webapp.matches.adapter import resident_of, seen_by
from webapp.matches.events import Happening
from webapp.matches.ladder import Rung, Told, ladder
from webapp.matches.models import EventKind, Verdict
from webapp.matches.queries import Answer
from webapp.matches.ranking import best
from webapp.matches.sentences import Teller
from webapp.matches.store import Fitted, fitted
from webapp.matches.wording import Speaker, field_label
from webapp.municipalities import naming
from webapp.municipalities import queries as municipalities
from webapp.municipalities.travel import Trip
from webapp.residents.models import Resident as Profile

SHOWN = 12


@dataclass(frozen=True)
class Suggestion:
    """A listing with why it fits. The points of the rungs add up to `score`."""

    card: Card
    score: int
    rungs: list[Rung]
    reasons: list[str]
    against: list[str]
    way: Trip | None
    municipality_code: str
    verdict: Verdict | None
    codes: tuple[Reason, ...] = ()
    why_aside: Any = None


def is_worth_telling(match: Match) -> bool:
    """Whether more speaks for it than against it, by the points as they are shown; the rest is found by searching."""
    return round(match.score) > 0


@dataclass(frozen=True)
class Seeker:
    """A resident who looks at suggestions: the profile as the matcher takes it, and what was said so far."""

    profile: Profile
    me: Resident
    found: Fitted
    answers: list[Answer]

    @classmethod
    def of(cls, actor: Actor, profile: Profile, *, consents: bool) -> "Seeker":
        """With the listings as they are now."""
        found = fitted()
        me = resident_of(profile, found.places.get(profile.home_code or ""), consents=consents)
        return cls(profile, me, found, queries.answers_of(actor))

    @cached_property
    def answered(self) -> Mapping[str, Answer]:
        """By listing."""
        return {answer.listing_id: answer for answer in self.answers}

    @property
    def aside(self) -> set[str]:
        """What was put aside."""
        return {answer.listing_id for answer in self.answers if answer.verdict is Verdict.NOT_NOW}

    def best(self, k: int = SHOWN, *, kind: ListingKind | None = None, keep: str = "") -> list[Suggestion]:
        """The best suggestions, of one kind or of all; `keep` stays in its place although it was put aside just now."""
        matches = best(self.found, self.me, k, kind=kind and kind.value, without=self.aside - {keep})
        return self.told([match for match in matches if is_worth_telling(match)])

    def told(self, matches: Sequence[Match]) -> list[Suggestion]:
        """Matches with cards and words; what was taken off the site meanwhile is left out."""
        rows = {row.id: row for row in listings.cards_of([match.offer_id for match in matches])}
        places = {row.municipality_code: (row.town, row.town_romaji, row.prefecture) for row in rows.values()}
        teller = self.teller({code: naming.full(*names, code) for code, names in places.items()})
        return [self._tell(match, card(rows[match.offer_id]), teller) for match in matches if match.offer_id in rows]

    def teller(self, places: Mapping[str, str]) -> Teller:
        """Who says the sentences."""
        return Teller(Speaker(places), self.me, self.profile.max_travel_minutes)

    def _tell(self, match: Match, shown: Card, teller: Teller) -> Suggestion:
        offer = self.found.offers[match.offer_id]
        told = [
            Told(
                part.field,
                field_label(part.field),
                teller.say(part.reason, offer) if part.reason else "",
                part.points,
            )
            for part in match.contributions
        ]
        answer, score = self.answered.get(offer.id), round(match.score)
        return Suggestion(
            card=shown,
            score=score,
            rungs=ladder(told, score),
            reasons=teller.reasons(match, offer),
            against=teller.against(match, offer),
            way=teller.way_to(offer),
            codes=tuple(part.reason for part in match.contributions if part.reason and part.points > 0),
            municipality_code=offer.municipality,
            verdict=answer.verdict if answer else None,
            why_aside=answer.feedback.reason if answer else None,
        )

    def impressions(self, shown: Sequence[Suggestion]) -> list[Happening]:
        """What a page shows, for the log; what was put aside is no suggestion any more."""
        page = new_id()
        return [
            Happening(
                self.me.id,
                one.card.id,
                EventKind.IMPRESSION,
                page=page,
                position=place,
                score=one.score,
                model_version=self.found.model_version,
            )
            for place, one in enumerate(shown, 1)
            if one.verdict is not Verdict.NOT_NOW
        ]


def why_not_sentences(profile: Profile, listing_id: str, *, consents: bool) -> list[str]:
    """The hard rules that keep a listing from being suggested, in words."""
    found = fitted()
    offer = found.offers.get(listing_id)
    if offer is None:
        raise NotThere
    me = resident_of(profile, found.places.get(profile.home_code or ""), consents=consents)
    names = {code: place.full_name for code, place in municipalities.by_codes({offer.municipality}).items()}
    speaker = Speaker(names)
    return [speaker.say(refusal.reason) for refusal in found.matcher.why_not(seen_by(me, offer.kind), offer)]
