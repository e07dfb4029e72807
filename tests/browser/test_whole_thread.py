"""A newcomer's whole way in a real browser: sign up, profile, suggestions, registration, certificate, pledge, receipt."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDE
from tests.browser.pages import CLERK, sign_in
from tests.support.site import Site

EMAIL = "newcomer@example.jp"
SECRET = "a quiet house by the sea"
Check = Callable[[Page], None]


def press(page: Page, name: str) -> None:
    """Press a button of the page's main part and wait for what comes."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def heading(page: Page, words: str) -> None:
    """The page's main heading says this."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def open_newest_letter(page: Page, subject: str) -> None:
    """The demo's letter box, as a person reads it."""
    page.goto("/demo/mail")
    page.get_by_role("main").get_by_role("link", name=re.compile(subject)).first.click()
    page.wait_for_url(re.compile(r"/demo/mail/\w+"))


def signs_up(page: Page) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="会員登録をする").click()
    page.get_by_label("名前").fill("青空 ひかり")
    page.get_by_label("メールアドレス").fill(EMAIL)
    page.get_by_label("パスワード", exact=False).first.fill(SECRET)
    page.get_by_label("利用のきまりと個人情報の扱いに同意します", exact=False).check()
    press(page, "登録して確認メールを受け取る")
    open_newest_letter(page, "確認")
    page.get_by_role("main").get_by_role("link").last.click()
    press(page, "確認して登録を終える")


def answers_the_profile(page: Page) -> None:
    page.goto("/my/profile")
    fills: dict[str, Callable[[], Any]] = {
        "name": lambda: [
            page.locator(f"[name={name}]").fill(value)
            for name, value in (
                ("family_name", "青空"),
                ("given_name", "ひかり"),
                ("family_kana", "アオゾラ"),
                ("given_kana", "ヒカリ"),
                ("birth_date", "1990-04-01"),
            )
        ],
        "home": lambda: page.locator("[name=home_code]").fill("東京都世田谷区"),
        "areas": lambda: page.locator("[name=area1]").fill("長野県塩尻市"),
        "wishes": lambda: page.locator("[name=themes]").first.check(),
        "skills": lambda: page.locator("[name=skills]").first.check(),
        "household": lambda: page.locator("[name=adults]").fill("2"),
        "rhythm": lambda: (
            page.locator("[name=days_per_month]").fill("8"),
            page.locator("[name=stay_days]").last.check(),
        ),
        "budget": lambda: [box.check() for box in page.locator("[name=kinds]").all()],
        "consents": lambda: page.locator("[name=matching]").check(),
    }
    for step, fill in fills.items():
        page.goto(f"/my/profile/{step}")
        fill()
        page.get_by_role("main").get_by_role("button", name=re.compile("^保存して")).last.click()
        expect(page).not_to_have_url(re.compile(f"/{step}$"))


def applies_to_shiojiri(page: Page) -> None:
    page.goto("/municipalities/202151")
    page.get_by_role("link", name=re.compile("登録を申し込む")).first.click()
    press(page, "申請を書きはじめる")
    press(page, "保存して次へ")
    page.locator("[name=postal_code]").fill("154-0004")
    press(page, "郵便番号から住所を入れる")
    page.locator("[name=rest]").fill("１丁目２－３")
    press(page, "保存して次へ")
    page.locator("[name=kind1]").select_option("rented")
    page.locator("[name=area1]").fill("奈良井地区")
    press(page, "保存して次へ")
    page.locator("[name=stay_frequency]").first.check()
    page.locator("[name=purpose]").fill("古い家の手入れと畑に通います。")
    press(page, "保存して次へ")
    for _screen in ("household", "ties"):
        press(page, "保存して次へ")
    page.locator("[name=application]").check()
    page.locator("[name=certificate]").check()
    press(page, "保存して次へ")
    page.locator("[name=is_true]").check()
    press(page, "申請を送る")


def the_clerk_approves(browser: Browser, site: Site) -> None:
    desk = browser.new_page(base_url=site.url, locale="ja-JP")
    sign_in(desk, CLERK)
    desk.goto("/staff/registrations")
    desk.get_by_role("link", name=re.compile("青空 ひかり")).first.click()
    press(desk, "登録を認めて登録証を出す")
    desk.close()


@pytest.mark.parametrize("width", [WIDE], indirect=True)
def test_a_newcomer_walks_from_the_front_page_to_certificate_and_receipt(
    page: Page, browser: Browser, local_stripe: Any, site: Site, width: int, check_accessibility: Check
) -> None:
    assert width
    signs_up(page)
    answers_the_profile(page)
    page.goto("/my/matches")
    heading(page, "あなたへのおすすめ")
    expect(page.locator(".reason-lines li").first).to_be_visible()
    check_accessibility(page)
    applies_to_shiojiri(page)
    check_accessibility(page)
    the_clerk_approves(browser, site)
    page.goto("/my/certificates")
    page.get_by_role("main").get_by_role("link", name=re.compile("塩尻市")).first.click()
    check_accessibility(page)
    page.get_by_role("link", name="見た人に表示される内容").click()
    heading(page, "有効な二地域居住者登録証です")
    check_accessibility(page)
    page.goto("/projects")
    page.get_by_role("main").get_by_role("link", name=re.compile("奈良井の空き蔵")).click()
    page.get_by_role("link", name="この取り組みに寄附する").first.click()
    page.locator("[name=amount]").fill("12000")
    press(page, "次へ進む")
    page.locator("[name=donor_name]").fill("青空 ひかり")
    page.locator("[name=home_code]").fill("東京都世田谷区")
    page.locator("[name=donor_address]").fill("東京都世田谷区見本町1-2-3")
    press(page, "次へ進む")
    page.locator("[name=is_same]").check()
    page.locator("[name=agrees]").check()
    check_accessibility(page)
    page.get_by_role("button", name="寄附を申し出て支払いに進む").click()
    expect(page.get_by_text("テスト決済・お金は動きません").first).to_be_visible()
    page.get_by_label("メールアドレス").fill(EMAIL)
    page.get_by_role("button", name=re.compile("寄附する")).click()
    page.wait_for_url(re.compile("/my/(payments|pledges)/"))
    if "/my/payments/" in page.url:
        press(page, "いまの状態を確かめる")
    expect(page.get_by_text("寄附を受け取りました。ありがとうございます。")).to_be_visible()
    page.get_by_role("link", name="受領証明書を開く").click()
    expect(page.get_by_role("main")).to_contain_text("12,000円")
    check_accessibility(page)
