"""The browser of the system, in Japanese; a page that complains in its console fails its test."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.support.site import Site

NARROW, WIDE = 390, 1280


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


@pytest.fixture(params=[NARROW, WIDE], ids=["phone", "desktop"])
def width(request: pytest.FixtureRequest) -> int:
    """Ask for this fixture and the test runs on a phone and on a desktop."""
    return int(request.param)


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
def check_accessibility() -> Callable[[Page], None]:
    """Runs axe on the screen as it stands."""

    def check(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url} is {overflow} px wider than the screen"

    return check
