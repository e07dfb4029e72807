"""axe-core on every main screen, on a phone and on a desktop."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.pages import SCREENS, address_of, people, tab_of
from tests.support.demo import Demo


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {v['id']}: {v['nodes'][0]['html'][:160]} (+{len(v['nodes']) - 1})" for v in found]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "light"), (1280, "dark")])
def test_every_screen_is_accessible(running_demo: Demo, judges_browser: Browser, width: int, scheme: str) -> None:
    found = []
    for who in people():
        context = judges_browser.new_context(
            base_url=running_demo.url,
            locale="ja-JP",
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 844},
        )
        page = tab_of(context, who)
        for screen in [screen for screen in SCREENS if screen.who == who]:
            page.goto(address_of(page, screen))
            found += violations(page)
        context.close()
    assert not found, "\n" + "\n".join(found)


def test_control_a_bad_page_is_found(bad_url: str, judges_browser: Browser) -> None:
    page = judges_browser.new_page()
    page.goto(f"{bad_url}/bad")
    rules = " ".join(violations(page))
    page.close()
    assert all(rule in rules for rule in ("image-alt", "button-name", "color-contrast", "html-has-lang")), rules
