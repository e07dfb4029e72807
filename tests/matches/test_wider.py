"""What another answer would bring, counted by asking again; and what fits but for one rule."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.municipalities import a_municipality
from tests.support.client import PageClient
from webapp.accounts import queries as accounts
from webapp.core.database import session as open_session
from webapp.listings.models import ListingKind
from webapp.matches.changes import changes_for
from webapp.matches.nearly import nearly
from webapp.matches.ranking import best
from webapp.matches.suggestions import Seeker
from webapp.matches.wider import outlook
from webapp.residents.models import Resident, StayDays

SignedIn = Callable[..., PageClient]
UWAJIMA = "382035"
KM = 690  # Uwajima lies a little farther from Shinjuku


def seeker(**profile: Any) -> Seeker:
    user = a_matchable(**profile)
    row = open_session().exec(select(Resident).where(Resident.user_id == user.id)).one()
    return Seeker.of(accounts.actor_of(user), row, consents=True)


def rented(cost: int, **more: Any) -> Any:
    return a_listing("202151", price=None, monthly_cost=cost, title=f"月{cost}円の家", **more)


def gains(one: Seeker) -> dict[str, int]:
    return {gain.change.key: gain.more for gain in outlook(one).gains}


def test_each_change_is_counted_alone_and_the_most_helpful_comes_first(session: Any) -> None:
    a_municipality(UWAJIMA)
    me = seeker(
        monthly_budget=40_000,
        purchase_budget=1_000_000,
        max_distance_km=KM,
        has_car=False,
        stay_days=StayDays.WEEKENDS,
    )
    for cost in (30_000, 45_000, 50_000, 55_000):
        rented(cost)
    a_listing("202151", ListingKind.NEED, car_required=True)
    a_listing("202151", ListingKind.NEED, min_days_per_month=8)
    a_listing(UWAJIMA, ListingKind.NEED)
    a_listing("202151", ListingKind.NEED, details={"frequency": "毎週木曜"})
    me = Seeker.of(accounts.actor_of(me_user(me)), me.profile, consents=True)
    found = outlook(me)
    assert (found.fitting, found.all) == (1, 8)
    assert gains(me) == {"rent": 2, "distance": 1, "days": 1, "weekdays": 1, "car": 1}
    assert [gain.more for gain in found.gains] == sorted((gain.more for gain in found.gains), reverse=True)
    assert found.gains[0].kinds == "住まい2件"


def me_user(one: Seeker) -> Any:
    return accounts.user(one.me.id)


def test_a_change_never_sees_the_family_where_jobs_are_counted(session: Any) -> None:
    a_municipality("202151")
    a_listing("202151", ListingKind.JOB, details={"days_off": "土曜・日曜"})
    families = [{"family_comes": True, "children_ages": [3]}, {"family_comes": False, "children_ages": []}]
    assert [gains(seeker(**family)) for family in families] == [{"weekdays": 1}, {"weekdays": 1}]


def test_what_is_not_limited_cannot_be_widened() -> None:
    assert changes_for(Resident(user_id="x", has_car=True, days_per_month=31)) == []
    keys = [c.key for c in changes_for(Resident(user_id="x", monthly_budget=0, months=[4], has_car=False))]
    assert keys == ["rent", "car", "months"]


def test_nearly_is_one_rule_by_a_fifth_or_a_day(session: Any) -> None:
    a_municipality(UWAJIMA)
    me = seeker(monthly_budget=40_000, purchase_budget=5_000_000, days_per_month=6, max_distance_km=600)
    rented(48_000)
    rented(48_001)
    rented(48_000, min_days_per_month=7)
    a_listing("202151", title="600万円の家", price=6_000_000)
    a_listing("202151", ListingKind.NEED, title="月7日の手伝い", min_days_per_month=7)
    a_listing("202151", ListingKind.NEED, title="月8日の手伝い", min_days_per_month=8)
    a_listing(UWAJIMA, ListingKind.NEED, title="遠くの手伝い")
    a_listing("202151", ListingKind.NEED, title="車の要る手伝い", car_required=True)
    found = {
        one.suggestion.card.title: one.missing
        for one in nearly(Seeker.of(accounts.actor_of(me_user(me)), me.profile, consents=True))
    }
    assert found.pop("遠くの手伝い").startswith("希望の距離より約")
    assert found == {
        "月48000円の家": "予算より月8,000円高い",
        "600万円の家": "購入の予算より1,000,000円高い",
        "月7日の手伝い": "滞在の日数が月1日足りない",
    }


def test_what_would_have_no_points_is_not_nearly_fitting(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    me = seeker(monthly_budget=40_000)
    rented(48_000)
    one = Seeker.of(accounts.actor_of(me_user(me)), me.profile, consents=True)
    assert len(nearly(one)) == 1
    lowered = [replace(match, score=-1.0) for match in best(one.found, replace(one.me, rent_budget=48_000), 1)]
    assert len(lowered) == 1
    monkeypatch.setattr("webapp.matches.nearly.best", lambda *_args: lowered)
    assert nearly(one) == []


def test_nothing_false_is_said_of_what_nearly_fits(session: Any) -> None:
    a_municipality("202151")
    rented(48_000)
    a_listing("202151", ListingKind.NEED, min_days_per_month=7)
    said = [
        reason for one in nearly(seeker(monthly_budget=40_000, days_per_month=6)) for reason in one.suggestion.reasons
    ]
    assert said
    assert not [reason for reason in said if "おさまります" in reason or "満たします" in reason]


def test_without_limits_nothing_is_nearly_missing(session: Any) -> None:
    rented_out = seeker(monthly_budget=None, purchase_budget=None, days_per_month=None, max_distance_km=None)
    assert nearly(rented_out) == []


def test_a_change_is_taken_over_and_shows_at_once(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(monthly_budget=40_000)
        rented(45_000)
    browser = signed_in(user)
    assert "いまおすすめできる掲載がありません" in browser.get("/my/matches").text
    page = browser.get("/my/matches/wider")
    assert "毎月の予算を10,000円上げて、50,000円にする" in page.text
    assert "予算より月5,000円高い" in page.text
    after = browser.submit(page, "この条件に変える").follow()
    assert "プロフィールを変えました" in after.html
    assert "1件のうち1件" in after.text
    assert "月45000円の家" in browser.get("/my/matches").text
    with database.transaction(read_only=True) as s:
        assert s.exec(select(Resident).where(Resident.user_id == user.id)).one().monthly_budget == 50_000


@pytest.mark.parametrize("key", ["nothing", "months", "car"])
def test_an_unknown_or_pointless_change_is_not_found(database: Any, signed_in: SignedIn, key: str) -> None:
    with database.transaction():
        user = a_matchable(has_car=True)
    signed_in(user).post(f"/my/matches/wider/{key}", expect=404)


def test_nothing_is_counted_for_who_may_not_be_matched(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(is_confidential=True)
        rented(45_000)
    browser = signed_in(user)
    for path in ("/my/matches", "/my/matches/towns", "/my/matches/wider"):
        assert "秘匿を希望しているため、おすすめは出しません" in browser.get(path).text
