"""From frozen scores to who is suggested where: plainly, with prices, or by assignment; the same input, the same plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.allocation import Household, Slots, assign
from webapp.matches.desk.models import Mode

TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Place:
    """A listing with places to give out; price and floor in points, added to every score there (price is 0 or less)."""

    listing_id: str
    places: int
    price: float = 0.0
    floor: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A listing that breaks no rule for a party: its score, and the chance that both sides say yes."""

    listing_id: str
    score: float
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes places together or not at all. choices: best first."""

    code: str
    seats: int
    choices: tuple[Choice, ...]

    @property
    def plain(self) -> str | None:
        """Where the plain ranking sends them."""
        return self.choices[0].listing_id if self.choices else None


@dataclass(frozen=True, slots=True)
class Plan:
    """placed: code → listing. unplaced: code → why not."""

    placed: dict[str, str]
    unplaced: dict[str, str]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a plan brings. fits: codes that find room if everybody says yes, best first; expected: how many households
    will say yes and find room; full: listings without a free place; without: households without a suggestion."""

    fits: frozenset[str]
    expected: float
    full: frozenset[str]
    without: int


def plan(mode: Mode, places: Sequence[Place], parties: Sequence[Party]) -> Plan:
    """Who is suggested where with regard to places."""
    return _assigned(places, parties) if mode is Mode.ASSIGNMENT else _priced(places, parties)


def plain_plan(parties: Sequence[Party]) -> Plan:
    """Everybody where they fit best, whatever the places."""
    return Plan({party.code: party.plain for party in parties if party.plain}, {})


def _assigned(places: Sequence[Place], parties: Sequence[Party]) -> Plan:
    households = [
        Household(party.code, party.seats, tuple(choice.listing_id for choice in party.choices)) for party in parties
    ]
    slots = [Slots(place.listing_id, place.places, _welcome(place.listing_id, parties)) for place in places]
    result = assign(households, slots)
    return Plan(result.placed, result.unplaced)


def _welcome(listing_id: str, parties: Sequence[Party]) -> tuple[str, ...]:
    asking = [
        (-choice.score, party.code) for party in parties for choice in party.choices if choice.listing_id == listing_id
    ]
    return tuple(code for _score, code in sorted(asking))


def _priced(places: Sequence[Place], parties: Sequence[Party]) -> Plan:
    known = {place.listing_id: place for place in places}
    placed: dict[str, str] = {}
    unplaced: dict[str, str] = {}
    for party in parties:
        fitting = [choice for choice in party.choices if party.seats <= known[choice.listing_id].places]
        if fitting:
            placed[party.code] = min(fitting, key=lambda choice: _order(choice, known)).listing_id
        else:
            unplaced[party.code] = TOO_LARGE
    return Plan(placed, unplaced)


def _order(choice: Choice, known: Mapping[str, Place]) -> tuple[float, str]:
    place = known[choice.listing_id]
    return -round(choice.score + place.price + place.floor, 6), choice.listing_id


def totals(places: Sequence[Place], parties: Sequence[Party], placed: Mapping[str, str]) -> Totals:
    """What comes of suggesting these listings: at each, who scores best takes places first, families together."""
    free = {place.listing_id: place.places for place in places}
    asking = [
        (-choice.score, party.code, party.seats, choice)
        for party in parties
        for choice in party.choices
        if placed.get(party.code) == choice.listing_id
    ]
    fits, expected = set(), 0.0
    for _score, code, seats, choice in sorted(asking, key=lambda row: row[:2]):
        if seats <= free[choice.listing_id]:
            free[choice.listing_id] -= seats
            fits.add(code)
            expected += choice.chance
    full = frozenset(listing_id for listing_id, left in free.items() if left <= 0)
    return Totals(frozenset(fits), expected, full, len(parties) - len(asking))
