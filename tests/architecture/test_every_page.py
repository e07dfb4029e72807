"""Whoever follows the links of the seeded demo finds no dead end, no error and no unclean page."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from flask import Flask
from sqlmodel import select
from werkzeug.exceptions import HTTPException

from tests.support.client import Page, PageClient
from tests.support.pagelint import lint
from tests.support.speech import foreign
from webapp.accounts.models import User
from webapp.core.actor import Role
from webapp.core.i18n import LANGUAGES
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, audiences_of
from webapp.core.templating import LANGUAGE_COOKIE

VISITOR = "visitor"
PEOPLE = ("resident", "resident2", "owner", "corporation", "hub", "partner", "clerk", "admin", "prefecture", "operator")
PAGES_EACH = 2
#: sees what a clerk sees, and more: one page of what both may open
ADMIN = "admin"
#: the languages of the first and the second page of a view; who is not named reads Japanese first, then English
TONGUES = {
    "resident": ("en", "ja"),
    "resident2": ("easy", "ja"),
    "corporation": ("en", "easy"),
    "hub": ("easy", "en"),
    "admin": ("en", "ja"),
}
#: they show Japanese that was stored as it was said then, or examples: letters, papers, lists of a town, parts of pages
AS_STORED = (
    "demo.",
    "corporations.notice",
    "designation",
    "gallery.",
    "pledges.show",
    "registrant_lists.export",
    "bank_figures",
    "listings_desk.summary",  # a maker's own words may be words of ours: 平日, なし
)
#: the address and the first words of a link
LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"[^>]*>\s*([^<]*)')
#: leaves the site or changes something
NOT_FOLLOWED = ("/demo/mail/", "/assets/", "mailto:", "tel:")


def browser_of(app: Flask, who: str) -> PageClient:
    browser = PageClient(app)
    if who == VISITOR:
        return browser
    with app.extensions["futamachi"].database.transaction(read_only=True) as session:
        person = session.exec(select(User).where(User.email == f"{who}@demo.example")).one()
    return browser.sign_in(person)


def endpoint_of(app: Flask, path: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")[0])
    except HTTPException:
        return f"no view for {path}"


def links_of(page: Page) -> Iterator[str]:
    """Every address on this site that the page links to; a link that leads nowhere is reported by its own words."""
    for href, words in LINK.findall(page.html):
        if href in {"", "#"}:
            yield f"nowhere: {words}"
        elif href.startswith("/") and not href.startswith(NOT_FOLLOWED):
            yield urldefrag(unescape(href))[0]


def pages_of(app: Flask, who: str, endpoint: str) -> int:
    """How many pages of a view are opened: those for everybody are looked at as a visitor sees them."""
    view = app.view_functions.get(endpoint)
    if view is None or who == VISITOR:
        return PAGES_EACH
    audience = audiences_of(view)
    is_seen_by_others = PUBLIC in audience or (who == ADMIN and bool({SIGNED_IN, Role.CLERK} & audience))
    return 1 if is_seen_by_others else PAGES_EACH


def walk(app: Flask, who: str, starts: list[str]) -> tuple[list[str], int]:
    """Follow links breadth first, a few pages of each view; what is wrong, and how many pages were opened."""
    browser = browser_of(app, who)
    waiting: deque[tuple[str, str]] = deque((start, "the start") for start in starts)
    seen: set[str] = set()
    opened: Counter[str] = Counter()
    wrong: list[str] = []
    while waiting:
        path, source = waiting.popleft()
        endpoint = endpoint_of(app, path) if path.startswith("/") else path
        if path in seen or opened[endpoint] >= pages_of(app, who, endpoint):
            continue
        seen.add(path)
        tongue = TONGUES.get(who, ("ja", "en"))[opened[endpoint] % 2]
        opened[endpoint] += 1
        if not path.startswith("/"):
            wrong.append(f"{source} has a link to {path}")
            continue
        browser.raw.set_cookie(LANGUAGE_COOKIE, tongue)
        page = Page(browser.raw.get(path), browser)
        wrong += [f"{path} in {tongue!r} (linked from {source}): {fault}" for fault in faults(page, endpoint, tongue)]
        if page.response.mimetype == "text/html":
            found = [page.location] if 300 <= page.status < 400 else list(links_of(page))
            waiting.extend((link, path) for link in found)
        page.response.close()  # a file that is sent piece by piece would keep its request, and so its language, open
    return wrong, len(seen)


def faults(page: Page, endpoint: str, tongue: str) -> list[str]:
    if 300 <= page.status < 400:
        return []
    if page.status != 200:
        return [f"answers {page.status}"]
    if page.response.mimetype != "text/html":
        return []
    mixed = [] if endpoint.startswith(AS_STORED) else foreign(page.html, LANGUAGES[tongue].tag)
    return [*lint(page.document), *(f"{words} is not {LANGUAGES[tongue].name}" for words in mixed)]


def must_be_clean(found: tuple[list[str], int], at_least: int) -> None:
    wrong, opened = found
    assert not wrong, "\n" + "\n".join(wrong)
    assert opened >= at_least


@pytest.mark.settings(rate_limits=False)
def test_a_visitor_finds_every_page_clean(demo_app: Flask) -> None:
    must_be_clean(walk(demo_app, VISITOR, ["/", "/demo/mail", "/gallery"]), 25)


@pytest.mark.settings(rate_limits=False)
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_of_the_demo_finds_every_page_clean(demo_app: Flask, who: str) -> None:
    must_be_clean(walk(demo_app, who, ["/my", "/settings"]), 20)


@pytest.mark.settings(rate_limits=False)
def test_the_letters_of_the_demo_are_clean_pages(demo_app: Flask) -> None:
    browser = PageClient(demo_app)
    letters: list[Any] = browser.get("/demo/mail").soup.select('a[href^="/demo/mail/"]')
    assert letters
    for letter in letters[:10]:
        browser.get(str(letter["href"]))


def test_the_walk_reports_a_dead_link_and_an_error(demo_app: Flask) -> None:
    page = '<!doctype html><html lang="ja"><a href="#">ここ</a> <a href="/missing">あちら</a>'
    demo_app.add_url_rule("/bad-start", endpoint="bad", view_func=allow(PUBLIC)(lambda: page))
    wrong, _opened = walk(demo_app, VISITOR, ["/bad-start"])
    assert any("nowhere: ここ" in sentence for sentence in wrong)
    assert any("/missing" in sentence and "answers 404" in sentence for sentence in wrong)
