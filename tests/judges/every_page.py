"""One page of every view that somebody of the demo reaches by following links, kept for the judges of accessibility."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from tests.browser.pages import sign_in
from tests.judges.seen import DESK, PHONE
from tests.support.demo import Demo
from tests.support.following import LINK, NOT_FOLLOWED, PEOPLE

VISITOR = ""
#: whose pages are drawn for a wide screen first
AT_DESKS = frozenset({"corporation", "hub", "partner", "clerk", "admin", "prefecture", "operator"})


@dataclass(frozen=True)
class Place:
    """Where a judge goes: the account's name before the @ (empty: a visitor), the view, the address; `state` if it is no plain visit."""

    who: str
    endpoint: str
    path: str
    state: str = ""


#: pages nobody is led to, or led to by a mistake
ASIDE = (
    Place(VISITOR, "not there", "/nothing-here", "404"),
    Place("resident", "not allowed", "/staff/registrations", "403"),
    Place(VISITOR, "listings.search", "/listings?q=zzzz", "empty"),
    Place(VISITOR, "projects.index", "/projects?town=131016", "empty"),
    Place(VISITOR, "pages.front", "/", "en"),
    Place(VISITOR, "listings.search", "/listings", "en"),
    Place("resident", "pages.dashboard", "/my", "en"),
    Place("resident", "pages.dashboard", "/my", "easy"),
    Place(VISITOR, "pages.front", "/", "easy"),
    Place(VISITOR, "pages.help", "/help", "furigana"),
)
#: forms sent off empty: the page that comes back says what is missing
EMPTY_FORMS = (
    Place(VISITOR, "accounts.sign_in", "/sign-in", "422"),
    Place(VISITOR, "accounts.sign_up", "/sign-up", "422"),
    Place(VISITOR, "verify.form", "/verify", "422"),
    Place("resident", "residents.wishes", "/my/profile/wishes", "422"),
    Place("clerk", "activities_staff.new", "/staff/activities/new/202151", "422"),
    Place("clerk", "registrations_staff.new_entry", "/staff/registrations/entry", "422"),
)


def endpoint_of(views: Map, path: str) -> str:
    """The view behind an address on this site, or an empty name."""
    try:
        return str(views.bind("localhost").match(urlsplit(path).path, method="GET")[0])
    except HTTPException:
        return ""


@contextmanager
def browser_of(browser: Browser, demo: Demo, who: str, *, width: int = 0, scheme: str = "light") -> Iterator[Page]:
    """A tab of one of the demo's people, signed in through the form."""
    wide = width or (DESK if who in AT_DESKS else PHONE)
    context = browser.new_context(
        base_url=demo.url,
        locale="ja-JP",
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        viewport={"width": wide, "height": 844},
    )
    try:
        page = context.new_page()
        if who:
            sign_in(page, f"{who}@demo.example")
        yield page
    finally:
        context.close()


def reached(context: BrowserContext, views: Map, who: str, known: set[str]) -> Iterator[tuple[Place, str]]:
    """Follow links breadth first; the first page of each view that is not `known` yet, with its HTML."""
    starts = ["/", "/demo/mail", "/gallery"] if who == VISITOR else ["/my", "/settings"]
    waiting, opened = deque(starts), set()
    while waiting:
        path = waiting.popleft()
        endpoint = endpoint_of(views, path)
        if not endpoint or endpoint in opened:
            continue
        opened.add(endpoint)
        answer = context.request.get(path, max_redirects=0)
        if 300 <= answer.status < 400:
            waiting.append(urldefrag(answer.headers["location"])[0])
            continue
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        html = answer.text()
        if endpoint not in known:
            known.add(endpoint)
            yield Place(who, endpoint, path), html
        for href, _words in LINK.findall(html):
            if href.startswith("/") and not href.startswith(NOT_FOLLOWED):
                waiting.append(urldefrag(unescape(href))[0])


def everybody() -> list[str]:
    """Visitors first."""
    return [VISITOR, *PEOPLE]


def go(page: Page, place: Place) -> None:
    """Open a place in its state."""
    context = page.context
    context.clear_cookies(name="futamachi_language")
    context.clear_cookies(name="futamachi_furigana")
    if place.state in {"en", "easy"}:
        context.add_cookies([{"name": "futamachi_language", "value": place.state, "url": page.url}])
    if place.state == "furigana":
        context.add_cookies([{"name": "futamachi_furigana", "value": "on", "url": page.url}])
    page.goto(place.path)
    if place.state == "422":
        with page.expect_navigation():
            page.eval_on_selector("main form[method=post]", "form => form.submit()")
