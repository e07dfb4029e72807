"""A visitor without a mouse finds a home on a phone's screen; the other jobs by keyboard are walked by the judges."""

import re

from playwright.sync_api import Page, expect

from tests.judges.hands import Hands


def test_a_home_is_found_with_the_keyboard_alone(page: Page, width: int) -> None:
    assert width
    hands = Hands(page)
    page.goto("/listings")
    hands.key("Tab")
    expect(page.locator(":focus")).to_have_text("本文へ移動")
    hands.key("Enter")
    hands.write(page.locator("main [name=q]").first, "家")
    hands.key("Enter")
    page.wait_for_url(re.compile("q="))
    hands.reach(page.locator("main summary").first)
    hands.key("Enter")
    hands.choose(page.locator("main select[name=prefecture]").first, "200000")
    hands.enter(page.locator("main form:has(select[name=prefecture]) button[type=submit]").first)
    page.wait_for_url(re.compile("prefecture=200000"))
    hands.enter(page.locator("main .card__title a").first)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert hands.faults == []
