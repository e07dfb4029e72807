"""Each hard rule: what breaks it, what just does not, what was not said, and the reason it gives."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from matching import Offer, Refusal, Resident, constraints
from matching.columns import Codes, OfferColumns, OfferTable, Pairs, ResidentColumns, ResidentTable
from matching.constraints import PairCheck
from matching.reasons import SENTENCES
from tests.matching import samples
from tests.matching.rules_by_hand import broken_rules
from tests.matching.samples import make_offer, make_resident
from tests.support.examples import examples

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
    "another season": (
        {"months_available": frozenset({12, 1})},
        {"months": frozenset({2, 11})},
        "season",
        {},
    ),
    "protected": ({"is_confidential": True}, {}, "confidential", {}),
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
    "one month in common": ({"months_available": frozenset({12, 1})}, {"months": frozenset({1, 2})}),
    "their months not told": ({}, {"months": frozenset({1})}),
    "the offer's months not told": ({"months_available": frozenset({12})}, {}),
    "as far as the earth allows": ({"max_distance_km": 30_000}, {}),
    "at home already": ({"max_distance_km": 0, "home": None}, {"latitude": 35.694, "longitude": 139.7036}),
    "a facility no other place has": (
        {"facilities_needed": frozenset({"onsen"})},
        {"facilities": frozenset({"onsen"})},
    ),
    "facilities not known": ({"facilities_needed": frozenset({"school"})}, {}),
    "more facilities than needed": (
        {"facilities_needed": frozenset({"school"})},
        {"facilities": frozenset({"school", "hospital"})},
    ),
}


def refusals(resident: dict[str, Any], offer: dict[str, Any]) -> list[Refusal]:
    return constraints.refusals(make_resident(**resident), make_offer(**offer))


def check_of(residents: list[Resident], offers: list[Offer]) -> PairCheck:
    codes = Codes.of(offers)
    return PairCheck(ResidentColumns.of(residents, codes), OfferColumns.of(offers, codes))


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


def test_every_refusal_has_its_sentence() -> None:
    for resident, offer, _, _ in CASES.values():
        (refusal,) = refusals(resident, offer)
        assert SENTENCES[refusal.reason.code]


@examples(40)
@given(residents=samples.RESIDENT_LISTS, offers=samples.OFFER_LISTS)
def test_grid_pairs_places_and_refusals_agree_with_the_rules_by_hand(
    residents: list[Resident], offers: list[Offer]
) -> None:
    check = check_of(residents, offers)
    expected = np.array([[not broken_rules(r, o) for o in offers] for r in residents], dtype=bool)
    expected = expected.reshape(len(residents), len(offers))
    assert (check.grid() == expected).all()
    rows, places = (axis.ravel() for axis in np.indices(expected.shape))
    assert (check.allowed(rows[::-1], places[::-1]) == expected.ravel()[::-1]).all()
    for row, resident in enumerate(residents):
        assert check.places(row).tolist() == np.flatnonzero(expected[row]).tolist()
        for column, offer in enumerate(offers):
            assert (constraints.refusals(resident, offer) == []) == expected[row, column]


def test_two_hundred_licences_and_facilities_are_told_apart() -> None:
    codes = [f"c{number}" for number in range(200)]
    residents = [make_resident(licences=frozenset({code})) for code in codes]
    residents += [make_resident(licences=frozenset(codes), facilities_needed=frozenset({code})) for code in codes]
    offers = [make_offer(licences_required=frozenset({code}), facilities=frozenset({code})) for code in codes]
    every = np.eye(200, dtype=bool)
    assert (check_of(residents, offers).grid() == np.vstack([every, every])).all()


def test_a_facility_that_no_offer_has_is_missed_only_where_they_are_known() -> None:
    wanting = make_resident(facilities_needed=frozenset({"harbour"}))
    offers = [make_offer(facilities=frozenset({"school"})), make_offer(facilities=None)]
    assert check_of([wanting], offers).grid().tolist() == [[False, True]]


def test_an_offer_with_an_unnumbered_code_is_refused_in_words() -> None:
    codes = Codes.of([make_offer()])
    with pytest.raises(ValueError, match="offer o names a code without a number"):
        OfferColumns.of([make_offer(licences_required=frozenset({"nurse"}))], codes)


def test_columns_come_back_from_disk_and_from_parts(tmp_path: Path) -> None:
    offers = [make_offer(min_days=days, facilities=frozenset({"school"})) for days in range(5)]
    residents = [make_resident(days_per_month=days) for days in range(4)]
    codes = Codes.of(offers)
    here, there = ResidentColumns.of(residents, codes), OfferColumns.of(offers, codes)
    here.save(tmp_path / "residents")
    there.save(tmp_path / "offers")
    loaded = PairCheck(ResidentColumns.load(tmp_path / "residents"), OfferColumns.load(tmp_path / "offers"))
    assert (loaded.grid() == np.tri(4, 5, dtype=bool)).all()
    halves = ResidentColumns.joined([here.part(slice(0, 1)), here.part(slice(1, 4))])
    assert (PairCheck(halves, there).grid() == np.tri(4, 5, dtype=bool)).all()


def test_tables_give_the_same_grid() -> None:
    pairs = Pairs(
        ResidentTable((make_resident(has_car=False),)), OfferTable((make_offer(car_required=True), make_offer()))
    )
    assert constraints.feasible(pairs).tolist() == [[False, True]]


def test_nobody_and_nothing_make_an_empty_grid() -> None:
    assert check_of([], [make_offer()]).grid().shape == (0, 1)
    assert check_of([make_resident()], []).grid().shape == (1, 0)
    assert check_of([make_resident()], []).places(0).tolist() == []
