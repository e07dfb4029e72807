"""Nothing moves under the reader's finger: every public page and everybody's main pages, on a slow line, at two widths."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser
from werkzeug.routing import Map

from tests.browser.pages import SCREENS, address_of, people
from tests.judges.every_page import VISITOR, reached
from tests.judges.recording import say
from tests.judges.shifting import MOST, Moved, SlowTabs
from tests.support.demo import Demo

LEAST = 40


@contextmanager
def slow_tabs(browser: Browser, base_url: str, email: str = "") -> Iterator[SlowTabs]:
    tabs = SlowTabs(browser, base_url, email)
    try:
        yield tabs
    finally:
        tabs.close()


def told(found: list[Moved]) -> str:
    return "\n" + "\n".join(f"{one.name}: {one.sum:.3f} {' / '.join(one.things)}" for one in found if not one.is_still)


def test_no_public_page_moves_while_it_loads(running_demo: Demo, judges_browser: Browser, views: Map) -> None:
    found: list[Moved] = []
    with slow_tabs(judges_browser, running_demo.url) as tabs:
        places = list(reached(tabs.contexts[0], views, VISITOR, set()))
        for place, _html in places:
            found += tabs.look(place.path)
    say(f"layout shift: {len(places)} public pages, at most {max(one.sum for one in found):.3f}")
    assert len(places) >= LEAST
    assert all(one.is_still for one in found), told(found)


def test_nobodys_main_pages_move_while_they_load(running_demo: Demo, judges_browser: Browser) -> None:
    found: list[Moved] = []
    for who in filter(None, people()):
        with slow_tabs(judges_browser, running_demo.url, who) as tabs:
            for screen in [screen for screen in SCREENS if screen.who == who]:
                found += tabs.look(address_of(tabs.tabs[0], screen))
    say(f"layout shift: {len(found)} main pages of people, at most {max(one.sum for one in found):.3f}")
    assert all(one.is_still for one in found), told(found)


def test_control_a_page_that_moves_is_noticed(bad_url: str, judges_browser: Browser) -> None:
    with slow_tabs(judges_browser, bad_url) as tabs:
        found = tabs.look("/moving")
    assert all(one.sum > MOST * 5 for one in found), found
    assert any("below" in thing for one in found for thing in one.things)
