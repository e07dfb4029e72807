"""Nearness as an inner product comes close to the bell it stands for; surroundings are read from people's words."""

import numpy as np
import pytest

from matching.nearness import LANDMARKS, REACH_KM, Nearness
from matching.places import kilometres
from matching.surroundings import CODES, wished_surroundings


def places(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Places along Japan's main islands, degrees."""
    draw = np.random.default_rng(seed)
    along = draw.random(count)
    return 31 + 13 * along + draw.normal(0, 0.5, count), 130.5 + 12 * along + draw.normal(0, 0.5, count)


def test_products_are_the_bell_of_the_distance() -> None:
    latitude, longitude = places(400)
    nearness = Nearness.fit(latitude, longitude)
    a, b = places(150, seed=1), places(150, seed=2)
    here, _ = nearness.features(*a)
    there, _ = nearness.features(*b)
    km = kilometres(a[0][:, None], a[1][:, None], *b)
    error = np.abs(here @ there.T - np.exp(-0.5 * (km / REACH_KM) ** 2))
    assert error.mean() < 0.02
    assert error.max() < 0.25


def test_an_unknown_place_says_nothing() -> None:
    nearness = Nearness.fit(*places(50))
    features, known = nearness.features(np.array([np.nan, 35.0]), np.array([135.0, 135.0]))
    assert known.tolist() == [False, True]
    assert not features[0].any()
    assert features[1].any()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_known_places_are_enough(count: int) -> None:
    nearness = Nearness.fit(*places(count))
    features, _ = nearness.features(*places(5, seed=4))
    assert features.shape == (5, LANDMARKS)
    assert np.isfinite(features).all()


def share(text: str, code: str) -> float:
    return float(wished_surroundings([text])[0, CODES[code]])


def test_surroundings_are_read_from_peoples_words() -> None:
    assert share("海の近くで暮らしたい。", "sea") == 1
    assert share("海も山も好きです。", "sea") == share("海も山も好きです。", "mountain") == 0.5
    assert share("雪は苦手です。", "snow") == -1
    assert not wished_surroundings(["", "特に希望はない"]).any()
