"""The exact score of single pairs, part by part; what vectors cannot hold is added here and has a name of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.columns import Numbers
from matching.explanation import Pair, explain
from matching.features import FIELDS
from matching.learned import MatchModel, Vectors
from matching.model import Contribution, Match, Offer, Resident
from matching.places import is_prefecture, kilometres
from matching.weights import Weights, by_hand

WISHED_TOWN, WISHED_TOO = 0.7, 0.2
"""What a wished town adds to the field "area" beyond its prefecture: alone, and where that is wished as well."""
EXTRAS = ("price", "floor", "rerank", "variety")
"""Contributions beside the fields, in this order after them."""
PARTS = (*FIELDS, *EXTRAS)
AREA, PRICE, FLOOR, RERANK, VARIETY = (PARTS.index(name) for name in ("area", *EXTRAS))
SLACK = 0.01
"""Points by which a float32 sum may err: whatever comes so near to the last place is summed again in float64."""
TOWNS = 100_000
DIGITS = 6
"""Points are rounded to so many digits: equal pairs tie, wherever they stand."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points added beside the fields: ``price`` of an offer by id (0 or less), ``floor`` of a town by its code."""

    price: Mapping[str, float] = field(default_factory=dict)
    floor: Mapping[str, float] = field(default_factory=dict)

    def of(self, offer: Offer) -> float:
        """Price and floor of an offer together."""
        return self.price.get(offer.id, 0.0) + self.floor.get(offer.municipality, 0.0)


@dataclass(frozen=True)
class Scorer:
    """Scores pairs with a model. weights: a municipality's own points, None = what was learned."""

    model: MatchModel
    adjustment: Adjustment
    weights: Weights | None = None

    @property
    def points(self) -> Numbers:
        """(fields,) points when a field's value is 1."""
        return (by_hand(tuple(FIELDS), self.weights) if self.weights else self.model.learned_).points

    def weighted(self, residents: Vectors) -> Vectors:
        """(n, d) float32: the inner product with an offer's vector is the sum of the fields."""
        return residents * self.model.spread(self.points).astype(np.float32)

    def of_wished_towns(self, resident: Resident, town: NDArray[np.int64]) -> Numbers:
        """(offers,) points for standing in a wished town. town: (offers,) of ``town_number``."""
        towns, prefectures = wished(resident)
        bonus = np.zeros(len(town))
        for code in sorted(towns):
            bonus[town == town_number(code)] = WISHED_TOO if code[:2] in prefectures else WISHED_TOWN
        points: Numbers = self.points[AREA] * bonus
        return points

    def parts(self, pairs: Sequence[tuple[Resident, Offer]], residents: Vectors, offers: Vectors) -> Numbers:
        """(n, PARTS) points of n pairs with vectors (n, d) on both sides; the score of a pair is the sum of its row."""
        values = self.model.values(residents, offers)
        parts = np.zeros((len(pairs), len(PARTS)))
        parts[:, : len(FIELDS)] = values * self.points
        for row, (resident, offer) in enumerate(pairs):
            parts[row, AREA] += self.points[AREA] * town_bonus(offer, *wished(resident))
            parts[row, PRICE] = self.adjustment.price.get(offer.id, 0.0)
            parts[row, FLOOR] = self.adjustment.floor.get(offer.municipality, 0.0)
        return np.round(parts, DIGITS)

    def match(self, resident: Resident, offer: Offer, vectors: tuple[Vectors, Vectors], parts: Numbers) -> Match:
        """The pair with its reasons. vectors: (d,) of both; parts: (PARTS,)."""
        products = vectors[0].astype(np.float64) * vectors[1]
        by_field = {name: products[columns] for name, columns in self.model.space_.slices.items()}
        pair = Pair(resident, offer, by_field, _apart(resident, offer), self.model.vocabulary)
        contributions = tuple(
            Contribution(name, points, explain(name, pair, points))
            for name, points in zip(PARTS, parts.tolist(), strict=True)
            if points or name not in EXTRAS
        )
        return Match(resident.id, offer.id, sum(part.points for part in contributions), contributions)


def wished(resident: Resident) -> tuple[frozenset[str], frozenset[str]]:
    """The towns (five digits) and the whole prefectures (two digits) a resident named."""
    towns = frozenset(area[:5] for area in resident.wished_areas if not is_prefecture(area))
    return towns, frozenset(area[:2] for area in resident.wished_areas if is_prefecture(area))


def town_number(code: str) -> int:
    """A municipality's code of five or six digits as a number below ``TOWNS``; what is no code shares 0."""
    return int(code[:5]) if code[:5].isdecimal() else 0


def town_bonus(offer: Offer, towns: frozenset[str], prefectures: frozenset[str]) -> float:
    """What being in a wished town adds to the value of "area"."""
    if offer.municipality[:5] not in towns:
        return 0.0
    return WISHED_TOO if offer.municipality[:2] in prefectures else WISHED_TOWN


def _apart(resident: Resident, offer: Offer) -> float:
    points = (resident.latitude, resident.longitude, offer.latitude, offer.longitude)
    return float(kilometres(*(np.array(np.nan if point is None else point) for point in points)))
