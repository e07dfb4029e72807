"""Public pages of towns: who takes part, every municipality, search, suggestions."""

from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_mayor, a_municipality, a_programme
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.municipalities.models import ProgrammeStatus

SHIOJIRI, SETAGAYA, NAGANO_PREFECTURE = "202151", "131121", "200000"
FUCHU = ("132063", "342084", "343021")


@pytest.fixture
def towns(database: Any) -> None:
    with database.transaction():
        for code in (SETAGAYA, NAGANO_PREFECTURE, "130001", "023213", *FUCHU):
            a_municipality(code)
        a_programme(SHIOJIRI, message="ぶどう畑のあるまちです。", contact_phone="000-0000-0000")
        a_mayor(SHIOJIRI)


@pytest.mark.usefixtures("towns")
def test_the_towns_that_take_part_stand_on_the_list_and_on_the_map(client: PageClient) -> None:
    page = client.get("/municipalities")
    assert page.links()["長野県塩尻市"] == f"/municipalities/{SHIOJIRI}"
    assert "長野県塩尻市" in page.text
    assert "世田谷区" not in page.text
    lit = page.tree.select("svg.dot-map a.dot-map__lit")
    assert [(dot.attrs["href"], dot.attrs["aria-label"]) for dot in lit] == [(f"/municipalities/{SHIOJIRI}", "塩尻市")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=しおじり", ["長野県塩尻市"]),
        ("q=シオジリ", ["長野県塩尻市"]),
        ("q=shiojiri", ["長野県塩尻市"]),
        ("q=鯵ケ沢", ["青森県鰺ヶ沢町"]),
        ("q=府中", ["東京都府中市", "広島県府中市", "広島県府中町"]),
        ("q=東京都 府中", ["東京都府中市"]),
        ("q=府中&where=東京都", ["東京都府中市"]),
        ("where=東京", ["東京都世田谷区", "東京都府中市"]),
    ],
)
@pytest.mark.usefixtures("towns")
def test_every_municipality_is_found_by_name_reading_and_prefecture(
    client: PageClient, query: str, expected: list[str]
) -> None:
    page = client.get(f"/municipalities?{query}")
    rows = [words_of(row) for row in page.tree.select("main tbody th")]
    assert rows == expected


@pytest.mark.usefixtures("towns")
def test_a_search_says_who_takes_part_and_what_was_not_understood(client: PageClient) -> None:
    assert "参加しています" in client.get("/municipalities?q=塩尻").text
    assert "まだ参加していません" in client.get("/municipalities?q=世田谷").text
    lost = client.get("/municipalities?q=ありえない町&where=みかん県").text
    assert "この都道府県が見つかりません" in lost
    assert "この名前の市町村は見つかりません" in lost


def test_without_any_town_the_list_says_so(client: PageClient) -> None:
    assert "参加しているまちは、まだありません" in client.get("/municipalities").text


@pytest.mark.usefixtures("towns")
def test_a_town_that_takes_part_says_who_answers_and_how_to_register(client: PageClient) -> None:
    page = client.get(f"/municipalities/{SHIOJIRI}")
    for words in (
        "ぶどう畑のあるまちです。",
        "企画課",
        "kikaku@town.example",
        "000-0000-0000",
        "見本 太郎",
        "14日以内",
    ):
        assert words in page.text
    assert page.links()["塩尻市に登録を申し込む"] == f"/my/registrations/new/{SHIOJIRI}"
    assert page.tree.select_one("svg.dot-map--part")


def test_the_numbers_of_a_town_are_counted_and_only_its_own(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_programme(SHIOJIRI)
        a_programme("372081")
        a_listing(municipality_code=SHIOJIRI)
        a_listing(municipality_code="372081")
        a_listing(municipality_code="372081")
    numbers = {
        stat.find("dt").text: stat.find("strong").text
        for stat in client.get(f"/municipalities/{SHIOJIRI}").tree.select(".stat")
    }
    assert numbers["公開中の掲載"] == "1"
    assert numbers["登録している人"] == "0"
    assert "掲載の確認" not in numbers


@pytest.mark.usefixtures("towns")
def test_a_town_that_does_not_take_part_has_a_kind_page(client: PageClient) -> None:
    page = client.get(f"/municipalities/{SETAGAYA}")
    assert "まだふたまちに参加していません" in page.text
    assert "いまできること" in page.text
    assert "登録を申し込む" not in page.text


@pytest.mark.parametrize("status", [ProgrammeStatus.INVITED, ProgrammeStatus.LEFT])
def test_a_town_that_is_only_invited_or_gone_shows_as_absent(
    database: Any, client: PageClient, status: ProgrammeStatus
) -> None:
    with database.transaction():
        a_programme(SHIOJIRI, status=status, message="まだ秘密です")
    page = client.get(f"/municipalities/{SHIOJIRI}")
    assert "まだふたまちに参加していません" in page.text
    assert "まだ秘密です" not in page.text
    assert "塩尻市" not in client.get("/municipalities").text


def test_a_town_that_is_leaving_says_so_and_takes_no_registration(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_programme(SHIOJIRI, status=ProgrammeStatus.LEAVING)
    page = client.get(f"/municipalities/{SHIOJIRI}")
    assert "参加を終える手続き" in page.text
    assert "登録を申し込む" not in page.text
    assert "参加を終える手続き" in client.get("/municipalities").text


@pytest.mark.parametrize("code", [NAGANO_PREFECTURE, "999999", "塩尻市", "20215"])
@pytest.mark.usefixtures("towns")
def test_a_prefecture_or_an_unknown_code_is_not_a_town(client: PageClient, code: str) -> None:
    assert client.get(f"/municipalities/{code}", expect=404).status == 404


@pytest.mark.usefixtures("towns")
def test_names_are_suggested_as_they_are_typed(client: PageClient) -> None:
    answer = client.get("/municipalities/suggest?q=ふちゅう").response.json
    assert [found["code"] for found in answer or []] == list(FUCHU)
    assert (answer or [{}])[0] == {"code": "132063", "name": "東京都府中市", "kana": "ふちゅうし"}
    assert client.get("/municipalities/suggest?q=").response.json == []
    assert client.get("/municipalities/suggest").response.json == []


@pytest.mark.usefixtures("towns")
def test_the_pages_speak_english(client: PageClient) -> None:
    client.raw.set_cookie("futamachi_language", "en")
    for path in ("/municipalities", f"/municipalities/{SHIOJIRI}", f"/municipalities/{SETAGAYA}"):
        assert client.get(path).tree.find("html").attrs["lang"] == "en"


def test_only_who_may_apply_is_offered_to(database: Any, client: PageClient, signed_in: Any) -> None:
    with database.transaction():
        a_programme(SHIOJIRI)
        clerk, resident = a_clerk(SHIOJIRI), a_resident_user()
    offer = "塩尻市に登録を申し込む"
    assert offer in client.get(f"/municipalities/{SHIOJIRI}").links()
    assert offer in signed_in(resident).get(f"/municipalities/{SHIOJIRI}").links()
    assert offer not in signed_in(clerk).get(f"/municipalities/{SHIOJIRI}").links()
