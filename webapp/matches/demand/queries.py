"""Counts of unmet demand, from people who agreed to statistics; a number below five is never told."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from matching import Offer
from matching.columns import OfferTable, Pairs, ResidentTable
from matching.constraints import PairCheck
from webapp.core.actor import Actor
from webapp.core.database import Database, current_scope
from webapp.listings.models import Listing, ListingKind
from webapp.matches.adapter import as_worker
from webapp.matches.people.anonymity import SMALLEST_GROUP
from webapp.matches.people.person import Person
from webapp.matches.people.pool import pool
from webapp.matches.people.queries import listings_for
from webapp.matches.store import Fitted, fitted
from webapp.residents.models import ConsentPurpose

#: rules are tried on at most so many people for each listing; counts are then scaled up and rounded
SAMPLE, ROUNDED_TO = 400, 10
_KEPT = 32
AREA = "area"


@dataclass(frozen=True)
class Unmet:
    """A listing with the number of people who fit, and by rule how many it keeps away; a person may break several."""

    listing_id: str
    title: str
    kind: str
    fitting: int
    away: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Compared:
    """One theme: people who wish for it here, and listings here that offer it."""

    theme: str
    people: int
    listings: int


@dataclass(frozen=True)
class Demand:
    """Numbers of people, never people. `unwanted_at` counts by theme and two digits of the home prefecture."""

    unmet: tuple[Unmet, ...]
    unwanted_by_theme: Counter[str]
    unwanted_by_prefecture: Counter[str]
    unwanted_at: Counter[tuple[str, str]]
    compared: tuple[Compared, ...]
    people: int
    is_sampled: bool


@dataclass(frozen=True)
class Scope:
    """For whom it is counted: the listings in question, and the towns where they are."""

    listing_ids: tuple[str, ...]
    towns: frozenset[str]
    whole_towns: bool


class Looked:
    """People and listings in columns, so that a rule is asked once for everybody; jobs see people without family.

    `wishing`: by town, the rows of who wishes for it.
    """

    def __init__(self, people: list[Person], offers: list[Offer]) -> None:
        self.people, self.offers = people, offers
        self.wishing = {
            town: np.array([row for row, person in enumerate(people) if person.wishes(town)], dtype=np.intp)
            for town in {offer.municipality for offer in offers}
        }
        table, profiles = OfferTable(tuple(offers)), [person.profile for person in people]
        self._households = PairCheck(*Pairs(ResidentTable(tuple(profiles)), table).columns)
        self._workers = PairCheck(*Pairs(ResidentTable(tuple(map(as_worker, profiles))), table).columns)

    def broken(self, rows: NDArray[np.intp], place: int) -> dict[str, NDArray[np.bool_]]:
        """By rule, which of these people break it with the listing."""
        is_job = self.offers[place].kind == ListingKind.JOB.value
        return (self._workers if is_job else self._households).broken(rows, place)


_made: WeakKeyDictionary[Database, OrderedDict[Any, Demand]] = WeakKeyDictionary()


def town_scope(actor: Actor) -> Scope:
    """Everything the actor's municipalities show."""
    return Scope(_ids(listings_for(actor)), actor.municipalities, whole_towns=True)


def desk_scope(actor: Actor) -> Scope:
    """What a corporation or a hub wrote."""
    own = listings_for(actor)
    return Scope(_ids(own), frozenset(row.municipality_code for row in own), whole_towns=False)


def _ids(listings: Iterable[Listing]) -> tuple[str, ...]:
    return tuple(sorted(listing.id for listing in listings))


def demand(scope: Scope) -> Demand:
    """The numbers as they are now; counted once for each state of people and listings."""
    everybody, found = pool(), fitted()
    kept = _made.setdefault(current_scope().database, OrderedDict())
    key = (scope, everybody.version, found.state)
    if key not in kept:
        people = [person for person in everybody.people.values() if ConsentPurpose.STATISTICS in person.consents]
        kept[key] = _count(scope, people, found)
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return kept[key]


def _count(scope: Scope, people: list[Person], found: Fitted) -> Demand:
    offers = [found.offers[key] for key in scope.listing_ids if key in found.offers]
    looked = Looked(people, offers)
    unmet = sorted((_unmet(place, looked) for place in range(len(offers))), key=lambda o: (o.fitting, o.listing_id))
    unwanted = _unwanted(people, found.offers.values())
    by_theme = Counter(theme for person in unwanted for theme in set(person.themes))
    at = Counter((theme, person.prefecture) for person in unwanted for theme in set(person.themes))
    here = [person for person in people if any(person.wishes(code) for code in scope.towns)]
    shown = [o for o in found.offers.values() if o.municipality in scope.towns] if scope.whole_towns else offers
    return Demand(
        unmet=tuple(one for one in unmet if one.fitting < SMALLEST_GROUP),
        unwanted_by_theme=by_theme,
        unwanted_by_prefecture=Counter(person.prefecture for person in unwanted),
        unwanted_at=at,
        compared=compare(here, shown),
        people=len(people),
        is_sampled=any(len(rows) > SAMPLE for rows in looked.wishing.values()),
    )


def _unmet(place: int, looked: Looked) -> Unmet:
    """Who does not wish for the place is counted as such; the rules are tried on the others."""
    offer, people = looked.offers[place], looked.people
    wishing = looked.wishing[offer.municipality]
    step = max(1, -(-len(wishing) // SAMPLE))
    broken = looked.broken(wishing[::step], place)
    fitting = int((~np.any(list(broken.values()), axis=0)).sum()) * step
    if step > 1 and fitting < SMALLEST_GROUP:
        everybody = looked.broken(wishing, place)
        fitting = min(int((~np.any(list(everybody.values()), axis=0)).sum()), SMALLEST_GROUP)
    counts = {rule: int(those.sum()) for rule, those in broken.items()}
    away = Counter({rule: _scaled(n, step) for rule, n in counts.items() if n})
    title = offer.text.partition("\n")[0]
    return Unmet(
        offer.id,
        title,
        offer.kind,
        fitting,
        ((AREA, _others(len(people), len(wishing))), *sorted(away.items(), key=lambda row: (-row[1], row[0]))),
    )


def _others(people: int, wishing: int) -> int:
    """How many do not wish for the place; so that it does not tell that one to four do, five are assumed then."""
    return people - wishing if wishing == 0 or wishing >= SMALLEST_GROUP else max(0, people - SMALLEST_GROUP)


def _scaled(number: int, step: int) -> int:
    return number if step == 1 else round(number * step / ROUNDED_TO) * ROUNDED_TO


def _unwanted(people: list[Person], offers: Iterable[Offer]) -> list[Person]:
    """People for whom no listing in their wished areas is of a kind and a theme they look for."""
    there: dict[str, set[tuple[str, str]]] = {}
    for offer in offers:
        offered = {(offer.kind, theme) for theme in offer.themes}
        for area in (offer.municipality, offer.municipality[:2]):
            there.setdefault(area, set()).update(offered)
    return [person for person in people if not _is_wanted(person, there)]


def _is_wanted(person: Person, there: dict[str, set[tuple[str, str]]]) -> bool:
    looked_for = {(kind, theme) for kind in person.kinds for theme in person.themes}
    areas = (area[:2] if area[2:5] == "000" else area for area in person.areas)
    return any(looked_for & there.get(area, set()) for area in areas)


def compare(people: Sequence[Person], offers: Sequence[Offer]) -> tuple[Compared, ...]:
    """Wishes beside offers, theme by theme; the order tells nothing of numbers below five."""
    wished = Counter(theme for person in people for theme in set(person.themes))
    offered = Counter(theme for offer in offers for theme in offer.themes)
    told = {theme: count for theme, count in wished.items() if count >= SMALLEST_GROUP}  # the order tells nothing more
    themes = sorted(wished | offered, key=lambda theme: (-told.get(theme, 0), -offered[theme], theme))
    return tuple(Compared(theme, wished[theme], offered[theme]) for theme in themes)
