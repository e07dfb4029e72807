"""What the judges look at: the demo as users start it, the bad site, a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.judges import bad_site
from tests.judges.tools import chromium
from tests.support import demo


@pytest.fixture(scope="session")
def running_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[demo.Demo]:
    """The whole demo in processes of its own."""
    with demo.running(tmp_path_factory.mktemp("judged")) as started:
        yield started


@pytest.fixture(scope="session")
def bad_url() -> Iterator[str]:
    """The positive control."""
    with bad_site.running() as url:
        yield url


@pytest.fixture(scope="session")
def judges_browser() -> Iterator[Browser]:
    """Chromium for judges that look at screens."""
    program = chromium()
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()
