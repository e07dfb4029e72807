"""A resident's way through the suggestions in a real browser: why this order, not now and back, interest, what to change."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import RESIDENT2
from tests.browser.test_whole_thread import heading, press

Check = Callable[[Page], None]


def opens_why_this_order(page: Page) -> None:
    """The points of the first suggestion add up to its total."""
    first = page.locator(".match").first
    first.get_by_text("なぜこの順番？").click()
    expect(first.locator(".ladder__total")).to_be_visible()
    points = [number(words) for words in first.locator(".ladder__points").all_inner_texts()]
    assert sum(points) == number(first.locator(".ladder__total strong").inner_text())


def number(words: str) -> int:
    return int(re.sub(r"[点＋]", "", words).replace("−", "-"))


def puts_the_first_aside_and_takes_it_back(page: Page, check: Check) -> None:
    title = page.locator(".match__title").first.inner_text()
    page.locator(".match").first.get_by_role("button", name="今は違う").click()
    folded = page.locator(".match--folded")
    expect(folded).to_contain_text(title)
    check(page)
    folded.get_by_role("button", name="遠い").click()
    expect(page.locator(".match--folded")).to_contain_text("理由：遠い")
    page.locator(".match--folded").get_by_role("button", name="元に戻す").click()
    expect(page.locator(".match__title").first).to_have_text(title)


def says_interested_without_a_name(page: Page, check: Check) -> None:
    page.locator(".match").first.get_by_role("link", name="興味あり").click()
    heading(page, "興味があることを伝える")
    check(page)
    press(page, "興味ありと伝える")
    expect(page.get_by_text("お名前は伏せています")).to_be_visible()
    check(page)
    page.get_by_role("main").get_by_role("button", name="「興味あり」を取り消す").first.click()
    expect(page.get_by_text("お名前は伏せています")).to_have_count(0)


def looks_by_kind_and_by_town(page: Page, check: Check) -> None:
    page.get_by_role("navigation", name="種類").get_by_role("link", name="住まい").click()
    expect(page.locator(".match[data-kind=home]").first).to_be_visible()
    expect(page.locator(".match:not([data-kind=home])")).to_have_count(0)
    page.get_by_role("link", name="まちごと").click()
    heading(page, "あなたに合うまち")
    expect(page.locator("svg.radar").first).to_be_visible()
    check(page)


def widens_the_search(page: Page, check: Check) -> None:
    page.get_by_role("link", name="条件を広げる").click()
    heading(page, "条件を広げて探す")
    check(page)
    before = page.locator(".page-header__lead").inner_text()
    page.get_by_role("button", name="この条件に変える").first.click()
    expect(page.get_by_text("プロフィールを変えました")).to_be_visible()
    expect(page.locator(".page-header__lead")).not_to_have_text(before)
    check(page)


def test_a_resident_looks_through_the_suggestions(at_desk: Desk, check_accessibility: Check) -> None:
    page = at_desk(RESIDENT2)
    page.goto("/my/matches")
    opens_why_this_order(page)
    check_accessibility(page)
    puts_the_first_aside_and_takes_it_back(page, check_accessibility)
    says_interested_without_a_name(page, check_accessibility)
    looks_by_kind_and_by_town(page, check_accessibility)
    widens_the_search(page, check_accessibility)
