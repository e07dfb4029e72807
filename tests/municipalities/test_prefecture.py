"""What a prefecture sees: its own municipalities and their numbers, no person, no other prefecture."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality, a_programme
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.actor import Role
from webapp.municipalities.models import ProgrammeStatus

NAGANO, GIFU, SHIOJIRI, MATSUMOTO, HIDA = "200000", "210005", "202151", "202029", "212172"
SignedIn = Callable[..., PageClient]


@pytest.fixture
def desk(database: Any, signed_in: SignedIn) -> PageClient:
    with database.transaction():
        for code in (NAGANO, GIFU, MATSUMOTO):
            a_municipality(code)
        a_programme(SHIOJIRI)
        a_programme(HIDA)
        a_listing(municipality_code=SHIOJIRI)
        person = a_staff_user(Role.PREFECTURE, NAGANO)
    return signed_in(person)


def test_a_prefecture_sees_its_municipalities_and_their_numbers(desk: PageClient) -> None:
    page = desk.get("/prefecture")
    assert page.h1 == "長野県のまち"
    tables = [[words_of(row) for row in table.select("tbody tr")] for table in page.tree.select("table")]
    assert len(tables[0]) == 1
    assert "塩尻市 運用中" in tables[0][0]
    assert [row.split()[0] for row in tables[1]] == ["松本市", "塩尻市"]
    assert "飛騨市" not in page.text
    assert page.tree.select_one("svg.dot-map--part a.dot-map__lit").attrs["aria-label"] == "塩尻市"


def test_an_invited_town_is_told_apart(database: Any, desk: PageClient) -> None:
    with database.transaction():
        a_programme(MATSUMOTO, status=ProgrammeStatus.INVITED)
    assert "招待中" in desk.get(f"/prefecture/{NAGANO}").text


def test_no_person_is_named(database: Any, desk: PageClient) -> None:
    with database.transaction():
        clerk = a_clerk(SHIOJIRI, display_name="中村 早紀")
    page = desk.get("/prefecture")
    for secret in (clerk.display_name, clerk.email, "kikaku@town.example"):
        assert secret not in page.html


@pytest.mark.parametrize("code", [GIFU, SHIOJIRI, "nothing"])
def test_another_prefecture_is_not_there(desk: PageClient, code: str) -> None:
    assert desk.get(f"/prefecture/{code}", expect=404).status == 404


def test_other_roles_do_not_open_it_and_a_prefecture_opens_no_towns_desk(
    database: Any, desk: PageClient, signed_in: SignedIn
) -> None:
    with database.transaction():
        clerk = a_clerk(SHIOJIRI)
    signed_in(clerk).get("/prefecture", expect=403)
    for path in ("/staff/settings", "/staff/registrations", "/operator", f"/staff/town/{SHIOJIRI}"):
        desk.get(path, expect=403)


def test_an_empty_prefecture_says_so(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_municipality(GIFU)
        person = a_staff_user(Role.PREFECTURE, GIFU)
    assert "まだありません" in signed_in(person).get("/prefecture").text
