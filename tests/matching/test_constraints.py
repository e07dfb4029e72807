"""Each hard rule: what breaks it, what just does not, what was not said, and the reason it gives."""

from typing import Any

import pytest

from matching import Matcher, Refusal
from tests.matching.samples import VOCABULARY, make_offer, make_resident

CASES: dict[str, tuple[dict[str, Any], dict[str, Any], str, dict[str, Any]]] = {
    "no consent of the resident": ({"consent": False}, {}, "consent", {}),
    "no consent of the provider": ({}, {"consent": False}, "consent", {}),
    "nothing left": ({}, {"capacity_left": 0}, "capacity", {}),
    "the resident's own town": ({}, {"municipality": "131041"}, "own_home", {"area": "131041"}),
    "own town without check digit": ({}, {"municipality": "13104"}, "own_home", {"area": "13104"}),
    "rent over budget": (
        {"rent_budget": 49_999},
        {"monthly_cost": 50_000},
        "budget",
        {"yen": 50_000, "budget": 49_999},
    ),
    "price over budget": ({"purchase_budget": 0}, {"purchase_price": 1}, "budget", {"yen": 1, "budget": 0}),
    "too far": ({"max_distance_km": 100}, {}, "distance", {"km": 138, "limit": 100}),
    "no car": ({"has_car": False}, {"car_required": True}, "car", {}),
    "no licence": (
        {"licences": frozenset({"car"})},
        {"licences_required": frozenset({"nurse", "car", "cook"})},
        "licence",
        {"licences": ("cook", "nurse")},
    ),
    "too few days": ({"days_per_month": 3}, {"min_days": 4}, "days", {"days": 3, "needed": 4}),
    "weekends only": ({"weekends_only": True}, {"weekend_ok": False}, "weekend", {}),
    "no children": ({"children_ages": (3,)}, {"family_ok": False}, "family", {}),
    "too many people": (
        {"adults": 2, "children_ages": (1, 5)},
        {"people_max": 3},
        "people",
        {"people": 4, "limit": 3},
    ),
    "no school": (
        {"facilities_needed": frozenset({"school", "fiber"})},
        {"facilities": frozenset({"fiber"})},
        "facility",
        {"facilities": ("school",)},
    ),
}
ALLOWED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "one place left": ({}, {"capacity_left": 1}),
    "places not counted": ({}, {"capacity_left": None}),
    "the neighbouring town": ({}, {"municipality": "131059"}),
    "home not told": ({"home": None}, {"municipality": "131041"}),
    "rent just within budget": ({"rent_budget": 50_000}, {"monthly_cost": 50_000}),
    "price just within budget": ({"purchase_budget": 500_000}, {"purchase_price": 500_000}),
    "rent budget not told": ({}, {"monthly_cost": 50_000}),
    "rent not told": ({"rent_budget": 0}, {}),
    "purchase budget not told": ({"rent_budget": 0}, {"purchase_price": 900_000}),
    "rent too high but price affordable": (
        {"rent_budget": 10_000, "purchase_budget": 500_000},
        {"monthly_cost": 20_000, "purchase_price": 400_000},
    ),
    "within the distance": ({"max_distance_km": 138}, {}),
    "far, but done from afar": ({"max_distance_km": 100}, {"remote_ok": True}),
    "the offer's place not known": ({"max_distance_km": 0}, {"latitude": None, "longitude": None}),
    "car not asked for": ({"has_car": False}, {}),
    "car not told": ({}, {"car_required": True}),
    "more licences than needed": (
        {"licences": frozenset({"nurse", "car"})},
        {"licences_required": frozenset({"nurse"})},
    ),
    "just enough days": ({"days_per_month": 4}, {"min_days": 4}),
    "days not told": ({}, {"min_days": 20}),
    "too few days, but done from afar": ({"days_per_month": 0}, {"min_days": 20, "remote_ok": True}),
    "weekends possible": ({"weekends_only": True}, {"weekend_ok": True}),
    "weekends not told": ({"weekends_only": True}, {}),
    "weekdays, but done from afar": ({"weekends_only": True}, {"weekend_ok": False, "remote_ok": True}),
    "children not told": ({"children_ages": (3,)}, {}),
    "adults where no children may come": ({"adults": 2}, {"family_ok": False}),
    "just as many people": ({"adults": 2, "children_ages": (1,)}, {"people_max": 3}),
    "facilities not known": ({"facilities_needed": frozenset({"school"})}, {}),
    "more facilities than needed": (
        {"facilities_needed": frozenset({"school"})},
        {"facilities": frozenset({"school", "hospital"})},
    ),
}


def refusals(resident: dict[str, Any], offer: dict[str, Any]) -> list[Refusal]:
    return Matcher(VOCABULARY).why_not(make_resident(**resident), make_offer(**offer))


@pytest.mark.parametrize("case", CASES)
def test_a_broken_rule_is_refused_with_its_reason(case: str) -> None:
    resident, offer, rule, params = CASES[case]
    (refusal,) = refusals(resident, offer)
    assert refusal.rule == rule
    assert dict(refusal.reason.params) == params


@pytest.mark.parametrize("case", ALLOWED)
def test_what_breaks_no_rule_is_not_refused(case: str) -> None:
    assert refusals(*ALLOWED[case]) == []


def test_a_distance_just_over_the_limit_does_not_read_as_the_limit() -> None:
    (refusal,) = refusals({"max_distance_km": 137}, {})
    assert dict(refusal.reason.params) == {"km": 138, "limit": 137}


def test_every_broken_rule_is_told() -> None:
    told = refusals({"has_car": False, "days_per_month": 1}, {"car_required": True, "min_days": 2, "capacity_left": 0})
    assert [refusal.rule for refusal in told] == ["capacity", "car", "days"]


@pytest.mark.parametrize(
    ("offer", "code"),
    [({"monthly_cost": 9}, "rent_over_budget"), ({"purchase_price": 9}, "price_over_budget")],
)
def test_rent_and_price_have_their_own_sentence(offer: dict[str, Any], code: str) -> None:
    (refusal,) = refusals({"rent_budget": 1, "purchase_budget": 1}, offer)
    assert refusal.reason.code == code
