"""The bias report says who gains and who loses, in numbers that add up."""

import math
from typing import Any

import numpy as np
import pytest

from matching.bias import BiasReport, Change, Facts, compare, rank_correlation
from matching.capacity import fit_prices
from tests.matching.markets import market


def facts(**changes: Any) -> Facts:
    """Three towns in two prefectures: two offers in a, one each in b and c; b is the famous one."""
    told: dict[str, Any] = {
        "capacity": np.array([1, 1, 2, 4]),
        "town": np.array([0, 0, 1, 2]),
        "kind": ["home", "job", "job", "home"],
        "is_new_offer": np.array([False, False, False, True]),
        "towns": ["a", "b", "c"],
        "prefectures": ["20", "20", "39"],
        "is_new": np.array([False, True]),
        "is_family": np.array([False, False]),
        "fame": np.array([1.0, 9.0, 2.0]),
    }
    return Facts(**(told | changes))


BEFORE, AFTER = np.array([[2], [2]]), np.array([[2], [3]])


def line(report: BiasReport, group: str, name: str) -> Change:
    return next(row for row in report.of(group) if row.name == name)


def test_a_town_gains_what_another_loses() -> None:
    report = compare(BEFORE, AFTER, facts())
    assert line(report, "town", "b") == Change("town", "b", 2, 9.0, 4.0, 2.0)
    assert line(report, "town", "c").change == 1.0
    assert line(report, "town", "a").change == 0
    assert sum(row.size * row.change for row in report.of("town")) == pytest.approx(0)


def test_prefectures_kinds_and_new_offers_are_told_apart() -> None:
    report = compare(BEFORE, AFTER, facts())
    assert [(row.name, row.before, row.after) for row in report.of("prefecture", "name")] == [
        ("20", 2.0, 1.0),
        ("39", 0.0, 1.0),
    ]
    assert {row.name: row.size for row in report.of("kind")} == {"home": 5, "job": 3}
    assert line(report, "offer_age", "new").after == 1.0
    assert math.isnan(line(report, "kind", "home").fame)


def test_without_new_offers_there_is_no_line_for_them() -> None:
    report = compare(BEFORE, AFTER, facts(is_new_offer=np.zeros(4, bool)))
    assert [row.name for row in report.of("offer_age")] == ["known"]


def test_residents_are_compared_by_the_chances_they_are_shown() -> None:
    chances = np.array([[0.2], [0.4]]), np.array([[0.3], [0.1]])
    report = compare(BEFORE, AFTER, facts(), chances)
    assert line(report, "resident_age", "known").change == pytest.approx(0.1)
    assert line(report, "resident_age", "new").change == pytest.approx(-0.3)
    assert line(report, "household", "single").before == pytest.approx(0.3)
    family = line(report, "household", "family")
    assert family.size == 0
    assert math.isnan(family.change)
    assert not compare(BEFORE, AFTER, facts()).of("resident_age")


def test_an_empty_list_shows_no_chance() -> None:
    nothing = np.array([[-1], [2]])
    report = compare(nothing, nothing, facts(), (np.ones((2, 1)), np.ones((2, 1))))
    assert line(report, "resident_age", "known").before == 0


def test_lines_are_sorted_as_asked_and_unknown_ones_come_last() -> None:
    report = compare(BEFORE, AFTER, facts(fame=np.array([1.0, np.nan, 2.0])))
    assert [row.name for row in report.of("town")] == ["b", "a", "c"]
    assert [row.name for row in report.of("town", falling=True)] == ["c", "a", "b"]
    assert [row.name for row in report.of("town", "fame")] == ["a", "c", "b"]
    assert [row.name for row in report.of("town", "fame", falling=True)] == ["c", "a", "b"]
    assert [row.name for row in report.of("town", "name", falling=True)] == ["c", "b", "a"]


def test_a_town_without_places_has_no_share() -> None:
    report = compare(BEFORE, AFTER, facts(capacity=np.array([0, 0, 2, 4])))
    assert math.isnan(line(report, "town", "a").before)
    assert report.of("town")[-1].name == "a"


def test_a_town_without_offers_is_left_out() -> None:
    report = compare(BEFORE, AFTER, facts(towns=["a", "b", "c", "d"], prefectures=["20"] * 4, fame=np.arange(4.0)))
    assert {row.name for row in report.of("town")} == {"a", "b", "c"}


def test_prices_take_from_the_famous_and_give_to_the_unknown() -> None:
    world = market(2, fame=3.0)
    after = world.served(fit_prices(world.candidates(), world.capacity, world.town))
    seen = np.bincount(world.town[world.served()[:, 0]], minlength=40).astype(float)
    told = Facts(
        world.capacity,
        world.town,
        ["home"] * 400,
        np.zeros(400, bool),
        [f"t{n:02d}" for n in range(40)],
        ["20"] * 40,
        np.zeros(600, bool),
        np.zeros(600, bool),
        seen / np.bincount(world.town, world.capacity),
    )
    report = compare(world.served(), after, told)
    assert report.fame_effect < -0.5
    assert report.of("town")[0].name == "t00"
    fifths = report.of("town_fame", "name")
    assert [row.name for row in fifths] == ["1", "2", "3", "4", "5"]
    assert fifths[0].change > 0 > fifths[-1].change
    sizes = report.of("town_size", "name")
    assert [row.size for row in sizes] == sorted(row.size for row in sizes)


def test_rank_correlation_needs_variety() -> None:
    a = np.array([1.0, 2.0, 3.0, np.nan])
    assert rank_correlation(a, -a) == pytest.approx(-1)
    assert math.isnan(rank_correlation(a, np.ones(4)))
    assert math.isnan(rank_correlation(a[:1], a[:1]))
