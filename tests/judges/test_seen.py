"""Every main screen at 320 px, with wider spacing, by the size of its targets, and on the way of the Tab key through it."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import SCREENS, address_of, people, tab_of
from tests.judges import seen
from tests.judges.recording import Recorder, say
from tests.support.demo import Demo

#: the criterion that each look answers
ANSWERED = {"reflow": "1.4.10", "spacing": "1.4.12", "targets": "2.5.8"}


def looks(page: Page, name: str) -> Iterator[tuple[str, str, str]]:
    """Test, criterion and sentence of whatever is wrong here."""
    for way, look in (("reflow", seen.too_wide), ("targets", seen.small_targets), ("spacing", seen.cut_off)):
        yield from ((way, ANSWERED[way], f"{name} {sentence}") for sentence in look(page))
    for criterion, html in seen.tab_round(page).faults:
        yield "order", criterion, f"{name} {criterion} {html}"


def test_every_screen_is_read_and_worked_by_everybody(
    running_demo: Demo, judges_browser: Browser, recorder: Recorder
) -> None:
    found: list[tuple[str, str, str]] = []
    for who in people():
        context = judges_browser.new_context(
            base_url=running_demo.url,
            locale="ja-JP",
            reduced_motion="reduce",
            viewport={"width": 390, "height": 844},
        )
        page = tab_of(context, who)
        for screen in [screen for screen in SCREENS if screen.who == who]:
            page.goto(address_of(page, screen))
            found += looks(page, screen.name)
        context.close()
    for way in (*ANSWERED, "order"):
        recorder.tell(way, len(SCREENS), [criterion for told, criterion, _sentence in found if told == way])
    say(f"{len(SCREENS)} screens, faults: {dict(Counter(way for way, _criterion, _sentence in found))}")
    assert not found, "\n" + "\n".join(sentence for _way, _criterion, sentence in found)


def test_control_each_fault_is_noticed(bad_url: str, judges_browser: Browser) -> None:
    page = judges_browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{bad_url}/hard")
    found = {criterion for _way, criterion, _sentence in looks(page, "bad")}
    page.close()
    assert found >= {"1.4.10", "1.4.12", "2.5.8", "2.4.7", "2.4.11", "2.4.3"}


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
