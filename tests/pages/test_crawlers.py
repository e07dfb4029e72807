"""What search engines are told: where they may go, which pages there are, which address a page has."""

import re

import pytest
from flask import Flask
from sqlmodel import select

from tests.support.client import PageClient
from webapp.listings.models import Listing, ListingStatus


@pytest.fixture
def visitor(demo_app: Flask) -> PageClient:
    return PageClient(demo_app)


def listed(visitor: PageClient) -> list[str]:
    return re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", visitor.raw.get("/sitemap.xml").get_data(as_text=True))


def test_robots_are_shown_the_list_and_kept_from_doors_of_people(visitor: PageClient) -> None:
    text = visitor.raw.get("/robots.txt").get_data(as_text=True)
    assert re.search(r"^Sitemap: https?://[^/]+/sitemap\.xml$", text, re.MULTILINE)
    assert {"Disallow: /my", "Disallow: /staff"} <= set(text.splitlines())


def test_every_kind_of_listed_page_is_there_and_names_that_address_as_its_own(visitor: PageClient) -> None:
    kinds = {re.sub(r"\w{26}|\d{6}", "*", path): path for path in listed(visitor)}
    assert {"/", "/listings/*", "/projects/*", "/municipalities/*", "/corporations/*"} <= kinds.keys()
    for path in kinds.values():
        page = visitor.get(path)
        (canonical,) = [str(tag.attrs["href"]) for tag in page.tree.select("link[rel=canonical]")] or [path]
        assert canonical.endswith(path)
        assert len(str(page.tree.select_one("meta[name=description]").attrs["content"])) > 15


def test_the_address_of_a_search_is_the_search_without_what_was_typed(visitor: PageClient) -> None:
    page = visitor.get("/listings?q=平屋&kind=home")
    assert str(page.tree.select_one("link[rel=canonical]").attrs["href"]).endswith("/listings")


def test_what_is_not_public_is_not_listed(demo_app: Flask, visitor: PageClient) -> None:
    database = demo_app.extensions["futamachi"].database
    with database.transaction(read_only=True) as session:
        states = {f"/listings/{row.id}": row.status for row in session.exec(select(Listing))}
    found = {path for path in listed(visitor) if path in states}
    hidden = {path for path, status in states.items() if status is not ListingStatus.PUBLISHED}
    assert found
    assert hidden
    assert found.isdisjoint(hidden)
