"""Each field says what it should, and stays silent about what was not told."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from matching import Matcher, Offer, Resident, Theme, Vocabulary, Weights
from matching.features import FIELDS
from matching.index import MatchIndex
from matching.learned import MatchModel
from tests.matching import samples
from tests.matching.ranker_suite import quick


def value(field: str, resident: dict[str, Any], offer: dict[str, Any]) -> float:
    """What the field says about one pair, -1 to 1."""
    points = parts(resident, offer)
    return points[field] / getattr(Weights(), field)


def parts(resident: dict[str, Any], offer: dict[str, Any]) -> dict[str, float]:
    here = samples.make_offer(**offer)
    (match,) = Matcher(samples.VOCABULARY).fit([here]).top_offers(samples.make_resident(**resident))
    return {part.field: part.points for part in match.contributions}


RULED = frozenset({"renovation"})
SILENT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "themes": ({"themes": RULED}, {"themes": frozenset({"music"})}),
    "text": ({"text": "海"}, {"text": "山"}),
    "skills": ({"skills": frozenset({"guitar"})}, {"skills_wanted": frozenset({"software"})}),
    "area": ({}, {}),
    "distance": ({"latitude": None, "longitude": None}, {}),
    "budget": ({"rent_budget": 10_000}, {}),
    "rhythm": ({}, {"min_days": 3}),
    "remote": ({}, {"remote_ok": True}),
    "environment": ({"text": "海の近く"}, {"environment": frozenset({"city"})}),
    "town": ({"matters": frozenset({"doctors"})}, {"town_standing": {"shops": 0.9}}),
    "stay": ({"days_per_month": 8}, {}),
    "experience": ({}, {}),
    "family": ({"adults": 2}, {"family_ok": True}),
    "kind": ({}, {}),
}
ORDERED: dict[str, tuple[str, list[tuple[dict[str, Any], dict[str, Any]]]]] = {
    "a theme both chose before one read from a text": (
        "themes",
        [({"themes": RULED}, {"themes": RULED}), ({"themes": RULED}, {"text": "お祭り"})],
    ),
    "a theme both chose and wrote before one they chose": (
        "themes",
        [
            ({"themes": RULED, "text": "DIY"}, {"themes": RULED, "text": "古民家"}),
            ({"themes": RULED}, {"themes": RULED}),
        ],
    ),
    "a wish before an experience": (
        "themes",
        [({"text": text}, {"themes": RULED}) for text in ("DIYをしたい", "DIYの仕事をしていた")],
    ),
    "a call for the experienced before no call": (
        "themes",
        [({"themes": RULED}, {"text": text}) for text in ("DIYの経験を求めます", "神楽の経験を求めます")],
    ),
    "nothing shared before something disliked": (
        "themes",
        [({}, {"text": "お祭り"}), ({"text": "お祭りは苦手です"}, {"text": "お祭り"})],
    ),
    "the same words before others": (
        "text",
        [({"text": "海辺"}, {"text": "海辺"}), ({"text": "海"}, {"text": "山海"})],
    ),
    "the skill asked for before one of its theme": (
        "skills",
        [
            ({"skills": frozenset({"guitar"})}, {"skills_wanted": frozenset({"guitar"})}),
            ({"skills": frozenset({"guitar"})}, {"themes": frozenset({"music"})}),
        ],
    ),
    "a wished town before its prefecture before elsewhere": (
        "area",
        [({"wished_areas": frozenset({area})}, {}) for area in ("202100", "20", "390003")],
    ),
    "near before far": ("distance", [({}, {"latitude": latitude}) for latitude in (35.7, 36.2, 38.0, 43.0)]),
    "free before cheap before dear": (
        "budget",
        [({"rent_budget": 50_000}, {"monthly_cost": cost}) for cost in (0, 5_000, 45_000)],
    ),
    "a price within budget before a price without one": (
        "budget",
        [({"purchase_budget": 10_000}, {"purchase_price": 9_000}), ({}, {"purchase_price": 9_000})],
    ),
    "a free house before one with a price": (
        "budget",
        [({}, {"purchase_price": 0}), ({"purchase_budget": 10_000}, {"purchase_price": 1})],
    ),
    "few days asked before many": ("rhythm", [({"days_per_month": 8}, {"min_days": days}) for days in (1, 4, 8)]),
    "a wished town's prefecture before elsewhere": (
        "area",
        [({"wished_areas": frozenset({area})}, {}) for area in ("203009", "390003")],
    ),
    "a coast for who looks for the sea": (
        "environment",
        [({"text": "海の近くに住みたい"}, {"environment": frozenset({place})}) for place in ("sea", "city")],
    ),
    "many doctors before some before few, for whom they matter": (
        "town",
        [({"matters": frozenset({"doctors"})}, {"town_standing": {"doctors": share}}) for share in (0.9, 0.5, 0.1)],
    ),
    "what matters by choice or by words before what was never said": (
        "town",
        [({"text": text}, {"town_standing": {"doctors": 0.9}}) for text in ("近くに病院がほしい", "畑がしたい")],
    ),
    "one wish met before two of which one is met": (
        "town",
        [
            ({"matters": frozenset(codes)}, {"town_standing": {"quiet": 1.0}})
            for codes in (["quiet"], ["quiet", "shops"])
        ],
    ),
    "short stays where they are hoped for": (
        "stay",
        [({"days_per_month": 1}, {"town_wants_short": hope}) for hope in (1.0, 0.5, 0.0)],
    ),
    "a town that hopes for families, for a family": (
        "family",
        [({"children_ages": (4,)}, {"family_ok": True, "town_wants_family": hope}) for hope in (1.0, 0.0)],
    ),
    "who took part before": ("experience", [({"visits": visits}, {}) for visits in (5, 1, 0)]),
    "work from afar for who works from afar": (
        "remote",
        [({"remote_work": remote}, {"remote_ok": True, "min_days": 9}) for remote in (True, False)],
    ),
    "children welcome before not told": (
        "family",
        [({"children_ages": (4,)}, {"family_ok": welcome}) for welcome in (True, None)],
    ),
    "a wanted kind before another": ("kind", [({"wanted_kinds": frozenset({kind})}, {}) for kind in ("home", "job")]),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_silent_about_what_was_not_told(field: str) -> None:
    assert value(field, *SILENT[field]) == 0


@pytest.mark.parametrize("case", ORDERED)
def test_a_field_puts_the_better_first(case: str) -> None:
    field, pairs = ORDERED[case]
    values = [value(field, *pair) for pair in pairs]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)


def test_a_far_place_is_not_held_against_what_is_done_from_afar() -> None:
    assert value("distance", {}, {"latitude": 43.0}) < 0
    assert value("distance", {}, {"latitude": 43.0, "remote_ok": True}) == 0


def test_a_perfect_pair_makes_about_a_hundred_points() -> None:
    told = {"text": "古民家を直す", "themes": RULED}
    resident = told | {
        "skills": frozenset({"carpentry"}),
        "wished_areas": frozenset({"202100"}),
        "children_ages": (5,),
        "rent_budget": 50_000,
        "days_per_month": 8,
        "wanted_kinds": frozenset({"home"}),
    }
    offer = told | {
        "skills_wanted": frozenset({"carpentry"}),
        "monthly_cost": 0,
        "family_ok": True,
        "latitude": 35.694,
        "longitude": 139.7036,
    }
    assert 80 <= sum(parts(resident, offer).values()) <= 130


@pytest.mark.parametrize("count", [2, 7, 33])
def test_equal_offers_get_equal_points_wherever_they_stand(count: int) -> None:
    words = [f"{chr(code)}仕事" for code in range(0x4E00, 0x4E33)]
    vocabulary = Vocabulary(tuple(Theme(f"t{place}", (word,)) for place, word in enumerate(words)))
    told = {"themes": frozenset({"t3", "t19", "t40"}), "text": words[8]}
    wanting = samples.make_resident(themes=told["themes"] - {"t40"}, text=f"{words[40]}をしたい。{words[8]}の経験。")
    offers = [samples.make_offer(id=f"{number:02}", **told) for number in range(count)]
    matches = Matcher(vocabulary, Weights(themes=1000, variety=0)).fit(offers).top_offers(wanting, count)
    assert [match.offer_id for match in matches] == [offer.id for offer in offers]
    assert len({match.contributions for match in matches}) == 1


def test_a_job_knows_nothing_of_the_family() -> None:
    for told in ({"family_ok": True}, {"town_wants_family": 1.0}, {}):
        assert value("family", {"children_ages": (4,)}, {"kind": "job"} | told) == 0


@quick
@given(offers=samples.OFFER_LISTS, residents=samples.RESIDENT_LISTS)
def test_a_score_is_one_inner_product_of_the_vectors(offers: list[Offer], residents: list[Resident]) -> None:
    model = MatchModel(samples.VOCABULARY).fit(offers, residents)
    here = [replace(resident, wished_areas=frozenset()) for resident in residents]
    products = model.weighted(model.residents(here)) @ model.offers(offers).T
    index = MatchIndex(model, offers)
    for row, resident in enumerate(here):
        for match in index.top_offers(resident, 99):
            column = next(place for place, offer in enumerate(offers) if offer.id == match.offer_id)
            fields = sum(part.points for part in match.contributions if part.field in FIELDS)
            assert fields == pytest.approx(products[row, column], abs=1e-3)


@quick
@given(offers=samples.OFFER_LISTS, residents=samples.RESIDENT_LISTS)
def test_a_pair_scores_the_same_from_both_sides(offers: list[Offer], residents: list[Resident]) -> None:
    matcher = Matcher(samples.VOCABULARY, Weights(variety=0)).fit(offers, residents)
    from_residents = {(m.resident_id, m.offer_id): m.score for r in residents for m in matcher.top_offers(r, 99)}
    from_offers = {
        (m.resident_id, m.offer_id): m.score for o in offers for m in matcher.top_residents(o, residents, 99)
    }
    assert from_residents == pytest.approx(from_offers, abs=1e-5)
