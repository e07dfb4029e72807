"""The service without JavaScript: the jobs of visitors, residents and the staff go on by links, forms and folds alone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pages import CLERK, CORPORATION, RESIDENT, sign_in
from tests.support.demo import Demo

Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def without_script(running_demo: Demo, judges_browser: Browser) -> Iterator[Open]:
    opened: dict[str, Page] = {}

    def open_for(who: str) -> Page:
        if who not in opened:
            context = judges_browser.new_context(
                base_url=running_demo.url,
                locale="ja-JP",
                java_script_enabled=False,
                viewport={"width": 390, "height": 844},
            )
            opened[who] = context.new_page()
            if who:
                sign_in(opened[who], who)
        return opened[who]

    yield open_for
    for page in opened.values():
        page.context.close()


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def press(page: Page, words: str) -> None:
    main(page).get_by_role("button", name=re.compile(words)).first.click()


def test_the_menu_opens_and_leads_on_and_the_language_changes(without_script: Open) -> None:
    page = without_script("")
    page.goto("/")
    page.get_by_text("メニュー", exact=True).click()
    page.get_by_role("navigation", name=re.compile("小さい画面")).get_by_role("link", name="さがす").click()
    expect(page).to_have_url(re.compile("/listings$"))
    page.get_by_text("メニュー", exact=True).click()
    page.get_by_role("button", name="English", exact=True).last.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="日本語", exact=True).last.click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_a_home_is_found_with_filters_and_compared(without_script: Open) -> None:
    page = without_script("")
    page.goto("/listings")
    main(page).locator("[name=q]").first.fill("家")
    press(page, "^さがす$")
    main(page).get_by_text("条件をしぼる").first.click()
    main(page).locator("select[name=prefecture]").first.select_option("200000")
    press(page, "この条件でさがす")
    expect(page).to_have_url(re.compile("prefecture=200000"))
    main(page).locator(".card__title a").first.click()
    expect(main(page).locator("dl").first).to_be_visible()


def test_a_word_of_the_law_opens_beside_itself(without_script: Open) -> None:
    page = without_script("")
    page.goto("/municipalities/202151")
    word = main(page).locator(".term__word").first
    word.click()
    expect(main(page).locator(".term__gloss").first).to_be_visible()


def test_somebody_begins_to_give(without_script: Open) -> None:
    page = without_script("")
    page.goto("/projects")
    main(page).get_by_role("link", name=re.compile("奈良井の空き蔵")).first.click()
    main(page).get_by_role("link", name=re.compile("この取り組みに寄附する")).first.click()
    main(page).locator("[name=amount]").fill("3000")
    press(page, "次へ進む")
    expect(main(page).locator("[name=donor_name]")).to_be_visible()


def test_a_resident_saves_wishes_and_sees_what_fits(without_script: Open) -> None:
    page = without_script(RESIDENT)
    page.goto("/my/profile/wishes")
    main(page).locator("[name=themes]").last.check()
    press(page, "^保存して")
    page.goto("/my/matches")
    main(page).get_by_text(re.compile("なぜこの順番")).first.click()
    expect(main(page).locator("details[open]").first).to_be_visible()


def test_a_refused_form_says_what_is_wrong(without_script: Open) -> None:
    page = without_script(RESIDENT)
    page.goto("/my/registrations")
    page.goto("/verify")
    press(page, "確かめる")
    expect(main(page).locator(".error-summary")).to_be_visible()


def test_a_corporation_drafts_a_listing(without_script: Open) -> None:
    page = without_script(CORPORATION)
    page.goto("/desk/listings")
    main(page).get_by_role("link", name="新しい掲載を書く").click()
    main(page).locator("[name=kind][value=coworking]").check()
    main(page).locator("[name=title]").fill("道具のいらない仕事場")
    press(page, "下書きを始める")
    expect(main(page).locator("[name=open_days]")).to_be_visible()


def test_a_clerk_searches_opens_the_menu_and_decides(without_script: Open) -> None:
    page = without_script(CLERK)
    page.goto("/staff/registrations")
    page.get_by_text("職員メニュー").first.click()
    expect(page.locator(".side-nav__link").first).to_be_visible()
    page.locator("[name=q][type=search]").first.fill("原田")
    page.get_by_role("search", name="まちの仕事をさがす").get_by_role("button", name="さがす").click()
    main(page).get_by_role("link", name=re.compile("原田")).first.click()
    expect(main(page).get_by_role("button", name=re.compile("登録を認めて")).first).to_be_visible()


def test_control_nothing_ran(without_script: Open) -> None:
    page = without_script("")
    page.set_content("<script>document.title = 'it ran'</script><noscript>no script</noscript>")
    assert page.title() == ""
    expect(page.get_by_text("no script")).to_be_visible()
