"""Each field says what it should, and stays silent about what was not told."""

from typing import Any

import pytest
from hypothesis import given

from matching import Matcher, Offer, Resident, Theme, Vocabulary, Weights
from matching.encoding import Encoder
from matching.fields import FIELDS, Scene
from matching.table import OfferTable, Pairs, ResidentTable
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
    "work from afar for who works from afar": (
        "rhythm",
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
    themes = frozenset({"renovation", "music"})
    told = {"text": "古民家で楽器を弾く", "themes": themes}
    resident = told | {
        "skills": frozenset({"carpentry", "guitar"}),
        "wished_areas": frozenset({"202100"}),
        "children_ages": (5,),
        "rent_budget": 50_000,
        "days_per_month": 8,
        "wanted_kinds": frozenset({"home"}),
    }
    offer = told | {
        "skills_wanted": frozenset({"carpentry", "guitar"}),
        "monthly_cost": 0,
        "family_ok": True,
        "latitude": 35.694,
        "longitude": 139.7036,
    }
    assert 90 <= sum(parts(resident, offer).values()) <= 100


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


def test_vectors_are_exact_enough_for_ties() -> None:
    """In float32 the product of equal rows differs with their place; see ``encoding._exact``."""
    encoder = Encoder(samples.VOCABULARY)
    offers = encoder.fit_transform([samples.OFFER])
    residents = encoder.residents([samples.RESIDENT])
    assert {array.dtype.name for array in (offers.themes, offers.needs, residents.wish, residents.ability)} == {
        "float64"
    }


@quick
@given(offers=samples.OFFER_LISTS, residents=samples.RESIDENT_LISTS)
def test_every_field_stays_between_minus_one_and_one(offers: list[Offer], residents: list[Resident]) -> None:
    encoder = Encoder(samples.VOCABULARY)
    vectors = encoder.fit_transform(offers, residents)
    pairs = Pairs(ResidentTable(tuple(residents)), OfferTable(tuple(offers)))
    scene = Scene(pairs, encoder.residents(residents), vectors)
    for field, of_pairs in FIELDS.items():
        values = of_pairs(scene)
        assert values.shape == (len(residents), len(offers)), field
        assert ((values >= -1) & (values <= 1 + 1e-6)).all(), field


@quick
@given(offers=samples.OFFER_LISTS, residents=samples.RESIDENT_LISTS)
def test_a_pair_scores_the_same_from_both_sides(offers: list[Offer], residents: list[Resident]) -> None:
    matcher = Matcher(samples.VOCABULARY, Weights(variety=0)).fit(offers, residents)
    from_residents = {(m.resident_id, m.offer_id): m.score for r in residents for m in matcher.top_offers(r, 99)}
    from_offers = {
        (m.resident_id, m.offer_id): m.score for o in offers for m in matcher.top_residents(o, residents, 99)
    }
    assert from_residents == pytest.approx(from_offers, abs=1e-5)
