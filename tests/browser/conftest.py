"""The browser of the system, in Japanese; a page that complains in its console fails its test."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import select

from tests.support.books import books_in_order
from tests.support.client import PageClient
from tests.support.site import Site
from webapp.accounts.models import User

__all__ = ["books_in_order"]
NARROW, WIDE = 390, 1280
Desk = Callable[[str], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies here drives a browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, without a way out of the machine."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed")
    rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
    return {"executable_path": program, "args": ["--no-sandbox", "--disable-dev-shm-usage", rules]}


@pytest.fixture
def width(request: pytest.FixtureRequest) -> int:
    """A phone, the tighter of the two; `@pytest.mark.parametrize("width", [WIDE], indirect=True)` asks for a desktop.

    Every screen is looked at in both widths by the judges.
    """
    return int(getattr(request, "param", NARROW))


@pytest.fixture
def browser_context_args(site: Site, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A person in Japan before the seeded demo."""
    width = request.getfixturevalue("width") if "width" in request.fixturenames else WIDE
    return {
        "base_url": site.url,
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "reduced_motion": "reduce",
        "viewport": {"width": width, "height": 844 if width == NARROW else 900},
    }


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab; what its console complains about fails the test."""
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    ours = [words for words in complaints if "Failed to load resource" not in words]
    assert ours == [], f"the console complains: {ours}"


@pytest.fixture
def signs_in(site: Site) -> Callable[[BrowserContext, str], None]:
    """Signs a browser in as one of the demo's people; the form itself is walked through once, by the newcomer."""

    def start(context: BrowserContext, who: str) -> None:
        with site.database.transaction(read_only=True) as session:
            person = session.exec(select(User).where(User.email == who)).one()
        name = str(site.app.config["SESSION_COOKIE_NAME"])
        kept = PageClient(site.app).sign_in(person).raw.get_cookie(name)
        assert kept is not None
        context.add_cookies([{"name": name, "value": kept.value, "url": site.url}])

    return start


@pytest.fixture
def at_desk(
    browser: Browser, site: Site, width: int, signs_in: Callable[[BrowserContext, str], None]
) -> Iterator[Desk]:
    """Opens a browser of their own for a person of the demo, signed in; it is closed with the test."""
    opened: list[BrowserContext] = []

    def open_for(who: str) -> Page:
        viewport: Any = {"width": width, "height": 900}
        context = browser.new_context(
            base_url=site.url, locale="ja-JP", timezone_id="Asia/Tokyo", viewport=viewport, reduced_motion="reduce"
        )
        opened.append(context)
        signs_in(context, who)
        return context.new_page()

    yield open_for
    for context in opened:
        context.close()


@pytest.fixture
def check_accessibility() -> Callable[[Page], None]:
    """Runs axe on the screen as it stands."""

    def check(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        size = page.viewport_size or {"width": WIDE, "height": 900}
        for width in (NARROW, WIDE):
            page.set_viewport_size({**size, "width": width})
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{page.url} is {overflow} px wider than a screen of {width} px"
        page.set_viewport_size(size)

    return check
