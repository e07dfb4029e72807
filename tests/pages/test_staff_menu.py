"""The side navigation of the staff: folded where there is much of it, open where the reader is; the way back."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_clerk
from tests.factories.municipalities import a_programme
from tests.factories.residents import SHIOJIRI
from tests.support.client import PageClient
from tests.support.pagelint import words_of


@pytest.fixture
def clerk(database: Any, signed_in: Callable[..., PageClient]) -> PageClient:
    with database.transaction():
        a_programme(SHIOJIRI)
        user = a_clerk(SHIOJIRI)
    return signed_in(user)


def open_groups(page: Any) -> list[str]:
    return [words_of(group.find("summary")) for group in page.tree.select(".side-nav__group[open]")]


@pytest.mark.parametrize(
    ("path", "group", "place"),
    [
        ("/my", "きょうの仕事", "マイページ"),
        ("/staff/registrations", "登録する人", "登録の審査"),
        ("/staff/certificates/mass-revocations/new", "証明書と特典", None),
        ("/staff/designations/invitations", "法人", "支援法人"),
        ("/staff/accounting/differences", "取り組みと寄附", "寄附の帳簿"),
    ],
)
def test_the_menu_is_open_where_the_reader_is(clerk: PageClient, path: str, group: str, place: str | None) -> None:
    page = clerk.get(path)
    assert open_groups(page) == [group]
    assert [link.text for link in page.tree.select(".side-nav [aria-current]")] == ([place] if place else [])
    assert len(page.tree.select(".side-nav__group")) >= 9


def test_the_way_back_leads_to_the_readers_own_board_and_for_visitors_to_the_front(clerk: PageClient) -> None:
    first = [
        clerk.get(path).tree.select_one(".breadcrumb a").attrs["href"]
        for path in ("/staff/deadlines", "/my", "/municipalities")
    ]
    assert first == ["/my", "/", "/"]
