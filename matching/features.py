"""Residents and offers as vectors, field by field: what a field says of a pair is one inner product of its columns.

Each field speaks from about -1 to 1, 0 where nothing is known or nothing is to be said. Many themes or skills in
common say more than 1. The score of a pair is the sum over fields of weight x value, which is one inner product of
the weighted resident and the offer, so that a whole population is one matrix multiplication.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.columns import Numbers, numbers
from matching.model import Offer, Resident
from matching.nearness import FAR, LANDMARKS, Nearness
from matching.places import is_prefecture, prefecture_of
from matching.profiles import OfferVectors, ResidentVectors
from matching.reading.meaning import WIDTH
from matching.surroundings import CODES, wished_surroundings
from matching.town_facts import CODES as FACTS
from matching.town_facts import standings, wishes
from matching.vocabulary import Vocabulary, indicator

PREFECTURES = {f"{number:02}": number - 1 for number in range(1, 48)}
LAWFUL_WITHOUT_FAMILY = frozenset({"job"})
"""Kinds for which nothing about the family may count: an employer must not choose by it."""
ELSEWHERE = 0.5
"""How much a place outside all wished areas counts against."""
PREFECTURE_WISHED, NEIGHBOUR = 0.8, 0.3
"""How much a wished prefecture counts, and a wished town's prefecture; the wished town itself counts 1."""
YEN, YEN_TO_BUY = 10_000.0, 1_000_000.0
"""Amounts are counted in these, so that no column is far larger than the others."""
TYPICAL_DAYS = 4.0
UNTOLD = 0.3
"""How much a price without a budget, or silence about children, counts against."""
A_CHOICE = 0.3


@dataclass(frozen=True)
class Residents:
    """Residents with what was read from their texts."""

    rows: Sequence[Resident]
    read: ResidentVectors

    def column(self, value: Callable[[Resident], float | None]) -> Numbers:
        """(n,) floats, NaN where the value is None."""
        return numbers(self.rows, value)


@dataclass(frozen=True)
class Offers:
    """Offers with what was read from their texts."""

    rows: Sequence[Offer]
    read: OfferVectors

    def column(self, value: Callable[[Offer], float | None]) -> Numbers:
        """(m,) floats, NaN where the value is None."""
        return numbers(self.rows, value)


@dataclass(frozen=True)
class Space:
    """What was fixed at fitting: the kinds that have a column, and the landmarks of nearness."""

    vocabulary: Vocabulary
    kinds: tuple[str, ...]
    nearness: Nearness

    @cached_property
    def widths(self) -> dict[str, int]:
        """Field → its number of columns."""
        themes, skills = len(self.vocabulary.themes), len(self.vocabulary.skills)
        own = {"themes": themes, "skills": themes + skills, "text": WIDTH, "kind": len(self.kinds) + 1}
        return {name: own.get(name, field.width) for name, field in FIELDS.items()}

    @cached_property
    def slices(self) -> dict[str, slice]:
        """Field → its columns."""
        ends = np.cumsum(list(self.widths.values())).tolist()
        return {name: slice(end - width, end) for (name, width), end in zip(self.widths.items(), ends, strict=True)}

    def residents(self, side: Residents) -> NDArray[np.float32]:
        """(n, d) float32."""
        return _stacked([field.residents(self, side) for field in FIELDS.values()])

    def offers(self, side: Offers) -> NDArray[np.float32]:
        """(m, d) float32."""
        return _stacked([field.offers(self, side) for field in FIELDS.values()])


@dataclass(frozen=True)
class Field:
    """Both sides of one inner product. width: columns, for fields whose width never changes."""

    residents: Callable[[Space, Residents], Any]
    offers: Callable[[Space, Offers], Any]
    width: int = 1


def _stacked(blocks: list[Any]) -> NDArray[np.float32]:
    return np.ascontiguousarray(np.concatenate(blocks, axis=1), dtype=np.float32)


def _columns(*columns: Numbers | NDArray[np.bool_]) -> Numbers:
    return np.nan_to_num(np.stack(columns, axis=1).astype(np.float64))


def _flags(rows: Sequence[Resident] | Sequence[Offer], value: Callable[..., bool]) -> Numbers:
    return np.array([value(row) for row in rows], dtype=np.float64)


def _area_of_residents(_: Space, side: Residents) -> Any:
    """A constant -ELSEWHERE for who has a wish, and what lifts it in a wished prefecture."""
    whole = indicator(([prefecture_of(a) for a in r.wished_areas if is_prefecture(a)] for r in side.rows), PREFECTURES)
    around = indicator(
        ([prefecture_of(a) for a in r.wished_areas if not is_prefecture(a)] for r in side.rows), PREFECTURES
    )
    lifted = np.maximum(whole * (ELSEWHERE + PREFECTURE_WISHED), around * (ELSEWHERE + NEIGHBOUR))
    has_wish = _flags(side.rows, lambda r: bool(r.wished_areas))
    return np.concatenate((-ELSEWHERE * has_wish[:, None], lifted), axis=1)


def _area_of_offers(_: Space, side: Offers) -> Numbers:
    there = indicator(([prefecture_of(offer.municipality)] for offer in side.rows), PREFECTURES)
    return np.concatenate((np.ones((len(side.rows), 1)), there), axis=1)


def _distance_of_residents(space: Space, side: Residents) -> Numbers:
    features, known = space.nearness.features(side.column(lambda r: r.latitude), side.column(lambda r: r.longitude))
    return np.concatenate(((1 + FAR) * features, -FAR * known[:, None]), axis=1)


def _distance_of_offers(space: Space, side: Offers) -> Any:
    """Nothing for what is done from afar."""
    features, known = space.nearness.features(side.column(lambda o: o.latitude), side.column(lambda o: o.longitude))
    counts = known & ~np.array([offer.remote_ok for offer in side.rows], dtype=bool)
    return np.concatenate((features, known[:, None]), axis=1) * counts[:, None]


def _budget_of_residents(_: Space, side: Residents) -> Numbers:
    """The share of the budget that is left over is 1 - cost / budget, for renting and for buying."""
    rent, purchase = side.column(lambda r: r.rent_budget), side.column(lambda r: r.purchase_budget)
    return _columns(
        np.ones(len(rent)),
        ~np.isnan(rent),
        YEN / np.maximum(rent, YEN / 10),
        ~np.isnan(purchase),
        YEN_TO_BUY / np.maximum(purchase, YEN_TO_BUY / 100),
        -UNTOLD * np.isnan(purchase),
    )


def _budget_of_offers(_: Space, side: Offers) -> Numbers:
    """What is free says 1; a choice between renting and buying says a little, whatever either costs."""
    cost, price = side.column(lambda o: o.monthly_cost), side.column(lambda o: o.purchase_price)
    is_free = (cost == 0) | ((price == 0) & ~(cost > 0))
    has_choice = (cost > 0) & (price > 0)
    rents = np.where((cost > 0) & ~has_choice, 1.0, 0.0)
    sells = np.where((price > 0) & ~has_choice & ~is_free, 1.0, 0.0)
    given = np.where(is_free, 1.0, A_CHOICE * has_choice)
    return _columns(given, rents, -rents * cost / YEN, sells, -sells * price / YEN_TO_BUY, sells)


def _rhythm_of_residents(_: Space, side: Residents) -> Numbers:
    """The share of the resident's days that stays free is 1 - days needed / days."""
    days = side.column(lambda r: r.days_per_month)
    return _columns(~np.isnan(days), 1 / np.maximum(days, 1))


def _rhythm_of_offers(_: Space, side: Offers) -> Numbers:
    """Silent about what asks for no days and what is done from afar."""
    days = side.column(lambda o: o.min_days)
    asks = (days > 0) & (_flags(side.rows, lambda o: o.remote_ok) == 0)
    return _columns(asks, -days * asks)


def _remote_of_residents(_: Space, side: Residents) -> Numbers:
    return _columns(_flags(side.rows, lambda r: r.remote_work))


def _remote_of_offers(_: Space, side: Offers) -> Numbers:
    return _columns(_flags(side.rows, lambda o: o.remote_ok))


def _family_of_residents(_: Space, side: Residents) -> Numbers:
    has_children = _flags(side.rows, lambda r: bool(r.children_ages))
    return _columns(has_children, has_children - 0.5)


def _family_of_offers(_: Space, side: Offers) -> Numbers:
    """Whether children are welcome, and how much the town hopes for families; never for a job."""
    welcome = side.column(lambda o: o.family_ok)
    hopes = side.column(lambda o: o.town_wants_family)
    lawful = _flags(side.rows, lambda o: o.kind not in LAWFUL_WITHOUT_FAMILY)
    return _columns(np.where(np.isnan(welcome), -UNTOLD, 0.5 * welcome) * lawful, (hopes - 0.5) * lawful)


def _stay_of_residents(_: Space, side: Residents) -> Numbers:
    """How short the stays are: 1 at a day a month, 0 at four, below for more."""
    days = side.column(lambda r: r.days_per_month)
    return _columns(-np.log(np.maximum(days, 1) / TYPICAL_DAYS) / np.log(TYPICAL_DAYS))


def _stay_of_offers(_: Space, side: Offers) -> Numbers:
    return _columns(2 * (side.column(lambda o: o.town_wants_short) - 0.5))


def _kind_of_residents(space: Space, side: Residents) -> Any:
    """1 for a wanted kind, -0.5 for another, nothing for who named none; the last column is any other kind."""
    named = indicator((r.wanted_kinds for r in side.rows), {kind: n for n, kind in enumerate(space.kinds)})
    of_kind: Numbers = np.concatenate((named, np.zeros((len(side.rows), 1))), axis=1).astype(np.float64)
    return _flags(side.rows, lambda r: bool(r.wanted_kinds))[:, None] * (1.5 * of_kind - 0.5)


def _kind_of_offers(space: Space, side: Offers) -> Numbers:
    place = {kind: n for n, kind in enumerate(space.kinds)}
    of_kind = np.zeros((len(side.rows), len(place) + 1))
    of_kind[np.arange(len(side.rows)), [place.get(offer.kind, len(place)) for offer in side.rows]] = 1
    return of_kind


def _surroundings_of_residents(_: Space, side: Residents) -> Any:
    return wished_surroundings([resident.text for resident in side.rows])


def _surroundings_of_offers(_: Space, side: Offers) -> Any:
    return indicator((offer.environment for offer in side.rows), CODES)


def _experience_of_residents(_: Space, side: Residents) -> Numbers:
    return _columns(np.log1p(side.column(lambda r: r.visits)) / np.log(10))


def _experience_of_offers(_: Space, side: Offers) -> Numbers:
    return np.ones((len(side.rows), 1))


FIELDS: dict[str, Field] = {
    "themes": Field(lambda _, side: side.read.wish, lambda _, side: side.read.themes),
    "text": Field(lambda _, side: side.read.text, lambda _, side: side.read.text),
    "skills": Field(lambda _, side: side.read.ability, lambda _, side: side.read.needs),
    "environment": Field(_surroundings_of_residents, _surroundings_of_offers, len(CODES)),
    "town": Field(lambda _, side: wishes(side.rows), lambda _, side: standings(side.rows), len(FACTS)),
    "area": Field(_area_of_residents, _area_of_offers, len(PREFECTURES) + 1),
    "distance": Field(_distance_of_residents, _distance_of_offers, LANDMARKS + 1),
    "budget": Field(_budget_of_residents, _budget_of_offers, 6),
    "rhythm": Field(_rhythm_of_residents, _rhythm_of_offers, 2),
    "remote": Field(_remote_of_residents, _remote_of_offers),
    "family": Field(_family_of_residents, _family_of_offers, 2),
    "stay": Field(_stay_of_residents, _stay_of_offers),
    "kind": Field(_kind_of_residents, _kind_of_offers),
    "experience": Field(_experience_of_residents, _experience_of_offers),
}
"""Field → both sides of it; the order in which contributions are listed."""
