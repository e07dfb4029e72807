"""Who may be suggested which of some listings, with scores, chances and prices: read once, when a batch is made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlmodel import col, select

from matching import Offer
from matching.capacity import Pricing, fit_prices
from matching.lists import Lister
from matching.pool import ResidentPool
from webapp.core.database import session
from webapp.listings.models import Listing
from webapp.matches.adapter import seen_by
from webapp.matches.desk.models import Audience, Mode
from webapp.matches.desk.places import findable, seats_of
from webapp.matches.models import MatchFeedback, Verdict
from webapp.matches.people.anonymity import SMALLEST_GROUP
from webapp.matches.people.wording import facts_of
from webapp.matches.store import Fitted, fitted

MOST_PEOPLE = 300
_PRICING = Pricing(k=1, strength=1.0)


@dataclass(frozen=True)
class Candidate:
    """One household: who, how many places it takes, and each listing that breaks no rule, best first."""

    user_id: str
    seats: int
    options: list[dict[str, Any]]


@dataclass(frozen=True)
class Market:
    """Everything a batch freezes. prices, floors: points by listing."""

    candidates: list[Candidate]
    prices: dict[str, float]
    floors: dict[str, float]
    model_version: str
    rate_is_assumed: bool


def look(listings: Sequence[Listing], places: dict[str, int], audience: Audience, mode: Mode, actor_id: str) -> Market:
    """Scores of everybody for these listings of one town, and the prices that keep them from crowding."""
    found, kind = fitted(), listings[0].kind
    offers = [replace(found.offers[row.id], capacity_left=places[row.id]) for row in listings if row.id in found.offers]
    interested = _interested(listings)
    people = findable(listings[0].municipality_code)
    chosen = [
        person
        for key, person in sorted(people.items())
        if key != actor_id and (audience is Audience.EVERYBODY or key in {user for user, _listing in interested})
    ]
    profiles = [seen_by(person.profile, kind.value) for person in chosen]
    if not offers or not chosen:
        return Market([], {}, {}, found.model_version, _is_assumed(found))
    lister = Lister(found.matcher.model_, offers)
    looked = lister.look(profiles)
    facts = _facts(found, offers, profiles, interested)
    made = [
        Candidate(person.id, seats_of(person, kind), _options(person.id, lister.offers, looked, row, facts))
        for row, person in enumerate(chosen)
    ]
    with_any = sorted((one for one in made if one.options), key=lambda one: (-one.options[0]["score"], one.user_id))
    prices = (
        _prices(lister, looked, [seats_of(person, kind) for person in chosen], places) if mode is Mode.PRICES else {}
    )
    floors = dict.fromkeys(prices, 0.0)
    return Market(with_any[:MOST_PEOPLE], prices, floors, found.model_version, _is_assumed(found))


def _is_assumed(found: Fitted) -> bool:
    return found.matcher.model_.learned_.answers == 0


def _interested(listings: Sequence[Listing]) -> set[tuple[str, str]]:
    chosen = select(MatchFeedback.user_id, MatchFeedback.listing_id).where(
        col(MatchFeedback.listing_id).in_([row.id for row in listings]), MatchFeedback.verdict == Verdict.INTERESTED
    )
    return set(session().exec(chosen).all())


def _facts(
    found: Fitted, offers: Sequence[Offer], profiles: Sequence[Any], interested: set[tuple[str, str]]
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(person, listing) → what speaks for them, never the family."""
    pool = ResidentPool(found.matcher.model_, profiles)
    seen = Counter(listing for user, listing in interested if user in {profile.id for profile in profiles})
    told = {
        pair for pair in interested if seen[pair[1]] >= SMALLEST_GROUP
    }  # fewer could be told apart by their letters
    return {
        (match.resident_id, offer.id): [
            fact.stored()
            for fact in facts_of(match, tells_family=False, is_interested=(match.resident_id, offer.id) in told)
        ]
        for offer in offers
        for match in pool.top(offer, len(profiles))
    }


def _options(user_id: str, offers: Sequence[Offer], looked: Any, row: int, facts: Any) -> list[dict[str, Any]]:
    """Best first, equal ones by listing."""
    made = []
    for column, place in enumerate(looked.places[row].tolist()):
        if place < 0:
            continue
        listing_id = offers[place].id
        logits = np.array([looked.apply[row, column], looked.accept[row, column]])
        made.append(
            {
                "listing": listing_id,
                "score": round(float(looked.fields[row, column] + looked.trees[row, column]), 4),
                "chance": round(float(np.prod(1 / (1 + np.exp(-logits)))), 4),
                "facts": facts.get((user_id, listing_id), []),
            }
        )
    return sorted(made, key=lambda option: (-option["score"], option["listing"]))


def _prices(lister: Lister, looked: Any, seats: list[int], places: dict[str, int]) -> dict[str, float]:
    """What each listing costs so that no more say yes there than it holds."""
    capacity = np.array([places[offer.id] for offer in lister.offers], dtype=np.int64)
    market = replace(looked.candidates(), seats=np.array(seats, dtype=np.int64))
    found = fit_prices(market, capacity, np.zeros(len(capacity), dtype=np.int32), _PRICING)
    return {offer.id: -round(float(price), 4) for offer, price in zip(lister.offers, found.offer, strict=True)}
