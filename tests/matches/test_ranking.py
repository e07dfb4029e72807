"""One list of jobs and the rest: variety counts once, nothing is asked offer by offer, nothing below zero is told."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching import Match, Offer, Resident
from matching.columns import OfferTable, Pairs, ResidentTable
from matching.constraints import PairCheck, refusals
from matching.index import Guise, MatchIndex
from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.listings.models import ListingKind
from webapp.matches import ranking
from webapp.matches.adapter import as_worker, resident_of
from webapp.matches.ranking import best
from webapp.matches.store import fitted
from webapp.matches.towns import is_wished

SignedIn = Callable[..., PageClient]
FAMILY = {"family_comes": True, "children_ages": [3], "adults": 2}


def variety_of(match: Match) -> float:
    return sum(part.points for part in match.contributions if part.field == "variety")


def a_town_of_both() -> None:
    for number in range(3):
        a_listing("202151", ListingKind.JOB, title=f"祭りの仕事{number}", body="お祭りの町です。", themes=["festivals"])
        a_listing("202151", ListingKind.NEED, title=f"祭りの手伝い{number}", body="お祭りです。", themes=["festivals"])


def test_each_further_listing_of_a_town_loses_the_same_whether_it_is_a_job_or_not(session: Any) -> None:
    profile = a_resident(kinds=["job", "need"], **FAMILY)
    a_town_of_both()
    found = fitted()
    matches = best(found, resident_of(profile, None, consents=True), 6)
    step = found.matcher.model_.weights_.variety
    assert {found.offers[match.offer_id].kind for match in matches} == {"job", "need"}
    assert sorted(map(variety_of, matches), reverse=True) == pytest.approx([-step * n for n in range(6)])
    assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)


def test_a_list_is_ranked_without_asking_offer_by_offer(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = a_resident(kinds=["job", "need"])
    a_town_of_both()
    asked: list[Any] = []
    real = MatchIndex.top_offers_as

    def noted(self: MatchIndex, *args: Any, **options: Any) -> list[Match]:
        asked.append(options["keep"])
        return real(self, *args, **options)

    monkeypatch.setattr(MatchIndex, "top_offers_as", noted)
    found, me = fitted(), resident_of(profile, None, consents=True)
    every = best(found, me, 9)
    jobs = best(found, me, 9, kind="job", without={every[0].offer_id, "never there"})
    assert asked == [None, None]
    assert {found.offers[one.offer_id].kind for one in jobs} == {"job"}
    assert every[0].offer_id not in {one.offer_id for one in jobs}
    assert len(jobs) == 3 - (found.offers[every[0].offer_id].kind == "job")


def test_two_guises_of_one_person_make_the_same_list_as_one(session: Any) -> None:
    me = as_worker(resident_of(a_resident(kinds=["job", "need"]), None, consents=True))
    a_town_of_both()
    index = fitted().matcher.index_
    guises = [Guise(me, frozenset({"job"})), Guise(me, frozenset({"need"}))]
    assert index.top_offers_as(guises, 4) == index.top_offers(me, 4)
    assert index.top_offers(me, 9, kinds=frozenset({"need"})) == index.top_offers(
        me, 9, keep=lambda o: o.kind == "need"
    )
    assert index.top_offers(me, 9, kinds=frozenset({"boat"})) == []


def test_every_kind_of_listing_is_looked_at_once() -> None:
    assert ranking.OTHERS | {ranking.JOB} == {kind.value for kind in ListingKind}
    assert ranking.JOB not in ranking.OTHERS


def test_what_speaks_against_more_than_for_is_no_suggestion(
    database: Any, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction():
        user = a_matchable(kinds=["need"])
        for number in range(3):
            a_listing("202151", ListingKind.NEED, title=f"手伝い{number}", body="お祭りです。", themes=["festivals"])
    points = iter([3.0, 0.4, -1.0, 0.0, 0.0, -2.0])

    def lowered(*args: Any, **options: Any) -> list[Match]:
        return [replace(match, score=next(points), contributions=()) for match in best(*args, **options)]

    monkeypatch.setattr("webapp.matches.suggestions.best", lowered)
    browser = signed_in(user)
    assert len(browser.get("/my/matches").tree.select("main .match")) == 1
    page = browser.get("/my/matches")
    assert not page.tree.select("main .match")
    assert "いまおすすめできる掲載がありません" in page.text


@pytest.mark.parametrize(
    ("areas", "expected"),
    [({"202151"}, True), ({"20"}, True), ({"200000"}, True), ({"202142", "130001"}, False), (set(), False)],
)
def test_whether_a_town_is_wished_is_asked_of_the_person(areas: set[str], expected: bool) -> None:
    assert is_wished(Resident("r", wished_areas=frozenset(areas)), "202151") is expected


def test_a_wished_town_is_never_told_to_lie_outside_although_the_area_weighs_nothing(
    database: Any, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction():
        user = a_matchable(kinds=["need"], wished_areas=["202151"])
        a_listing("202151", ListingKind.NEED, title="手伝い", body="お祭りです。", themes=["festivals"])

    def without_area(*args: Any, **options: Any) -> list[Match]:
        found = best(*args, **options)
        return [replace(m, contributions=tuple(c for c in m.contributions if c.field != "area")) for m in found]

    monkeypatch.setattr("webapp.matches.suggestions.best", without_area)
    page = signed_in(user).get("/my/matches/towns")
    assert page.tree.select("main .match--town")
    assert "希望の地域の外にあります" not in page.text


def test_rules_asked_for_everybody_at_once_answer_as_for_each_pair() -> None:
    people = tuple(
        Resident(f"r{n}", has_car=n % 2 == 0, days_per_month=n, children_ages=(3,) * (n % 3)) for n in range(12)
    )
    offers = (
        Offer("a", "need", "202151", car_required=True, min_days=5),
        Offer("b", "home", "202151", family_ok=False, capacity_left=0),
        Offer("c", "need", "202151", licences_required=frozenset({"driver"})),
    )
    check = PairCheck(*Pairs(ResidentTable(people), OfferTable(offers)).columns)
    rows = np.array([7, 0, 3, 11], dtype=np.intp)
    for place, offer in enumerate(offers):
        broken = check.broken(rows, place)
        for position, row in enumerate(rows):
            said = [refusal.rule for refusal in refusals(people[row], offer)]
            assert [rule for rule, those in broken.items() if those[position]] == said
