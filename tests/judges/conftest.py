"""What the judges look at: the demo as users start it, the bad site, a browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.routing import Map

from tests.browser.journeys import Person
from tests.browser.pages import sign_in
from tests.judges import bad_site
from tests.judges.recording import SAID, Recorder
from tests.judges.tools import chromium
from tests.judges.walking import Walked, walk
from tests.support import demo
from tests.support.settings import make_settings
from webapp import create_app

PHONE = {"width": 390, "height": 844}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was looked at, whether it passed or not."""
    for sentence in SAID:
        terminalreporter.write_line(sentence)


@pytest.fixture(scope="session")
def running_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[demo.Demo]:
    """The whole demo in processes of its own."""
    with demo.running(tmp_path_factory.mktemp("judged"), patience=300) as started:
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


@pytest.fixture
def comes(running_demo: demo.Demo, judges_browser: Browser) -> Iterator[Callable[..., Person]]:
    """Opens a window on a phone for one person after another."""
    opened = []

    def open_for(who: str = "") -> Person:
        context = judges_browser.new_context(
            base_url=running_demo.url, locale="ja-JP", reduced_motion="reduce", viewport=PHONE
        )
        opened.append(context)
        page = context.new_page()
        if who:
            sign_in(page, who)
        return Person(page)

    yield open_for
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def recorder() -> Iterator[Recorder]:
    """What the judges of accessibility tell; the published file is written anew when all of them have run."""
    made = Recorder()
    yield made
    made.write()


@pytest.fixture(scope="session")
def views(tmp_path_factory: pytest.TempPathFactory) -> Map:
    """The addresses of the service, to tell one view from another."""
    folder = tmp_path_factory.mktemp("views")
    app = create_app(make_settings(f"sqlite:///{folder / 'none.db'}", folder))
    return app.url_map


@pytest.fixture(scope="session")
def walked(
    running_demo: demo.Demo, judges_browser: Browser, views: Map, tmp_path_factory: pytest.TempPathFactory
) -> Walked:
    """Every view that anybody of the demo reaches, opened once and looked at by axe."""
    return walk(running_demo, judges_browser, views, tmp_path_factory.mktemp("pages"))
