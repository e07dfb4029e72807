"""Suggestions on the page: ranked with reasons in words, lawful, put aside and taken back."""

from collections.abc import Callable
from typing import Any

from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.municipalities import a_municipality
from tests.factories.residents import TOKYO_SHINJUKU, a_resident
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.listings.models import ListingKind, ListingStatus
from webapp.matches.models import MatchFeedback

SignedIn = Callable[..., PageClient]


def titles(page: Any) -> list[str]:
    return [words_of(tag) for tag in page.tree.select("main .match:not(.match--folded) .match__title")]


def test_what_fits_comes_first_with_reasons_that_add_up(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(themes=["festivals"], wished_areas=["202151"])
        a_listing(
            "202151",
            ListingKind.NEED,
            title="祭りの担ぎ手を探しています",
            themes=["festivals"],
            body="秋祭りの神輿です。",
        )
        a_municipality("372081")
        a_listing("372081", ListingKind.NEED, title="経理を手伝ってください", themes=["accounting"], body="帳簿です。")
    page = signed_in(user).get("/my/matches")
    assert titles(page)[0] == "祭りの担ぎ手を探しています"
    first = page.tree.select("main .match")[0]
    assert "「お祭り・伝統行事」に関心あり ↔ 掲載の「秋祭りの神輿です」" in first.text
    for card in page.tree.select("main .match"):
        points = [int(tag.text.strip("＋点").replace("−", "-")) for tag in card.select(".ladder__points")]
        assert sum(points) == int(card.select_one(".ladder__total strong").text.strip("点"))
        assert len(points) >= 2


def test_hard_rules_are_never_broken_and_each_is_said(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(monthly_budget=40_000, has_car=False)
        a_municipality(TOKYO_SHINJUKU)
        own = a_listing(TOKYO_SHINJUKU, title="自分の区の家")
        dear = a_listing("202151", title="高い家", monthly_cost=90_000, price=None)
        car = a_listing("202151", ListingKind.NEED, title="車の要る手伝い", car_required=True)
    browser = signed_in(user)
    assert titles(browser.get("/my/matches")) == []
    said = {row.id: browser.get(f"/my/matches/{row.id}/why-not").text for row in (own, dear, car)}
    assert "二地域居住の対象になりません" in said[own.id]
    assert "予算の月40,000円を超えています" in said[dear.id]
    assert "車が必要です" in said[car.id]


def test_put_aside_disappears_and_comes_back(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable()
        listing = a_listing("202151", ListingKind.NEED, title="草刈りの手伝い")
    browser = signed_in(user)
    page = browser.get("/my/matches")
    folded = browser.submit(page, f"/my/matches/{listing.id}/aside").follow()
    assert folded.tree.select_one(f"#m-{listing.id}.match--folded")
    browser.post(f"/my/matches/{listing.id}/aside")
    page = browser.get("/my/matches")
    assert "草刈りの手伝い" not in titles(page)
    with database.transaction() as s:
        assert len(s.exec(select(MatchFeedback)).all()) == 1
    browser.submit(page, f"/my/matches/{listing.id}/back")
    assert "草刈りの手伝い" in titles(browser.get("/my/matches"))


def test_a_new_listing_is_seen_and_a_closed_one_is_not(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable()
        a_listing("202151", ListingKind.NEED, title="前からある手伝い")
    browser = signed_in(user)
    assert titles(browser.get("/my/matches")) == ["前からある手伝い"]
    with database.transaction() as s:
        new = a_listing("202151", ListingKind.NEED, title="新しい手伝い")
        draft = a_listing("202151", ListingKind.NEED, title="まだ下書き", status=ListingStatus.DRAFT)
        assert s.get(type(draft), draft.id)
    assert set(titles(browser.get("/my/matches"))) == {"前からある手伝い", "新しい手伝い"}
    with database.transaction() as s:
        s.get_one(type(new), new.id).status = ListingStatus.CLOSED
    assert titles(browser.get("/my/matches")) == ["前からある手伝い"]


def test_without_consent_or_with_gaps_the_page_says_what_is_missing(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        without_consent, unfinished, empty = a_resident_user(), a_resident_user(), a_resident_user()
        a_resident(without_consent)
        a_resident(unfinished, answered=["name"])
        a_listing("202151", ListingKind.NEED)
    assert "同意がありません" in signed_in(without_consent).get("/my/matches").text
    for user in (unfinished, empty):
        assert "あと少しで" in signed_in(user).get("/my/matches").text


def test_staff_have_no_suggestions(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        clerk = a_clerk("202151")
    signed_in(clerk).get("/my/matches", expect=403)


def test_an_unknown_listing_is_not_found(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable()
        hidden = a_listing("202151", status=ListingStatus.DRAFT)
    browser = signed_in(user)
    for listing_id in (hidden.id, "nothing"):
        browser.get(f"/my/matches/{listing_id}/why-not", expect=404)
        browser.post(f"/my/matches/{listing_id}/aside", expect=404)
