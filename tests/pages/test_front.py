"""The front page: eight wishes, kept numbers, three doors, stories; the pages its doors lead to."""

from typing import Any

import pytest

from tests.bench.harness import counted_queries
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality, a_programme
from tests.support.client import PageClient
from webapp.listings.models import ListingKind
from webapp.pages.stories import LONGEST, shortened, stories

SHIOJIRI, SADO = "202151", "152242"


@pytest.fixture
def towns(database: Any) -> None:
    with database.transaction():
        for code in (SHIOJIRI, SADO):
            a_municipality(code)
            a_programme(code)


def a_need(code: str, title: str, **details: str) -> None:
    a_listing(
        code, ListingKind.NEED, title=title, capacity=4, details={"background": "若い人が減りました。", **details}
    )


@pytest.mark.usefixtures("towns")
def test_each_of_eight_wishes_and_three_doors_leads_straight_to_a_page(client: PageClient) -> None:
    tree = client.get("/").tree
    wishes = [str(link.attrs["href"]) for link in tree.select(".wish__link")]
    doors = [str(link.attrs["href"]) for link in tree.select(".door .button")]
    assert (len(wishes), len(set(wishes)), doors) == (8, 8, ["/sign-up", "/for/corporations", "/for/towns"])
    for path in {*wishes, *doors} - {"/my/registrations/new"}:
        client.get(path)
    assert "/sign-in" in client.get("/my/registrations/new", expect=303).location


@pytest.mark.usefixtures("towns")
def test_numbers_are_counted_once_and_afresh_when_a_listing_appears(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_need(SHIOJIRI, "草を刈る人")
    assert "4 人" in client.get("/").text
    with counted_queries(database.engine) as sent:
        client.get("/")
    assert len(sent) <= 8, sent
    with database.transaction():
        a_need(SHIOJIRI, "神輿をかつぐ人")
    assert "8 人" in client.get("/").text


@pytest.mark.usefixtures("towns")
def test_stories_are_of_different_towns_first_and_say_why(database: Any) -> None:
    with database.transaction():
        a_need(SADO, "トキの田んぼ", wanted="早起きの人")
        for number in range(4):
            a_need(SHIOJIRI, f"山車を引く人{number}")
        told = stories()
    assert [story.title for story in told] == ["山車を引く人3", "トキの田んぼ", "山車を引く人2"]
    assert (told[1].why, told[1].wanted) == ("若い人が減りました。", "早起きの人")


def test_a_long_reason_ends_with_a_whole_sentence() -> None:
    assert shortened("短い。") == "短い。"
    assert shortened("あ" * 60 + "。" + "い" * 60 + "。") == "あ" * 60 + "。"
    assert shortened("う" * 200) == "う" * (LONGEST - 1) + "…"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/for/towns", ("Apache-2.0", "招待", "どんなデータが、どこへ出るか")),
        ("/for/corporations", ("登記事項証明書", "申請するまちを選ぶ")),
        ("/limits", ("仲立ちをしません", "税の相談を受けません", "住民票を移しません")),
    ],
)
def test_pages_that_explain_say_what_they_promise(client: PageClient, path: str, words: tuple[str, ...]) -> None:
    page = client.get(path)
    assert [word for word in words if word not in page.text] == []
    assert page.tree.select_one('link[rel="canonical"]').attrs["href"].endswith(path)  # type: ignore[index, union-attr]
