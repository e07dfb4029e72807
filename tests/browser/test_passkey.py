"""Accounts in a real browser: a passkey from its making to signing in alone, showing a password, axe on each screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import RESIDENT, sign_in

Check = Callable[[Page], None]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(page: Page, context: BrowserContext) -> str:
    """A device that holds passkeys, made of software by the browser itself."""
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return str(made["authenticatorId"])


def test_a_passkey_is_made_and_signs_in_alone(page: Page, device: str, check_accessibility: Check) -> None:
    assert device
    sign_in(page, RESIDENT)
    page.goto("/settings/second-factor")
    check_accessibility(page)
    page.get_by_label("この端末の呼び名").fill("試しのスマホ")
    page.get_by_role("button", name="パスキーを登録する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("回復コードを控えてください")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    check_accessibility(page)
    page.goto("/settings/second-factor")
    expect(page.get_by_role("heading", name="試しのスマホ")).to_be_visible()
    page.get_by_role("button", name="サインアウト").first.click()
    page.get_by_role("button", name="パスキーでサインインする").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))
    page.goto("/settings/devices")
    expect(page.get_by_text("この端末", exact=True)).to_be_visible()
    expect(page.get_by_text("済み").first).to_be_visible()


def test_without_a_passkey_the_browser_says_what_to_do(page: Page, context: BrowserContext) -> None:
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, "isUserVerified": False}})
    page.goto("/sign-in")
    page.get_by_role("button", name="パスキーでサインインする").click()
    expect(page.get_by_role("alert")).to_contain_text("パスキーを使えませんでした")


def test_a_password_can_be_shown_and_pasted(page: Page) -> None:
    page.goto("/sign-in")
    field = page.get_by_label("パスワード※必須")
    field.fill("four words make it long")
    page.get_by_role("button", name="：表示する").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="：隠す").click()
    expect(field).to_have_attribute("type", "password")


def test_pages_for_visitors_are_accessible(page: Page, check_accessibility: Check) -> None:
    for path in ("/sign-in", "/sign-up", "/forgot-password"):
        page.goto(path)
        check_accessibility(page)


def test_the_settings_are_accessible(at_desk: Desk, check_accessibility: Check) -> None:
    page = at_desk(RESIDENT)
    for path in ("/settings", "/settings/profile", "/settings/password", "/settings/devices"):
        page.goto(path)
        check_accessibility(page)
