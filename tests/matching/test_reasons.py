"""Reasons are true of their pair, and every sentence can be spoken."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import matching
from matching import CODE_PARAMS, SENTENCES, Matcher, Offer, Reason, Resident, fill
from tests.matching import samples
from tests.matching.ranker_suite import quick

SOURCES = sorted(Path(matching.__file__).parent.glob("*.py"))


def label(name: str, code: str) -> str:
    return f"{name}:{code}"


def reasons(resident: dict[str, Any], offer: dict[str, Any]) -> dict[str, Reason | None]:
    here = samples.make_offer(**offer)
    (match,) = Matcher(samples.VOCABULARY).fit([here]).top_offers(samples.make_resident(**resident))
    return {part.field: part.reason for part in match.contributions}


TOLD: list[tuple[str, dict[str, Any], dict[str, Any], Reason | None]] = [
    (
        "themes",
        {"themes": frozenset({"music", "farming"})},
        {"themes": frozenset({"music"}), "text": "楽器のある家"},
        Reason("theme_chosen", {"themes": ("music",)}),
    ),
    ("themes", {"text": "楽器がひける家"}, {"text": "音楽の町です"}, Reason("theme_read", {"themes": ("music",)})),
    (
        "themes",
        {"text": "お祭りは苦手です"},
        {"text": "神楽の里です"},
        Reason("theme_avoided", {"themes": ("festivals",)}),
    ),
    ("text", {"text": "海辺の静かな町"}, {"text": "海辺の静かな町です"}, Reason("text_alike")),
    ("text", {"text": "お祭りは苦手です"}, {"text": "お祭りは楽しいです"}, None),
    (
        "skills",
        {"skills": frozenset({"guitar", "software"})},
        {"skills_wanted": frozenset({"guitar"})},
        Reason("skill_wanted", {"skills": ("guitar",)}),
    ),
    (
        "skills",
        {"skills": frozenset({"guitar"})},
        {"text": "音楽の町です"},
        Reason("skill_related", {"themes": ("music",)}),
    ),
    ("area", {"wished_areas": frozenset({"20"})}, {}, Reason("area_wished", {"area": "202100"})),
    ("area", {"wished_areas": frozenset({"01"})}, {}, Reason("area_outside")),
    ("distance", {}, {"latitude": 35.7, "longitude": 139.0}, Reason("near_home", {"km": 64})),
    ("distance", {}, {}, None),
    ("distance", {}, {"latitude": 43.0, "longitude": 141.3}, Reason("far_from_home", {"km": 824})),
    ("budget", {}, {"monthly_cost": 0}, Reason("free_of_charge")),
    ("budget", {}, {"purchase_price": 0}, Reason("given_away")),
    ("budget", {"rent_budget": 5}, {"monthly_cost": 4}, Reason("rent_within", {"yen": 4, "budget": 5})),
    ("budget", {"purchase_budget": 5}, {"purchase_price": 4}, Reason("price_within", {"yen": 4, "budget": 5})),
    (
        "budget",
        {"rent_budget": 1, "purchase_budget": 5},
        {"monthly_cost": 2, "purchase_price": 4},
        Reason("price_within", {"yen": 4, "budget": 5}),
    ),
    ("budget", {}, {"purchase_price": 4}, Reason("price_unclear", {"yen": 4})),
    ("rhythm", {"days_per_month": 8}, {"min_days": 2}, Reason("days_fit", {"days": 8, "needed": 2})),
    ("rhythm", {"days_per_month": 8}, {}, None),
    ("remote", {"remote_work": True}, {"remote_ok": True}, Reason("remote_fit")),
    ("family", {"children_ages": (1,)}, {"family_ok": True}, Reason("children_welcome")),
    ("family", {"children_ages": (1,)}, {}, Reason("children_unclear")),
    ("kind", {"wanted_kinds": frozenset({"home"})}, {}, Reason("kind_wished", {"kind": "home"})),
    ("kind", {"wanted_kinds": frozenset({"job"})}, {}, Reason("kind_other", {"kind": "home"})),
]


@pytest.mark.parametrize(("field", "resident", "offer", "reason"), TOLD)
def test_a_field_tells_its_reason(
    field: str, resident: dict[str, Any], offer: dict[str, Any], reason: Reason | None
) -> None:
    assert reasons(resident, offer)[field] == reason


def test_a_pair_that_knows_nothing_of_each_other_tells_nothing() -> None:
    told = reasons({"latitude": None, "longitude": None}, {})
    assert set(told.values()) == {None}


def test_numbers_are_grouped_and_codes_are_named() -> None:
    rent = Reason("rent_within", {"yen": 45_000, "budget": 100_000})
    assert fill(rent, label) == "費用は月45,000円で、予算の月100,000円におさまります。"
    themes = Reason("theme_read", {"themes": ("a", "b")})
    assert fill(themes, label) == "文章から読み取った関心「themes:a・themes:b」と重なります。"


def test_a_translated_template_is_filled_in_place_of_the_japanese_one() -> None:
    assert (
        fill(Reason("kind_wished", {"kind": "home"}), label, "You wished for %(kind)s.") == "You wished for kind:home."
    )


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill(Reason("nonsense"), label)


def codes_in_the_source() -> set[str]:
    """First arguments of every ``Reason(…)`` and ``_always(…)`` in the package, both sides of a conditional too."""
    calls = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {
        constant.value
        for node in calls
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Reason", "_always"} and node.args
        for constant in ast.walk(node.args[0])
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    assert codes_in_the_source() == set(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_one_polite_japanese_sentence(code: str) -> None:
    assert re.search(r"(です|ます|ません|せん)。$", SENTENCES[code])
    assert SENTENCES[code].count("。") == 1


@quick
@given(offers=samples.OFFER_LISTS, residents=samples.RESIDENT_LISTS)
def test_every_reason_given_can_be_spoken(offers: list[Offer], residents: list[Resident]) -> None:
    matcher = Matcher(samples.VOCABULARY).fit(offers, residents)
    for resident in residents:
        given = [part.reason for match in matcher.top_offers(resident) for part in match.contributions if part.reason]
        given += [refusal.reason for offer in offers for refusal in matcher.why_not(resident, offer)]
        for reason in given:
            assert set(re.findall(r"%\((\w+)\)s", SENTENCES[reason.code])) == set(reason.params)
            assert {name for name, shown in reason.params.items() if not isinstance(shown, int)} <= CODE_PARAMS
            assert "%" not in fill(reason, label)
            assert () not in reason.params.values()
