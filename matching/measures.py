"""Measures of ranked lists: how well they fit, how many matches come of them, who is seen and whether chances are true.

Lists are places of offers, (n, k) ints, best first, -1 = none. Everything is a pure function over arrays; rank r
counts 1 / log2(r + 1) throughout (Järvelin & Kekäläinen, TOIS 2002), which is also how likely it is looked at.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.capacity import Flags, Floats, discounts, fair_shares

Lists = NDArray[np.integer]
Values = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Exposure:
    """Who is seen in the lists. Shares of towns are multiples of the fair one (places of the town / all places).

    gini: inequality of the towns' shares, 0 to 1. poorest_tenth: mean share of the tenth of towns seen least;
    tenth_percentile, least: that share and the smallest. coverage: part of the offers with places shown to anybody.
    new_offers: share of the offers called new (NaN without any).
    """

    gini: float
    poorest_tenth: float
    tenth_percentile: float
    least: float
    coverage: float
    new_offers: float


@dataclass(frozen=True, slots=True)
class Matches:
    """What comes of lists. realised: matches; refused_full: part of the applications that met a full offer."""

    realised: float
    refused_full: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions from low to high: how many (weight), what they said on average and how often it happened."""

    low: float
    high: float
    weight: float
    said: float
    happened: float


def at_places(values: Values, places: Lists) -> Values:
    """(n, k): the value of each resident's k offers from an (n, m) table; 0 where there is none."""
    return np.where(places >= 0, np.take_along_axis(values, np.maximum(places, 0), 1), 0)


def ndcg(gain: Values, places: Lists, best: Values | None = None) -> Floats:
    """(n,): discounted gain of each list as a share of the best possible one.

    gain: (n, m). best: (n, m) gains of which the best list is made; None = ``gain``. 0 where nothing can be gained.
    """
    seen = discounts(places.shape[1])
    ideal = -np.sort(-(gain if best is None else best), axis=1)[:, : places.shape[1]]
    reached: Floats = (at_places(gain, places) @ seen) / np.maximum(ideal @ seen[: ideal.shape[1]], 1e-9)
    return reached


def recall(gain: Values, places: Lists) -> Floats:
    """(n,): part of the k best offers by (n, m) ``gain`` that stand in the list of k."""
    k = places.shape[1]
    best = np.argsort(-gain, axis=1)[:, :k]
    found: Floats = (best[:, :, None] == places[:, None, :]).any(axis=2).sum(axis=1) / k
    return found


def realised_matches(
    p_apply: Values,
    p_accept: Values,
    places: Lists,
    capacity: Lists,
    *,
    allowed: Flags | None = None,
    rounds: int = 3,
    seed: int = 0,
) -> Matches:
    """Simulated matches, mean of ``rounds``: p_apply, p_accept and allowed are (n, k), of the shown offers.

    A resident looks at rank r with 1 / log2(r + 1) and applies by chance; each offer takes the likeliest applicants
    first, by chance, until its places are gone (capacity (m,); negative = not limited).
    """
    rng = np.random.default_rng(seed)
    room = np.where(capacity < 0, len(places), capacity)
    taken, full, applied = [], 0, 0
    for _ in range(rounds):
        applies = (rng.random(places.shape) < discounts(places.shape[1]) * p_apply) & (places >= 0)
        rows, ranks = np.nonzero(applies if allowed is None else applies & allowed)
        offers, chance = places[rows, ranks], p_accept[rows, ranks]
        order = np.lexsort((-chance, offers))
        offers, accepts = offers[order], rng.random(len(order)) < chance[order]
        before = _earlier(offers, accepts)
        taken.append(int(np.minimum(np.bincount(offers[accepts], minlength=len(room)), room).sum()))
        full += int((before >= room[offers]).sum())
        applied += len(offers)
    return Matches(float(np.mean(taken)), full / max(applied, 1))


def exposure_of(places: Lists, offers: int) -> Floats:
    """(offers,): how much attention each offer gets from the lists."""
    seen = np.broadcast_to(discounts(places.shape[1]), places.shape)
    return np.bincount(places[places >= 0], seen[places >= 0], offers).astype(np.float64)


def town_shares(exposure: Floats, capacity: Lists, town: Lists) -> Floats:
    """(towns,): share of attention as a multiple of the fair share; NaN for a town without places."""
    fair = fair_shares(capacity, town)
    share = np.bincount(town, exposure, len(fair)) / max(float(exposure.sum()), 1e-12)
    return np.where(fair > 0, share / np.where(fair > 0, fair, 1), np.nan)


def measure_exposure(places: Lists, capacity: Lists, town: Lists, is_new: Flags | None = None) -> Exposure:
    """Who is seen in lists of offers with these capacities (m,) and towns (m,); is_new: (m,) offers without feedback."""
    seen = exposure_of(places, len(capacity))
    shares = town_shares(seen, capacity, town)
    shares = np.sort(shares[~np.isnan(shares)])
    is_open = capacity != 0
    if not len(shares):
        return Exposure(0.0, 0.0, 0.0, 0.0, 0.0, float("nan"))
    return Exposure(
        gini=gini(shares),
        poorest_tenth=float(shares[: max(1, len(shares) // 10)].mean()),
        tenth_percentile=float(np.quantile(shares, 0.1)),
        least=float(shares[0]),
        coverage=float((seen[is_open] > 0).mean()),
        new_offers=_share_of(is_new, seen, capacity),
    )


def gini(values: Values) -> float:
    """Inequality of numbers ≥ 0: 0 = all alike, near 1 = one has everything; 0 where there is nothing."""
    x = np.sort(values)
    if not x.sum():
        return 0.0
    weights = 2 * np.arange(1, len(x) + 1) - len(x) - 1
    return float(weights @ x / (len(x) * x.sum()))


def reliability(said: Values, happened: Flags, *, bins: int = 10, weights: Values | None = None) -> list[Bin]:
    """Predicted chances (p,) beside what happened (p,), in ``bins`` of equal width; empty ones are left out."""
    weight = np.ones(len(said)) if weights is None else weights
    number = np.clip((said * bins).astype(int), 0, bins - 1)
    sums = [np.bincount(number, weight * values, bins) for values in (np.ones(len(said)), said, happened)]
    return [
        Bin(n / bins, (n + 1) / bins, float(sums[0][n]), *(float(total[n] / sums[0][n]) for total in sums[1:]))
        for n in np.flatnonzero(sums[0]).tolist()
    ]


def calibration_error(table: list[Bin]) -> float:
    """Expected calibration error: mean distance of said and happened, by weight (Naeini et al., AAAI 2015)."""
    total = sum(row.weight for row in table)
    return sum(row.weight * abs(row.said - row.happened) for row in table) / max(total, 1e-12)


def auc(scores: Values, is_positive: Flags, weights: Values | None = None) -> float:
    """Chance that a positive stands above a negative, ties half; NaN where one of the two is missing."""
    weight = np.ones(len(scores)) if weights is None else weights
    _, group = np.unique(scores, return_inverse=True)
    positive, negative = np.bincount(group, weight * is_positive), np.bincount(group, weight * ~is_positive)
    pairs = float(positive.sum()) * float(negative.sum())
    below = np.cumsum(negative) - negative / 2
    return float(positive @ below) / pairs if pairs else float("nan")


def _earlier(offers: Lists, accepts: Flags) -> NDArray[np.int64]:
    """How many of the same offer were accepted before, for entries sorted by offer."""
    running: NDArray[np.int64] = np.cumsum(accepts) - accepts
    starts = np.flatnonzero(np.diff(offers, prepend=-1))
    lengths = np.diff(np.append(starts, len(offers)))
    before: NDArray[np.int64] = running - np.repeat(running[starts], lengths)
    return before


def _share_of(chosen: Flags | None, exposure: Floats, capacity: Lists) -> float:
    """Attention of the chosen offers as a multiple of their part of all places."""
    if chosen is None or not chosen.any():
        return float("nan")
    fair = fair_shares(capacity, np.where(chosen, 1, 0))[1]
    return float(exposure[chosen].sum() / max(exposure.sum(), 1e-12) / fair) if fair else float("nan")
