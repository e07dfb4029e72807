"""Jobs of those who work with it against their goals: a decision in three clicks, the next one at hand, hands on the keys."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import CLERK, CORPORATION, sign_in
from tests.judges.recording import say
from tests.support.demo import Demo

CLEAN = "青木 美咲"


@pytest.fixture
def comes(running_demo: Demo, judges_browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a window for one person after another."""
    opened = []

    def open_for(who: str, width: int = 1280) -> Page:
        context = judges_browser.new_context(
            base_url=running_demo.url,
            locale="ja-JP",
            reduced_motion="reduce",
            viewport={"width": width, "height": 844},
        )
        opened.append(context)
        page = context.new_page()
        sign_in(page, who)
        return page

    yield open_for
    for context in opened:
        context.close()


def test_a_clean_registration_is_approved_in_three_clicks_and_the_next_one_is_at_hand(
    comes: Callable[..., Page],
) -> None:
    clerk = comes(CLERK)
    clerk.goto("/my")
    clicks = (
        clerk.locator(".next-step a.button"),
        clerk.get_by_role("main").get_by_role("link", name=CLEAN),
        clerk.get_by_role("button", name="登録を認めて登録証を出す"),
    )
    for target in clicks:
        target.first.click()
        clerk.wait_for_load_state()
    expect(clerk.get_by_role("main")).to_contain_text("登録を認め、登録証を発行しました")
    say(f"approve: {len(clicks)} clicks from the board")
    assert len(clicks) <= 3
    clerk.get_by_role("link", name="次の申請を開く").click()
    expect(clerk.get_by_role("heading", name="判断する")).to_be_visible()


def test_on_a_phone_the_menu_is_one_switch_and_shows_where_one_is(comes: Callable[..., Page]) -> None:
    corporation = comes(CORPORATION, width=390)
    corporation.goto("/desk/listings")
    switch = corporation.locator(".side-nav__toggle")
    expect(switch).to_contain_text("掲載をつくる")
    other = corporation.locator(".side-nav").get_by_role("link", name="合う人をさがす")
    expect(other).to_be_hidden()
    switch.press("Enter")
    other.click()
    expect(corporation.get_by_role("heading", level=1)).to_have_text("合う人をさがす")
