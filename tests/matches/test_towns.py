"""Towns that fit: by their best listing, with what one can do and give there, and what speaks against them."""

from collections.abc import Callable
from typing import Any

from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.municipalities import a_municipality
from tests.support.client import PageClient
from webapp.listings.models import ListingKind
from webapp.matches.towns import RADIUS, corners

SignedIn = Callable[..., PageClient]
SADO = "152242"


def town_cards(page: Any) -> list[Any]:
    return list(page.tree.select("main .match--town"))


def test_a_town_with_one_good_listing_stands_before_one_with_many(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(themes=["festivals"], wished_areas=["150002", "202151"], max_travel_minutes=60)
        a_municipality(SADO)
        for number in range(5):
            a_listing("202151", ListingKind.NEED, title=f"帳簿の手伝い{number}", themes=["office_work"])
        a_listing(
            SADO,
            ListingKind.NEED,
            title="祭りの担ぎ手",
            themes=["festivals"],
            skills=["writing"],
            body="秋祭りの神輿です。",
        )
    page = signed_in(user).get("/my/matches/towns")
    sado, shiojiri = town_cards(page)
    assert "佐渡市" in sado.text
    for words in (
        "「お祭り・伝統行事」に関わる掲載があります",
        "「文章・取材・広報」ができる人を求めています",
        "希望の地域です",
        "船か飛行機で渡る場所",
    ):
        assert words in sado.text
    assert "まちのニーズ5件" in shiojiri.text
    assert "希望の1時間より長くなります" in shiojiri.text
    assert len(shiojiri.select(".match__listings li")) == 3
    assert sado.select_one("svg.radar").attrs["aria-label"].startswith("新潟県佐渡市")


def test_what_was_put_aside_makes_no_town(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable()
        listing = a_listing("202151", ListingKind.NEED)
    browser = signed_in(user)
    assert len(town_cards(browser.get("/my/matches/towns"))) == 1
    browser.post(f"/my/matches/{listing.id}/aside")
    page = browser.get("/my/matches/towns")
    assert town_cards(page) == []
    assert "いまおすすめできるまちがありません" in page.text


def test_a_full_radar_has_its_corners_on_the_circle() -> None:
    points = [tuple(map(float, corner.split(","))) for corner in corners([1.0] * 5).split()]
    assert points[0] == (0.0, -RADIUS)
    assert all(abs((x * x + y * y) ** 0.5 - RADIUS) < 0.1 for x, y in points)
