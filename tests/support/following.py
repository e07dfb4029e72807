"""Follows the links of the seeded demo as one person after another, and says what is wrong with the pages."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urlsplit
from zlib import crc32

from flask import Flask
from sqlmodel import select
from werkzeug.exceptions import HTTPException

from tests.support.client import Page, PageClient
from tests.support.pagelint import lint
from tests.support.speech import foreign
from webapp.accounts.models import User
from webapp.core.actor import Role
from webapp.core.i18n import LANGUAGES
from webapp.core.permissions import PUBLIC, SIGNED_IN, audiences_of
from webapp.core.templating import LANGUAGE_COOKIE

VISITOR = "visitor"
PEOPLE = ("resident", "resident2", "owner", "corporation", "hub", "partner", "clerk", "admin", "prefecture", "operator")
#: sees what a clerk sees, and more
ADMIN = "admin"
#: the languages that a person reads, a view in one of them; the other languages of each view are for the judges
READS = {
    "resident": ("en", "ja"),
    "resident2": ("ja", "easy"),
    "owner": ("ja", "easy"),
    "hub": ("easy", "ja"),
    "partner": ("easy", "en"),
    "clerk": ("ja",),
    ADMIN: ("en",),
}
USUAL = ("ja", "en")
#: of the views that others open too, a person opens every third
SHARES = 3
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
    """A browser in which one of the demo's people is signed in."""
    browser = PageClient(app)
    if who == VISITOR:
        return browser
    with app.extensions["futamachi"].database.transaction(read_only=True) as session:
        person = session.exec(select(User).where(User.email == f"{who}@demo.example")).one()
    return browser.sign_in(person)


def endpoint_of(app: Flask, path: str) -> str:
    """The view behind an address."""
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


def tongues_of(app: Flask, who: str, endpoint: str) -> tuple[str, ...]:
    """In which languages a person opens a view, a page each; a visitor sees two pages of what is for everybody."""
    if who == VISITOR:
        return USUAL
    view = app.view_functions.get(endpoint)
    audience = audiences_of(view) if view else frozenset()
    reads, lot = READS.get(who, USUAL), crc32(f"{who} {endpoint}".encode())
    is_seen_by_others = PUBLIC in audience or (who == ADMIN and bool({SIGNED_IN, Role.CLERK} & audience))
    if is_seen_by_others and lot % SHARES:
        return ()
    return (reads[lot % len(reads)],)


def walk(app: Flask, who: str, starts: list[str], tongues: tuple[str, ...] | None = None) -> tuple[list[str], int]:
    """Follow links breadth first, a page of each view in each language; what is wrong, and how many were opened."""
    browser = browser_of(app, who)
    waiting: deque[tuple[str, str]] = deque((start, "the start") for start in starts)
    seen: set[str] = set()
    opened: Counter[str] = Counter()
    wrong: list[str] = []
    while waiting:
        path, source = waiting.popleft()
        endpoint = endpoint_of(app, path) if path.startswith("/") else path
        reads = tongues or tongues_of(app, who, endpoint)
        if path in starts:
            reads = reads or READS.get(who, USUAL)[:1]  # whatever others see of it, a walk has to begin
        if path in seen or opened[endpoint] >= len(reads):
            continue
        seen.add(path)
        tongue = reads[opened[endpoint]]
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
    """What is wrong with one answer."""
    if 300 <= page.status < 400:
        return []
    if page.status != 200:
        return [f"answers {page.status}"]
    if page.response.mimetype != "text/html":
        return []
    mixed = [] if endpoint.startswith(AS_STORED) else foreign(page.html, LANGUAGES[tongue].tag)
    return [*lint(page.document), *(f"{words} is not {LANGUAGES[tongue].name}" for words in mixed)]
