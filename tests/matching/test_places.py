"""Distances and codes of areas."""

import numpy as np
import pytest

from matching.places import is_prefecture, kilometres, prefecture_of


def distance(*points: float) -> float:
    return float(kilometres(*(np.array(point) for point in points)))


@pytest.mark.parametrize(
    ("points", "km"),
    [
        ((0, 0, 0, 1), 111.19),  # a degree of the equator: 2 pi 6371 / 360
        ((35, 135, 36, 135), 111.19),  # a degree of a meridian
        ((90, 0, -90, 50), 20015.09),  # from pole to pole: pi 6371
        ((0, 0, 0, 180), 20015.09),
        ((35.69, 139.70, 35.69, 139.70), 0),
    ],
)
def test_distances_known_by_geometry(points: tuple[float, float, float, float], km: float) -> None:
    assert distance(*points) == pytest.approx(km, abs=0.01)


def test_tokyo_to_osaka_is_four_hundred_kilometres() -> None:
    assert distance(35.6812, 139.7671, 34.7025, 135.4959) == pytest.approx(403, abs=3)


def test_an_unknown_place_has_no_distance() -> None:
    assert np.isnan(distance(np.nan, np.nan, 35, 139))


@pytest.mark.parametrize(
    ("code", "is_whole"),
    [("20", True), ("200000", True), ("20000", True), ("202011", False), ("20201", False), ("011002", False)],
)
def test_prefectures_are_told_from_municipalities(code: str, is_whole: bool) -> None:
    assert is_prefecture(code) is is_whole
    assert prefecture_of(code) == code[:2]
