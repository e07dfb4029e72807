"""Whole jobs with the keyboard alone, from sign-up to the clerk's decision; each key is pressed as a person would."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import CLERK, RESIDENT2
from tests.judges.hands import Hands, OutOfReach, find_a_home
from tests.judges.recording import Recorder, say
from tests.support.demo import Demo
from webapp.demo.world import PASSWORD

EMAIL, SECRET = "keys@example.jp", "only keys and no mouse"
WHO = "青空 ゆび"


@pytest.fixture(scope="module")
def town(running_demo: Demo, judges_browser: Browser) -> Iterator[Callable[[int], Hands]]:
    """Opens windows of their own for one person after another."""
    opened = []

    def sit_down(width: int = 1280) -> Hands:
        context = judges_browser.new_context(
            base_url=running_demo.url,
            locale="ja-JP",
            reduced_motion="reduce",
            viewport={"width": width, "height": 844},
        )
        opened.append(context)
        return Hands(context.new_page())

    yield sit_down
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def newcomer(town: Callable[[], Hands]) -> Hands:
    """Signed up with the keyboard; the later jobs of the same person go on from there."""
    hands = town()
    signs_up(hands)
    return hands


def done(hands: Hands, recorder: Recorder) -> None:
    recorder.tell("keys", 1, [criterion for criterion, _html in hands.faults])
    say(f"{hands.presses} keys")
    assert hands.faults == []


def by_name(page: Page, name: str) -> Any:
    return page.locator(f"main [name={name}]")


def signs_in(hands: Hands, email: str) -> None:
    hands.page.goto("/sign-in")
    hands.write(hands.page.get_by_label("メールアドレス"), email)
    hands.write(by_name(hands.page, "password"), PASSWORD)
    hands.enter(hands.page.get_by_role("button", name="サインインする", exact=True))


def signs_up(hands: Hands) -> None:
    page = hands.page
    page.goto("/sign-up")
    hands.write(page.get_by_label("名前"), WHO)
    hands.write(page.get_by_label("メールアドレス"), EMAIL)
    hands.write(by_name(page, "password"), SECRET)
    hands.tick(page.get_by_label("利用のきまりと個人情報の扱いに同意します", exact=False))
    hands.press("登録して確認メールを受け取る")
    page.goto("/demo/mail")
    hands.enter(hands.link("確認"))
    hands.enter(page.get_by_role("main").get_by_role("link").last)
    hands.press("確認して登録を終える")


def tells_of_themselves(hands: Hands) -> None:
    page = hands.page
    fills: dict[str, Callable[[], Any]] = {
        "name": lambda: [
            hands.write(by_name(page, name), value)
            for name, value in (
                ("family_name", "青空"),
                ("given_name", "ゆび"),
                ("family_kana", "アオゾラ"),
                ("given_kana", "ユビ"),
                ("birth_date", "1990-04-01"),
            )
        ],
        "home": lambda: hands.write(by_name(page, "home_code"), "東京都世田谷区"),
        "areas": lambda: hands.write(by_name(page, "area1"), "長野県塩尻市"),
        "wishes": lambda: hands.tick(by_name(page, "themes").first),
        "skills": lambda: hands.tick(by_name(page, "skills").first),
        "household": lambda: hands.write(by_name(page, "adults"), "2"),
        "rhythm": lambda: (
            hands.write(by_name(page, "days_per_month"), "8"),
            hands.pick(by_name(page, "stay_days")),
        ),
        "budget": lambda: [hands.tick(box) for box in by_name(page, "kinds").all()],
        "consents": lambda: hands.tick(by_name(page, "matching")),
    }
    for step, fill in fills.items():
        page.goto(f"/my/profile/{step}")
        fill()
        hands.enter(page.get_by_role("main").get_by_role("button", name=re.compile("^保存して")).first)


def applies(hands: Hands) -> list[str]:
    """What stood filled in when the application began."""
    page = hands.page
    page.goto("/municipalities/202151")
    hands.enter(hands.link("登録を申し込む"))
    hands.press("申請を書きはじめる")
    kept = [by_name(page, name).input_value() for name in ("family_name", "given_name", "birth_date")]
    hands.press("保存して次へ")
    hands.write(by_name(page, "postal_code"), "154-0004")
    hands.press("郵便番号から住所を入れる")
    hands.write(by_name(page, "rest"), "１丁目２－３")
    hands.press("保存して次へ")
    hands.choose(by_name(page, "kind1"), "rented")
    hands.write(by_name(page, "area1"), "奈良井地区")
    hands.press("保存して次へ")
    hands.pick(by_name(page, "stay_frequency"))
    hands.write(by_name(page, "purpose"), "古い家の手入れと畑に通います。")
    for _screen in ("stay", "household", "ties"):
        hands.press("保存して次へ")
    hands.tick(by_name(page, "application"))
    hands.tick(by_name(page, "certificate"))
    hands.press("保存して次へ")
    hands.tick(by_name(page, "is_true"))
    hands.press("申請を送る")
    return kept


@pytest.fixture(scope="module")
def known(newcomer: Hands) -> Hands:
    """With a profile; tests run in any order, so each brings what it needs."""
    tells_of_themselves(newcomer)
    return newcomer


@pytest.fixture(scope="module")
def kept(known: Hands) -> list[str]:
    """The application is sent."""
    return applies(known)


def test_sign_up_profile_and_suggestions(known: Hands, recorder: Recorder) -> None:
    known.page.goto("/my/matches")
    expect(known.page.locator(".reason-lines li").first).to_be_visible()
    done(known, recorder)


def test_registration_asks_nothing_twice(kept: list[str], known: Hands, recorder: Recorder) -> None:
    recorder.tell("again", 1, [] if kept == ["青空", "ゆび", "1990-04-01"] else ["3.3.7"])
    assert kept == ["青空", "ゆび", "1990-04-01"]
    known.page.goto("/my/registrations")
    expect(known.page.get_by_role("main")).to_contain_text("塩尻市")
    done(known, recorder)


@pytest.mark.usefixtures("kept")
def test_a_clerk_approves(known: Hands, town: Callable[[], Hands], recorder: Recorder) -> None:
    hands = town()
    signs_in(hands, CLERK)
    hands.page.goto("/staff/registrations")
    hands.enter(hands.link("青空 ゆび"))
    hands.press("登録を認めて登録証を出す")
    known.page.goto("/my/certificates")
    expect(known.page.get_by_role("main")).to_contain_text("塩尻市")
    done(hands, recorder)


def test_search_with_filters(town: Callable[[int], Hands], recorder: Recorder) -> None:
    hands = town(390)
    hands.page.goto("/listings")
    find_a_home(hands)
    expect(hands.page.locator("main dl").first).to_be_visible()
    done(hands, recorder)


def test_a_pledge_up_to_the_till(town: Callable[[int], Hands], recorder: Recorder) -> None:
    hands = town(390)
    page = hands.page
    page.goto("/projects")
    hands.enter(hands.link("奈良井の空き蔵"))
    hands.enter(hands.link("この取り組みに寄附する"))
    hands.write(by_name(page, "amount"), "12000")
    hands.press("次へ進む")
    for name, value in {
        "donor_name": "青空 ゆび",
        "home_code": "東京都世田谷区",
        "donor_address": "東京都世田谷区見本町1-2-3",
        "email": EMAIL,
    }.items():
        hands.write(by_name(page, name), value)
    hands.press("次へ進む")
    hands.tick(by_name(page, "is_same"))
    hands.tick(by_name(page, "agrees"))
    hands.enter(page.get_by_role("button", name="寄附を申し出て支払いに進む"))
    expect(page.get_by_text("テスト決済・お金は動きません").first).to_be_visible()
    done(hands, recorder)


def test_a_certificate_is_checked(town: Callable[[int], Hands], recorder: Recorder) -> None:
    owner = town(390)
    signs_in(owner, RESIDENT2)
    owner.page.goto("/my/certificates")
    owner.enter(owner.page.locator("main a[href^='/my/certificates/']").first)
    address = str(owner.page.locator("main a[href*='/v/']").first.get_attribute("href"))
    hands = town(390)
    hands.page.goto("/verify")
    hands.write(hands.page.locator("main input[type=text], main textarea").first, address.rsplit("/", 1)[-1])
    hands.press("確かめる")
    expect(hands.page.get_by_role("heading", level=1)).to_contain_text("登録証")
    hands.faults += owner.faults
    done(hands, recorder)


def test_signing_in_needs_no_memory_and_no_puzzle(town: Callable[[], Hands], recorder: Recorder) -> None:
    """WCAG 3.3.8: a password may be pasted and filled in by a keeper of passwords, a passkey needs none, nothing is to be solved."""
    page = town().page
    page.goto("/sign-in")
    password = by_name(page, "password")
    pasted = password.evaluate("e => e.dispatchEvent(new ClipboardEvent('paste', {bubbles: true, cancelable: true}))")
    kept = [password.get_attribute("autocomplete"), page.get_by_label("メールアドレス").get_attribute("autocomplete")]
    has_passkey = page.get_by_role("button", name=re.compile("パスキー")).count() > 0
    is_fine = pasted and "current-password" in str(kept[0]) and "username" in str(kept[1]) and has_passkey
    recorder.tell("proof", 1, [] if is_fine else ["3.3.8"])
    assert is_fine, (pasted, kept, has_passkey)
    assert page.locator("img[src*=captcha], iframe").count() == 0


def test_control_what_the_keyboard_cannot_reach_is_noticed(town: Callable[[], Hands]) -> None:
    hands = town()
    hands.page.goto("/limits")
    hands.page.evaluate("document.querySelector('main').innerHTML = '<button id=a tabindex=-1>a</button>'")
    with pytest.raises(OutOfReach):
        hands.reach(hands.page.locator("#a"))
