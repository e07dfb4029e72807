"""The pages of suggestions: by kind, with few questions to the database, and only for whom they are."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from tests.factories.accounts import a_clerk
from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.listings.models import ListingKind

SignedIn = Callable[..., PageClient]
MOST_QUERIES = 8
PAGES = ("/my/matches", "/my/matches?kind=home", "/my/matches/towns", "/my/matches/wider")


def a_town_with_everything() -> None:
    for kind in ListingKind:
        for number in range(4):
            a_listing(
                "202151",
                kind,
                title=f"{kind.label}{number}",
                body="お祭りと畑の町です。",
                price=None,
                monthly_cost=42_000,
            )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_the_database_little_however_much_it_shows(database: Any, signed_in: SignedIn, path: str) -> None:
    with database.transaction():
        user = a_matchable(kinds=[kind.value for kind in ListingKind], monthly_budget=40_000)
        a_town_with_everything()
    browser = signed_in(user)
    browser.get(path)
    asked: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_rest: asked.append(sql))
    browser.get(path)
    selects = [sql for sql in asked if not sql.startswith(("BEGIN", "PRAGMA"))]
    assert len(selects) <= MOST_QUERIES, "\n".join(selects)
    assert all(sql.lstrip().upper().startswith("SELECT") for sql in selects)


def test_each_kind_has_its_tab(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(monthly_budget=50_000)
        a_town_with_everything()
    browser = signed_in(user)
    page = browser.get("/my/matches")
    tabs = {words_of(link): str(link.attrs["href"]) for link in page.tree.select(".kind-links a")}
    assert list(tabs) == ["すべて", "住まい", "働く場所", "仕事", "催し", "手伝い"]
    kinds = [kind for kind in ListingKind if kind is not ListingKind.SERVICE]  # shops and buses are no suggestion
    for kind, address in zip(kinds, list(tabs.values())[1:], strict=True):
        shown = browser.get(address).tree.select("main .match")
        assert {card.attrs["data-kind"] for card in shown} == {kind.value}
        assert len(shown) == 4
    assert browser.get("/my/matches?kind=castle").text == browser.get("/my/matches").text


@pytest.mark.parametrize("path", PAGES)
def test_only_residents_have_suggestions(database: Any, signed_in: SignedIn, client: PageClient, path: str) -> None:
    with database.transaction():
        clerk = a_clerk("202151")
    signed_in(clerk).get(path, expect=403)
    assert client.get(path, expect=303).location.startswith("/sign-in")
