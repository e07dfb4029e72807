"""The way of the Tab key through every main screen: every stop has a ring, nothing covers it, none holds the key."""

from collections import Counter

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import SCREENS, address_of, people, tab_of
from tests.judges import seen
from tests.judges.recording import Recorder, say
from tests.support.demo import Demo


def test_every_screen_is_gone_through_by_tab(running_demo: Demo, judges_browser: Browser, recorder: Recorder) -> None:
    found: list[tuple[str, str]] = []
    for who in people():
        context = judges_browser.new_context(
            base_url=running_demo.url,
            locale="ja-JP",
            reduced_motion="reduce",
            viewport={"width": seen.PHONE, "height": 844},
        )
        page = tab_of(context, who)
        for screen in [screen for screen in SCREENS if screen.who == who]:
            page.goto(address_of(page, screen))
            found += [(criterion, f"{screen.name} {html}") for criterion, html in seen.tab_round(page).faults]
        context.close()
    recorder.tell("order", len(SCREENS), [criterion for criterion, _sentence in found])
    say(f"{len(SCREENS)} screens by Tab, faults: {dict(Counter(criterion for criterion, _sentence in found))}")
    assert not found, "\n" + "\n".join(f"{criterion} {sentence}" for criterion, sentence in found)


def test_control_each_fault_of_the_way_is_noticed(bad_url: str, judges_browser: Browser) -> None:
    page = judges_browser.new_page(viewport={"width": seen.PHONE, "height": 844})
    page.goto(f"{bad_url}/hard")
    found = {criterion for criterion, _html in seen.tab_round(page).faults}
    page.close()
    assert found >= {"2.4.7", "2.4.11", "2.4.3"}


def test_control_a_trap_is_noticed(bad_url: str, judges_browser: Browser) -> None:
    page = judges_browser.new_page()
    page.goto(f"{bad_url}/trap")
    assert "2.1.2" in {criterion for criterion, _html in seen.tab_round(page).faults}
    page.close()


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_a_page_has_stops_at_all(running_demo: Demo, judges_browser: Browser, path: str) -> None:
    page = judges_browser.new_page()
    page.goto(running_demo.url + path)
    assert seen.tab_round(page).stops > 5
    page.close()
