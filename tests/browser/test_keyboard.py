"""A visitor without a mouse finds a home on a phone's screen; the other jobs by keyboard are walked by the judges."""

from playwright.sync_api import Page, expect

from tests.judges.hands import Hands, find_a_home


def test_a_home_is_found_with_the_keyboard_alone(page: Page, width: int) -> None:
    assert width
    hands = Hands(page)
    page.goto("/listings")
    hands.key("Tab")
    expect(page.locator(":focus")).to_have_text("本文へ移動")
    hands.key("Enter")
    find_a_home(hands)
    assert hands.faults == []
