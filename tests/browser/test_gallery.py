"""Every component passes axe, fits a phone, and can be used from the keyboard, also in the dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Check = Callable[[Page], None]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_is_accessible(page: Page, scheme: str, check_accessibility: Check) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/gallery")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_accessibility(page)


def test_everything_remains_in_forced_colours(page: Page, check_accessibility: Check) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/gallery")
    expect(page.get_by_label("週末に通う").first).to_be_checked()
    check_accessibility(page)


def test_the_first_tab_leads_past_the_menu(page: Page) -> None:
    page.goto("/there-is-no-such-page")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="本文へ移動")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("key", ["Escape", "click"])
def test_the_menu_of_a_phone_closes_again(page: Page, key: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/gallery")
    page.get_by_text("メニュー", exact=True).click()
    link = page.get_by_role("navigation", name="主なメニュー（小さい画面）").get_by_role("link", name="さがす")
    expect(link).to_be_visible()
    if key == "Escape":
        page.keyboard.press("Escape")
    else:
        page.mouse.click(5, 500)
    expect(link).to_be_hidden()


def test_the_bulk_bar_comes_with_a_selection(page: Page) -> None:
    page.goto("/gallery")
    button = page.get_by_role("button", name="担当者を決める")
    expect(button).to_be_hidden()
    page.get_by_role("checkbox", name="津島の平屋").check()
    expect(button).to_be_visible()


def test_filters_are_open_on_a_desk_and_folded_on_a_phone(page: Page) -> None:
    page.goto("/gallery")
    submit = page.get_by_role("button", name="この条件でさがす")
    expect(submit).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(submit).to_be_hidden()
