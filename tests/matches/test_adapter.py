"""Rows as profiles: no family where jobs are concerned, days and months as far as listings say them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matching import Resident
from tests.factories.accounts import a_clerk, actor_of
from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.residents import a_resident
from tests.factories.scouting import a_findable
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.listings.models import Deal, ListingKind
from webapp.matches import known
from webapp.matches.adapter import resident_of, seen_by
from webapp.matches.people.queries import candidates_for
from webapp.matches.ranking import allowed, best, offers_of
from webapp.matches.store import fitted

SignedIn = Callable[..., PageClient]
FAMILY = {"family_comes": True, "children_ages": [3, 7], "adults": 2, "facilities": ["nursery", "school"]}
ALONE = {"family_comes": False, "children_ages": [], "adults": 1, "facilities": []}


def cards(page: Any) -> list[tuple[str, list[str]]]:
    """Title, and every sentence and number of the ladder, in order."""
    return [
        (
            card.select_one(".match__title").text,
            [words_of(tag) for tag in card.select("li, .match__against")],
        )
        for card in page.tree.select("main .match")
    ]


def test_a_job_never_learns_of_the_family(session: Any) -> None:
    me = resident_of(a_resident(**FAMILY), None, consents=True)
    worker = seen_by(me, "job")
    assert (me.people, me.facilities_needed) == (4, {"nursery", "school"})
    assert (worker.people, worker.children_ages, worker.facilities_needed, worker.household) == (1, (), frozenset(), "")
    for kind in ("home", "coworking", "event", "need"):
        assert seen_by(me, kind) is me


def test_for_a_job_only_the_words_about_skills_are_read(session: Any) -> None:
    profile = a_resident(wishes="小学生の息子がいて、子育て中です。", skills_note="経理を十年しました。")
    me = resident_of(profile, None, consents=True)
    assert seen_by(me, "job").text == "経理を十年しました。"
    assert seen_by(me, "need").text == "小学生の息子がいて、子育て中です。\n経理を十年しました。"
    assert seen_by(replace(me, max_distance_km=50.0), "job").text == "経理を十年しました。"
    assert seen_by(Resident("r", text="子育て中です。"), "job").text == ""


def test_words_about_the_family_neither_reach_an_employer_nor_change_the_score(
    database: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        for wishes in ("小学生の息子がいて、子育て中です。静かに暮らしたいです。", "静かに暮らしたいです。"):
            a_findable(themes=["festivals"], skills=[], wishes=wishes, skills_note="", kinds=["job"])
        job = a_listing(
            "202151", ListingKind.JOB, title="園の事務", body="子育て支援センターの事務です。", themes=["children"]
        )
        clerk = a_clerk("202151")
    desk = signed_in(clerk)
    with desk.app.app_context(), desk.app.test_request_context(), database.transaction():
        told = [(one.score, one.reasons) for one in candidates_for(actor_of(clerk), job).candidates]
    assert len(told) == 2
    assert told[0] == told[1]
    assert "子育て" not in str(told)


def test_a_person_is_not_told_that_words_about_the_family_fit_a_job(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(kinds=["job", "need"], themes=["festivals"], wishes="子育て中です。", skills_note="")
        for kind in (ListingKind.JOB, ListingKind.NEED):
            a_listing("202151", kind, title="園の事務", body="子育て支援の事務です。", themes=["children"])
    browser = signed_in(user)
    assert "子育て中です" not in str(cards(browser.get("/my/matches?kind=job")))
    assert "子育て中です" in str(cards(browser.get("/my/matches?kind=need")))


@pytest.mark.parametrize(
    ("deal", "expected"),
    [
        (Deal.SALE, (None, 5_000_000)),
        (Deal.RENT, (40_000, None)),
        (Deal.TRIAL, (40_000, None)),
        (Deal.BOTH, (40_000, 5_000_000)),
    ],
)
def test_a_home_has_the_costs_of_its_deal_only(session: Any, deal: Deal, expected: tuple[Any, Any]) -> None:
    a_resident()
    home = a_listing(deal=deal, price=5_000_000, monthly_cost=40_000)
    offer = fitted().offers[home.id]
    assert (offer.monthly_cost, offer.purchase_price) == expected


def test_a_home_for_sale_beyond_the_budget_is_not_saved_by_a_small_monthly_charge(session: Any) -> None:
    me = resident_of(a_resident(purchase_budget=1_000_000, monthly_budget=40_000), None, consents=True)
    home = a_listing(deal=Deal.SALE, price=30_000_000, monthly_cost=3_000)
    refused = fitted().matcher.why_not(me, fitted().offers[home.id])
    assert [one.reason.code for one in refused] == ["price_over_budget"]


def test_parents_and_people_without_children_see_the_same_jobs_with_the_same_points(
    database: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        people = [a_matchable(kinds=["job", "need"], **household) for household in (FAMILY, ALONE)]
        for title in ("観光案内の仕事", "畑の仕事", "祭りの事務の仕事"):
            a_listing("202151", ListingKind.JOB, title=title, body="お祭りと畑の町です。", family_ok=True)
        a_listing("202151", ListingKind.NEED, title="親子で畑を手伝ってください", family_ok=True)
    family, alone = (cards(signed_in(user).get("/my/matches?kind=job")) for user in people)
    assert len(family) == 3
    assert family == alone
    assert "お子さん" not in str(family)
    needs = [cards(signed_in(user).get("/my/matches?kind=need")) for user in people]
    assert "お子さんと一緒に利用できます" in str(needs[0])
    assert needs[0] != needs[1]


def test_jobs_and_homes_come_in_one_list_by_points(session: Any) -> None:
    profile = a_resident(kinds=["job", "home"], monthly_budget=90_000, **FAMILY)
    for number in range(4):
        a_listing("202151", ListingKind.JOB, title=f"仕事{number}", body="お祭りの町です。")
        a_listing("202151", title=f"家{number}", price=None, monthly_cost=30_000, family_ok=True)
    found, me = fitted(), resident_of(profile, None, consents=True)
    matches = best(found, me, 6)
    assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)
    assert {found.offers[m.offer_id].kind for m in matches} == {"job", "home"}
    assert allowed(found, [me]).sum() == len(offers_of(found)) == 8


def test_secrecy_and_missing_consent_reach_the_matcher(session: Any) -> None:
    secret = resident_of(a_resident(is_confidential=True), None, consents=True)
    assert (secret.consent, secret.is_confidential) == (False, True)
    assert not resident_of(a_resident(), None, consents=False).consent
    a_listing("202151", ListingKind.NEED)
    assert best(fitted(), secret, 5) == []


def test_months_and_needs_of_the_profile_are_passed_on(session: Any) -> None:
    me = resident_of(a_resident(months=[4, 5], facilities=["fiber"]), (35.6, 139.7), consents=True)
    assert (me.months_available, me.facilities_needed) == ({4, 5}, {"fiber"})
    assert (me.latitude, me.longitude) == (35.6, 139.7)
    assert resident_of(a_resident(), (None, None), consents=True).latitude is None


@pytest.mark.parametrize(
    ("kind", "details", "expected"),
    [
        ("event", {"starts_on": "2026-10-10"}, True),
        ("event", {"starts_on": "2026-10-07", "ends_on": "2026-10-08"}, False),
        ("event", {"starts_on": "2026-10-07", "ends_on": "2026-10-20"}, True),
        ("event", {"starts_on": "2026-11-03"}, None),
        ("event", {"starts_on": "2026-10-12"}, None),
        ("event", {}, None),
        ("coworking", {"open_days": "月〜土"}, True),
        ("coworking", {"open_days": "月〜金"}, False),
        ("coworking", {"all_hours": True}, True),
        ("coworking", {"open_days": "祝日を除く"}, None),
        ("need", {"frequency": "月に1回、土曜の午前"}, True),
        ("need", {"frequency": "毎週木曜"}, False),
        ("need", {"frequency": "月に1回"}, None),
        ("job", {"days_off": "土曜・日曜・祝日"}, False),
        ("job", {"days_off": "水曜・木曜"}, None),
        ("home", {}, None),
    ],
)
def test_weekends_are_enough_only_where_the_listing_says_so(
    kind: str, details: dict[str, Any], expected: bool | None
) -> None:
    assert known.weekend_ok(ListingKind(kind), details) is expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 10, 31), date(2026, 11, 2), {10, 11}),
        (date(2026, 12, 30), date(2027, 1, 3), {12, 1}),
        (date(2026, 5, 1), None, {5}),
        (date(2026, 4, 1), date(2027, 4, 2), set()),
        (None, None, set()),
    ],
)
def test_an_event_has_the_months_it_lasts(first: date | None, last: date | None, expected: set[int]) -> None:
    details = {"starts_on": first and first.isoformat(), "ends_on": last and last.isoformat()}
    assert known.months(ListingKind.EVENT, details) == expected
    assert known.months(ListingKind.NEED, details) == frozenset()
