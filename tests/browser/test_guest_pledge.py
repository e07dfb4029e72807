"""A visitor without an account pledges on a phone, pays, and finds the receipt over the letter's link."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_whole_thread import heading, open_newest_letter, press

EMAIL = "visitor@example.jp"


@pytest.mark.usefixtures("local_stripe")
def test_a_visitor_gives_in_three_screens_and_keeps_the_link(
    page: Page, width: int, check_accessibility: Callable[[Page], Any]
) -> None:
    assert width
    page.goto("/projects")
    page.get_by_role("main").get_by_role("link", name=re.compile("奈良井の空き蔵")).first.click()
    page.get_by_role("link", name="この取り組みに寄附する").first.click()
    heading(page, "いくら寄附しますか")
    page.get_by_role("link", name="5,000円").click()
    check_accessibility(page)
    press(page, "次へ進む")
    for name, value in {
        "donor_name": "青空 ひかり",
        "home_code": "東京都世田谷区",
        "donor_address": "東京都世田谷区見本町1-2-3",
        "email": EMAIL,
    }.items():
        page.locator(f"[name={name}]").fill(value)
    press(page, "次へ進む")
    page.get_by_role("link", name=re.compile("直す.*寄附の額")).click()
    expect(page.locator("[name=amount]")).to_have_value("5000")
    page.locator("[name=amount]").fill("１２，０００")
    press(page, "次へ進む")
    press(page, "次へ進む")
    expect(page.get_by_role("main")).to_contain_text("12,000円")
    page.locator("[name=is_same]").check()
    page.locator("[name=agrees]").check()
    check_accessibility(page)
    page.get_by_role("button", name="寄附を申し出て支払いに進む").click()
    expect(page.get_by_text("テスト決済・お金は動きません").first).to_be_visible()
    page.get_by_label("メールアドレス").fill(EMAIL)
    page.get_by_role("button", name=re.compile("寄附する")).first.click()
    page.wait_for_url(re.compile("/donations/"))
    if "/payments/" in page.url:
        press(page, "いまの状態を確かめる")
    expect(page.get_by_text("寄附を受け取りました。ありがとうございます。")).to_be_visible()
    own = page.url
    open_newest_letter(page, "ご寄附を受け取りました")
    page.get_by_role("main").get_by_role("link").last.click()
    page.wait_for_url(re.compile("/donations/"))
    assert page.url != own
    page.get_by_role("link", name="受領証明書を開く").click()
    expect(page.get_by_role("main")).to_contain_text("12,000円")
