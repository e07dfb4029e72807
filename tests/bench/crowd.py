"""Invented residents and offers in vectors and columns, as many as a measure needs; about a quarter of the pairs fit."""

import numpy as np
from numpy.typing import NDArray

from matching.columns import ALL_MONTHS, ASKED_BY_ALL, MET_BY_NOBODY, Condition, OfferColumns, ResidentColumns

CENTRES = 300
TOWNS = 1_741
Random = np.random.Generator


def vectors(residents: int, offers: int, dimensions: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Unit vectors around the same centres, (residents, dimensions) and (offers, dimensions)."""
    random = np.random.default_rng(7)
    centres = random.standard_normal((CENTRES, dimensions), dtype=np.float32)
    return tuple(_around(random, centres, count) for count in (residents, offers))  # type: ignore[return-value]


def _around(random: Random, centres: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """As far from its centre as the centre is long."""
    points = random.standard_normal((count, centres.shape[1]), dtype=np.float32)
    points += centres[random.integers(0, len(centres), count)]
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return points


def resident_columns(count: int, seed: int = 1) -> ResidentColumns:
    """What people say about themselves."""
    random = np.random.default_rng(seed)
    unmet = np.full(count, int(MET_BY_NOBODY), dtype=np.uint16)
    for condition, share in ((Condition.CAR, 0.4), (Condition.WEEKDAYS, 0.35), (Condition.NO_CHILDREN, 0.3)):
        unmet |= _some(random, count, share) * np.uint16(condition)
    reach = (2 * np.sin(random.uniform(150, 1200, count) / 6371 / 2)) ** 2
    return ResidentColumns(
        unmet=unmet,
        unlicensed=~_bits(random, count, 0.3),
        needed=_bits(random, count, 0.08),
        home=random.integers(0, TOWNS, count).astype(np.int32),
        months=_months(random, count),
        rent_budget=np.where(_some(random, count, 0.3), np.inf, random.integers(1, 10, count) * 1e4),
        purchase_budget=np.where(_some(random, count, 0.6), np.inf, random.integers(1, 20, count) * 1e6),
        days=np.where(_some(random, count, 0.2), np.inf, random.integers(2, 20, count)),
        people=random.integers(1, 5, count).astype(np.float64),
        point=_points(random, count),
        reach=np.where(_some(random, count, 0.3), np.inf, reach),
    )


def offer_columns(count: int, seed: int = 2) -> OfferColumns:
    """What places ask for."""
    random = np.random.default_rng(seed)
    asked = np.full(count, int(ASKED_BY_ALL), dtype=np.uint16)
    shares = ((Condition.CAR, 0.3), (Condition.WEEKDAYS, 0.2), (Condition.NO_CHILDREN, 0.2), (Condition.VACANCY, 0.03))
    for condition, share in shares:
        asked |= _some(random, count, share) * np.uint16(condition)
    return OfferColumns(
        asked=asked,
        licences=_bits(random, count, 0.012),
        missing=_bits(random, count, 0.25),
        town=random.integers(0, TOWNS, count).astype(np.int32),
        months=_months(random, count),
        monthly_cost=np.where(_some(random, count, 0.25), 0, random.integers(0, 80, count) * 1e3),
        purchase_price=np.where(_some(random, count, 0.7), np.nan, random.integers(0, 15, count) * 1e6),
        min_days=np.where(_some(random, count, 0.3), 0, random.integers(0, 8, count)).astype(np.float64),
        people_max=np.where(_some(random, count, 0.5), np.inf, random.integers(2, 7, count)),
        point=np.where(_some(random, count, 0.15), np.nan, _points(random, count)),
    )


def _some(random: Random, count: int, share: float) -> NDArray[np.bool_]:
    return random.random(count) < share


def _bits(random: Random, count: int, share: float) -> NDArray[np.uint64]:
    """(1, count): eight codes, each with this share."""
    bits = np.zeros((1, count), dtype=np.uint64)
    for bit in range(1, 9):
        bits[0] |= _some(random, count, share).astype(np.uint64) << np.uint64(bit)
    return bits


def _months(random: Random, count: int) -> NDArray[np.uint16]:
    """Three to eight months in a row for a fifth, all months for the rest."""
    row = np.array(
        [[sum(1 << (first + more) % 12 for more in range(long)) for long in range(3, 9)] for first in range(12)]
    )
    chosen = row[random.integers(0, 12, count), random.integers(0, 6, count)]
    return np.where(_some(random, count, 0.2), chosen, ALL_MONTHS).astype(np.uint16)


def _points(random: Random, count: int) -> NDArray[np.float64]:
    """(3, count) on the unit sphere, within the degrees of Japan."""
    north, east = np.radians(random.uniform(31, 44, count)), np.radians(random.uniform(130, 144, count))
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
