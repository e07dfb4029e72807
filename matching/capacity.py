"""Congestion prices and floors: who is recommended where when places are few and some towns are famous.

What is worth counting is not how many people apply but how many find a place. If an offer with c places expects d
accepted applicants, one more of them finds room with the chance P(Poisson(d) < c); recommending it is worth that much
less. So its price is -log of that chance, in points, and follows the demand until both agree (Frank-Wolfe steps on the
concave sum of expected filled places). A town that gets less than its fair share of attention is lifted, one that
gets far more pays a toll; a fair share is proportional to the places a town has to give.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.model import check_range

Floats = NDArray[np.float64]
Places = NDArray[np.int32]
Flags = NDArray[np.bool_]

BLOCK = 50_000
"""Residents worked on at once: 40 MB for a hundred candidates each."""
SAMPLE = 20_000
"""About so many residents tell how points and chances go together."""
LEAST_ROOM = 1e-3
"""Below this chance of finding room, an offer costs no more: prices stay finite."""
MOST_LIFT = 3.0
"""Floors and tolls end here, in natural logarithms of a chance: nobody is sent where nothing fits."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The offers that may be shown to each resident: (n, c) arrays, best first or in any order.

    places: numbers of offers, int32, -1 = none. scores: points. p_apply: chance that the resident applies when they
    look. p_accept: chance that the place then accepts. seats: (n,) places of an offer a household takes; None = 1
    each. Pairs that break a rule must not be in here. Raises ValueError where shapes or numbers are impossible.
    """

    places: Places
    scores: NDArray[np.floating]
    p_apply: NDArray[np.floating]
    p_accept: NDArray[np.floating]
    seats: NDArray[np.integer] | None = None

    def __post_init__(self) -> None:
        if self.places.ndim != 2:
            raise ValueError("candidates are told as (residents, candidates)")
        for name in ("scores", "p_apply", "p_accept"):
            values = getattr(self, name)
            if values.shape != self.places.shape:
                raise ValueError(f"{name} has shape {values.shape}, places {self.places.shape}")
            for rows in _blocks(len(values)):
                _check_values(name, values[rows][self.places[rows] >= 0])
        if self.seats is not None and self.seats.shape != self.places.shape[:1]:
            raise ValueError(f"seats has shape {self.seats.shape}, there are {len(self.places)} residents")


@dataclass(frozen=True, slots=True)
class Pricing:
    """How prices are found.

    k: ranks that are looked at; rank r is seen with 1 / log2(r + 1). target: how full an offer may get, as a multiple
    of its places. strength: how much of the price is charged (0 = none, 1 = as many matches as possible, at the cost
    of how well each list fits). floor, ceiling: attention a town gets at least and about at most, as multiples of its
    fair share (0 and inf switch them off). points: points of score that make a match e times likelier; None = read off
    the candidates. steps: rounds. Raises ValueError where a number makes no sense.
    """

    k: int = 10
    target: float = 1.0
    strength: float = 0.5
    floor: float = 0.8
    ceiling: float = 1.5
    points: float | None = None
    steps: int = 30

    def __post_init__(self) -> None:
        check_range("k", self.k, 1)
        check_range("target", self.target, 1e-6)
        check_range("strength", self.strength, 0)
        check_range("floor", self.floor, 0, 1)
        check_range("ceiling", self.ceiling, 1)
        check_range("points", self.points, 0)
        check_range("steps", self.steps, 1)


DEFAULT = Pricing()


@dataclass(frozen=True, slots=True)
class Prices:
    """offer: (m,) points an offer costs. floor: (towns,) points a town is lifted. town: (m,). is_open: (m,) has room.

    The served score is score - offer[place] + floor[town[place]]; what is not open is never served.
    """

    offer: Floats
    floor: Floats
    town: NDArray[np.integer]
    is_open: Flags

    @property
    def shift(self) -> Floats:
        """(m + 1,): what is added to a score, -inf for what is not open and, last, for the place -1."""
        shift = np.where(self.is_open, self.floor[self.town] - self.offer, -np.inf)
        return np.append(shift, -np.inf)


@dataclass(frozen=True, slots=True)
class Served:
    """Re-ranked lists, (n, k): places (-1 = none) and scores (-inf), the sum of base, price (≤ 0) and floor (≥ 0)."""

    places: Places
    scores: Floats
    base: Floats
    price: Floats
    floor: Floats


def fit_prices(
    candidates: Candidates, capacity: NDArray[np.integer], town: NDArray[np.integer], pricing: Pricing = DEFAULT
) -> Prices:
    """Prices of the offers and floors of the towns for these candidates; the same input gives the same prices.

    capacity: (m,) places left; 0 = full, never served; negative = not limited, never dear. town: (m,) number of each
    offer's municipality, from 0. Time and memory grow with n x c only. ValueError when a candidate is no offer.
    """
    _check_market(candidates, capacity, town)
    town = town.astype(np.int32)
    points = points_per_nat(candidates) if pricing.points is None else pricing.points
    fair = fair_shares(capacity, town)
    is_open = capacity != 0
    demand, lift = np.zeros(len(capacity)), np.zeros(len(fair))
    price, mean_price, mean_lift = np.zeros(len(capacity)), np.zeros(len(capacity)), np.zeros(len(fair))
    kept = max(1, pricing.steps // 3)
    for step in range(pricing.steps):
        prices = Prices(price, np.maximum(lift, 0), town, is_open)
        exposure, wanted = _response(candidates, prices, pricing.k)
        demand += 2 / (step + 2) * (wanted - demand)
        lift = _moved(lift, _summed(town, exposure, len(fair)), fair, pricing, points / 2 / np.sqrt(1 + step))
        lift = np.clip(lift, -MOST_LIFT * points, MOST_LIFT * points)
        price = pricing.strength * points * _congestion(capacity, demand, pricing.target) + np.maximum(-lift, 0)[town]
        if step >= pricing.steps - kept:
            mean_price += price / kept
            mean_lift += np.maximum(lift, 0) / kept
    return Prices(np.round(mean_price, 6), np.round(mean_lift, 6), town, is_open)


def serve(candidates: Candidates, prices: Prices, k: int) -> Served:
    """The k best candidates of each resident after prices and floors; equal scores go by the smaller place."""
    n, width = candidates.places.shape[0], min(k, candidates.places.shape[1])
    empty = [np.full((n, k), fill) for fill in (-np.inf, 0.0, 0.0, 0.0)]
    served = Served(np.full((n, k), -1, dtype=np.int32), *empty)
    shift, price, lift = prices.shift, np.append(-prices.offer, 0), np.append(prices.floor[prices.town], 0)
    for rows in _blocks(n):
        places, base = candidates.places[rows], candidates.scores[rows].astype(np.float64)
        scores = base + shift[places]
        order = np.lexsort((places, -scores), axis=1)[:, :width]
        places, base = np.take_along_axis(places, order, 1), np.take_along_axis(base, order, 1)
        there = shift[places] > -np.inf
        parts = base, price[places], lift[places]
        served.places[rows, :width] = np.where(there, places, -1)
        for target, part in zip((served.base, served.price, served.floor), parts, strict=True):
            target[rows, :width] = np.where(there, part, 0)
        served.scores[rows, :width] = np.where(there, sum(parts), -np.inf)
    return served


def fair_shares(capacity: NDArray[np.integer], town: NDArray[np.integer]) -> Floats:
    """(towns,): each town's part of all places, summing to 1 (all 0 where nobody has any).

    An offer without a limit counts like the median one with a limit.
    """
    limited = capacity[capacity > 0]
    usual = float(np.median(limited)) if len(limited) else 1.0
    slots = _summed(town, np.where(capacity < 0, usual, capacity), int(town.max(initial=-1)) + 1)
    return slots / max(float(slots.sum()), 1.0)


def points_per_nat(candidates: Candidates) -> float:
    """Points that make a match e times likelier: the slope of the score over the log of the chance.

    1.0 where all chances or all scores are alike, or nothing is there.
    """
    rows = slice(None, None, 1 + len(candidates.places) // SAMPLE)
    chance = candidates.p_apply[rows].astype(np.float64) * candidates.p_accept[rows]
    is_possible = (candidates.places[rows] >= 0) & (chance > 0)
    scores, nats = candidates.scores[rows][is_possible].astype(np.float64), np.log(chance[is_possible])
    if not len(nats) or np.ptp(nats) < 1e-9 or np.ptp(scores) < 1e-9:
        return 1.0
    away = nats - nats.mean()
    return max(float(away @ scores / (away @ away)), 1e-6)


def starting_price(
    prices: Prices, kind: NDArray[np.integer], town: int, of_kind: int, *, days: float = 0.0, half_life: float = 3.0
) -> float:
    """Points a new offer costs until prices are fitted with it.

    The mean price of its town's offers of its kind; of all of its kind, or of all, where there are none. It halves
    every ``half_life`` days, so that an offer nobody asks for is not held down by its neighbours' crowds.
    kind: (m,) number of each priced offer's kind. ValueError for a negative age or a half-life of 0.
    """
    check_range("days", days, 0)
    check_range("half_life", half_life, 1e-6)
    alike = kind == of_kind
    groups = (prices.is_open & alike & (prices.town == town), prices.is_open & alike, prices.is_open)
    mean = next((float(prices.offer[group].mean()) for group in groups if group.any()), 0.0)
    return mean * float(2.0 ** (-days / half_life))


def unreached(candidates: Candidates, prices: Prices) -> NDArray[np.intp]:
    """Open offers in nobody's candidate list: no floor can help them, so add the residents who fit them best."""
    seen = np.zeros(len(prices.town) + 1, dtype=bool)
    seen[candidates.places] = True
    return np.flatnonzero(prices.is_open & ~seen[:-1])


def discounts(k: int) -> Floats:
    """(k,): the chance that a rank is looked at, 1 / log2(rank + 1)."""
    return 1 / np.log2(np.arange(2, k + 2))


def _check_values(name: str, values: NDArray[np.floating]) -> None:
    if not np.isfinite(values).all():
        raise ValueError(f"{name} of a candidate is not a number")
    if name != "scores" and len(values) and not 0 <= values.min() <= values.max() <= 1:
        raise ValueError(f"{name} must lie between 0 and 1")


def _check_market(candidates: Candidates, capacity: NDArray[np.integer], town: NDArray[np.integer]) -> None:
    if capacity.shape != town.shape or capacity.ndim != 1:
        raise ValueError(f"{capacity.shape} capacities for the towns of {town.shape} offers")
    if candidates.places.size and candidates.places.max() >= len(capacity):
        raise ValueError(f"candidate {candidates.places.max()} is none of the {len(capacity)} offers")


def _summed(number: NDArray[np.integer], values: NDArray[np.floating], length: int) -> Floats:
    """(length,): the sum of the values of each number."""
    return np.bincount(number.ravel(), values.ravel(), length).astype(np.float64)


def _blocks(n: int) -> Iterator[slice]:
    return (slice(start, start + BLOCK) for start in range(0, n, BLOCK))


def _response(candidates: Candidates, prices: Prices, k: int) -> tuple[Floats, Floats]:
    """(m,) attention each offer gets and (m,) places its accepted applicants would take, at these prices."""
    m, width = len(prices.town), min(k, candidates.places.shape[1])
    shift, looked = prices.shift, discounts(width)
    exposure, wanted = np.zeros(m + 1), np.zeros(m + 1)
    for rows in _blocks(len(candidates.places) if width else 0):
        places = candidates.places[rows]
        scores = candidates.scores[rows] + shift[places]
        best = np.argpartition(-scores, width - 1, axis=1)[:, :width]
        best = np.take_along_axis(best, np.argsort(-np.take_along_axis(scores, best, 1), axis=1, kind="stable"), 1)
        is_shown = np.take_along_axis(scores, best, 1) > -np.inf
        shown = np.where(is_shown, np.take_along_axis(places, best, 1), m)
        chance = [np.take_along_axis(p[rows], best, 1) for p in (candidates.p_apply, candidates.p_accept)]
        attention = np.where(is_shown, looked, 0.0)
        seats = 1 if candidates.seats is None else candidates.seats[rows, None]
        taken = np.where(is_shown, attention * chance[0] * chance[1] * seats, 0.0)
        exposure += _summed(shown, attention, m + 1)
        wanted += _summed(shown, taken, m + 1)
    return exposure[:-1], wanted[:-1]


def _moved(lift: Floats, exposure: Floats, fair: Floats, pricing: Pricing, pace: float) -> Floats:
    """(towns,) lifts (toll where negative) a step nearer to floor ≤ share ≤ ceiling; back towards 0 in between."""
    share = exposure / max(exposure.sum(), 1e-9)
    tiny = 1e-6 / max(len(fair), 1)
    shortage = np.log((pricing.floor * fair + tiny) / (share + tiny))
    excess = np.log((share + tiny) / (pricing.ceiling * fair + tiny)) if np.isfinite(pricing.ceiling) else -np.inf
    raised = np.maximum(np.maximum(lift, 0) + pace * np.clip(shortage, -1, 1), 0)
    taxed = np.maximum(np.maximum(-lift, 0) + pace * np.clip(excess, -1, 1), 0)
    return np.where(fair > 0, raised - taxed, 0.0)


def _congestion(capacity: NDArray[np.integer], demand: Floats, target: float) -> Floats:
    """(m,): -log of the chance that one more accepted applicant finds room, 0 where there is no limit."""
    from scipy.special import gammaincc

    room = gammaincc(np.maximum(capacity * target, 1e-9), np.maximum(demand, 0.0))
    return np.where(capacity > 0, -np.log(np.maximum(room, LEAST_ROOM)), 0.0)
