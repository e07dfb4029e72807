"""What a page says of its own listing is kept, and never older than the row, the language or the day."""

from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.factories.listings import a_listing
from tests.listings.conftest import Making
from tests.support.client import PageClient
from webapp.core.templating import LANGUAGE_COOKIE
from webapp.listings import drawn
from webapp.listings.models import Listing, ListingKind


@pytest.fixture
def path(making: Making) -> str:
    with making():
        return f"/listings/{a_listing(body='井戸があります。').id}"


def change(database: Any, **values: Any) -> None:
    with database.transaction() as session:
        listing = session.exec(select(Listing)).one()
        for name, value in values.items():
            setattr(listing, name, value)


def test_the_page_follows_every_change_of_the_row(path: str, database: Any, client: PageClient) -> None:
    assert "井戸があります。" in client.get(path).text
    change(database, body="井戸は、もうありません。")
    assert "井戸は、もうありません。" in client.get(path).text
    change(database, drawbacks="冬は寒いです。", themes=["rice"])
    told = client.get(path).text
    assert "冬は寒いです。" in told
    assert "米づくり・棚田" in told


def test_each_language_has_its_own(path: str, client: PageClient) -> None:
    japanese = client.get(path).tree.select("main dt")
    client.raw.set_cookie(LANGUAGE_COOKIE, "en")
    english = client.get(path).tree.select("main dt")
    assert japanese[0].text != english[0].text


@pytest.fixture
def listing() -> Listing:
    return Listing(id="1", kind=ListingKind.HOME, municipality_code="202151", title="家", details={})


def test_a_page_drawn_before_asks_for_no_answers_again(
    app: Flask, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context():
        first = drawn.told(listing)
        monkeypatch.setattr(drawn, "_draw", None)
        assert drawn.told(listing) is first


def test_what_was_drawn_does_not_grow_without_end(
    app: Flask, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn, "_MOST_TOLD", 3)
    monkeypatch.setattr(drawn, "_told", {})
    with app.test_request_context():
        for number in range(6):
            listing.title = f"家 {number}"
            drawn.told(listing)
    assert len(drawn._told) == 3
