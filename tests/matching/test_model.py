"""Residents and offers refuse numbers that mean nothing."""

from typing import Any

import pytest

from matching import Contribution, Match, Reason
from tests.matching.samples import make_offer, make_resident


@pytest.mark.parametrize(
    "wrong",
    [
        {"days_per_month": 32},
        {"days_per_month": -1},
        {"adults": -1},
        {"children_ages": (-1,)},
        {"rent_budget": -1},
        {"purchase_budget": -1},
        {"max_distance_km": -1},
        {"latitude": 91.0},
        {"longitude": -181.0},
        {"latitude": None},
    ],
)
def test_a_resident_with_a_senseless_number_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must lie|together"):
        make_resident(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_days": 32},
        {"monthly_cost": -1},
        {"purchase_price": -1},
        {"people_max": -1},
        {"capacity_left": -1},
        {"latitude": -91.0},
        {"longitude": None},
    ],
)
def test_an_offer_with_a_senseless_number_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must lie|together"):
        make_offer(**wrong)


def match_of(*parts: tuple[float, str | None]) -> Match:
    contributions = [
        Contribution(f"field{place}", points, Reason(code) if code else None)
        for place, (points, code) in enumerate(parts)
    ]
    return Match("r", "o", sum(points for points, _ in parts), tuple(contributions))


def test_the_three_strongest_reasons_are_told_strongest_first() -> None:
    match = match_of((1, "d"), (9, None), (3, "b"), (-8, "x"), (2, "c"), (5, "a"))
    assert [reason.code for reason in match.reasons] == ["a", "b", "c"]


def test_the_strongest_reason_against_is_told_as_a_caution() -> None:
    match = match_of((-1, "small"), (-4, "large"), (-9, None), (7, "good"))
    assert match.caution == Reason("large")


def test_a_match_without_doubts_has_no_caution() -> None:
    assert match_of((1, "good"), (0, "nothing")).caution is None
    assert match_of().reasons == ()
