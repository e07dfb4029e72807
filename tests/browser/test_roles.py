"""What each role does in a real browser: a listing's way to the public, consent, correction, revocation, a benefit."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import CLERK, CORPORATION
from tests.browser.test_whole_thread import heading, open_newest_letter, press

RESIDENT, OWNER, PARTNER = "resident@demo.example", "owner@demo.example", "partner@demo.example"
CERTIFIED = "長谷川 亮"
ENGLISH_PAGES = ("/my", "/my/profile", "/my/profile/rhythm", "/my/matches", "/my/registrations", "/my/pledges")
Check = Callable[[Page], None]


def link(page: Page, words: str) -> Locator:
    """The first link of the page's main part that contains these words."""
    return page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(words))).first


def card(page: Page, title: str) -> Locator:
    """The link of a card; chips of a search repeat its words."""
    return page.locator(".card__title, .match__title").get_by_role("link", name=title, exact=True)


def follow(page: Page, words: str) -> None:
    """Open a link of the main part."""
    link(page, words).click()
    page.wait_for_load_state()


def drafts_a_place_to_work(page: Page, title: str, check: Check) -> None:
    page.goto("/desk/listings")
    follow(page, "新しい掲載を書く")
    check(page)
    page.locator("[name=kind][value=coworking]").check()
    page.locator("[name=title]").fill(title)
    press(page, "下書きを始める")
    check(page)
    for name, words in (
        ("public_address", "大門地区"),
        ("open_days", "月〜金"),
        ("open_hours", "9:00〜18:00"),
        ("contact", "受付（見本）"),
    ):
        page.locator(f"[name={name}]").fill(words)
    press(page, "保存して次へ")
    page.locator("[name=price]").fill("800")
    press(page, "保存して次へ")
    check(page)
    while page.locator("[name=summary]").count() == 0:  # the parts that nobody has to fill
        press(page, "保存して次へ")
    page.locator("[name=summary]").fill("畑の帰りに寄れる、古い郵便局を直した仕事場です。")
    page.locator("[name=body]").fill("空き家の手入れや野菜づくりに通う人が、平日の昼に使っています。")
    page.locator("[name=themes]").first.check()
    page.locator("[name=expires_on]").fill("2099-03-31")
    press(page, "保存して次へ")


def test_a_corporation_drafts_a_clerk_publishes_and_it_is_found_and_suggested(
    at_desk: Desk, page: Page, check_accessibility: Check
) -> None:
    title = "旧郵便局の仕事場つばめ"
    writer, clerk, resident = at_desk(CORPORATION), at_desk(CLERK), at_desk(RESIDENT)
    drafts_a_place_to_work(writer, title, check_accessibility)
    page.goto(f"/listings?q={title}")
    expect(card(page, title)).to_have_count(0)
    check_accessibility(writer)
    press(writer, "市町村に送る")
    expect(writer.get_by_role("main")).to_contain_text("市町村が確認中")
    clerk.goto("/staff/listings")
    check_accessibility(clerk)
    follow(clerk, title)
    check_accessibility(clerk)
    press(clerk, "掲載する")
    expect(clerk.get_by_role("main")).to_contain_text("掲載中")
    page.goto(f"/listings?q={title}")
    card(page, title).click()
    heading(page, title)
    check_accessibility(page)
    resident.goto("/my/matches")
    check_accessibility(resident)
    expect(card(resident, title)).to_be_visible()


def test_a_draft_without_its_answers_says_what_is_missing_and_keeps_what_was_typed(
    at_desk: Desk, check_accessibility: Check
) -> None:
    page = at_desk(CORPORATION)
    page.goto("/desk/listings/new")
    page.locator("[name=title]").fill("途中の題名")
    press(page, "下書きを始める")
    expect(page.locator("[name=title]")).to_have_value("途中の題名")
    expect(page.get_by_role("alert")).to_be_visible()
    check_accessibility(page)
    page.locator("[name=kind][value=event]").check()
    press(page, "下書きを始める")
    page.locator("[name=organiser]").fill("見本の会")
    press(page, "保存して次へ")
    page.locator("[name=price]").fill("五百円")
    page.locator("[name=audience]").fill("だれでも")
    press(page, "保存して次へ")
    expect(page.locator("[name=price]")).to_have_value("五百円")
    expect(page.locator("[name=audience]")).to_have_value("だれでも")
    check_accessibility(page)


def test_an_owner_agrees_by_the_letters_link_and_takes_it_back_from_the_own_page(
    at_desk: Desk, page: Page, check_accessibility: Check
) -> None:
    open_newest_letter(page, "同意のお願い")
    page.get_by_role("main").get_by_role("link", name="内容を読んで答える").click()
    heading(page, "家の掲載についてのお願い")
    check_accessibility(page)
    press(page, "同意する")
    expect(page.get_by_role("main")).to_contain_text("同意をいただいています")
    owner = at_desk(OWNER)
    owner.goto("/my/homes")
    check_accessibility(owner)
    home = owner.get_by_role("main").locator("section", has_text="ぶどう畑のとなりの貸家").last
    home.get_by_role("button", name="同意を取り消す").click()
    expect(owner.get_by_role("main")).to_contain_text("同意を取り消しました")
    page.goto("/listings?q=ぶどう畑のとなりの貸家")
    expect(card(page, "ぶどう畑のとなりの貸家")).to_have_count(0)


def test_a_clerk_asks_for_a_correction_and_the_resident_sends_it_again(
    at_desk: Desk, check_accessibility: Check
) -> None:
    clerk, resident = at_desk(CLERK), at_desk(RESIDENT)
    clerk.goto("/staff/registrations")
    follow(clerk, "青木 美咲")
    follow(clerk, "補正をお願いする")
    check_accessibility(clerk)
    press(clerk, "補正をお願いする")
    expect(clerk.get_by_role("alert")).to_be_visible()
    clerk.locator("[name=reason]").fill("滞在する家の番地が分かるものを書いてください。")
    press(clerk, "補正をお願いする")
    expect(clerk.get_by_role("main")).to_contain_text("修正待ち（補正）")
    resident.goto("/my")
    check_accessibility(resident)
    follow(resident, "申請を直す")
    expect(resident.get_by_role("main")).to_contain_text("番地が分かるもの")
    check_accessibility(resident)
    follow(resident, "確かめて送り直す")
    for box in resident.get_by_role("main").locator("input[type=checkbox]").all():
        box.check()
    check_accessibility(resident)
    resident.get_by_role("main").get_by_role("button").last.click()
    resident.wait_for_url(re.compile(r"/my/registrations/\w{26}$"))
    expect(resident.get_by_role("main")).to_contain_text("もう一度送りました")


def code_of_the_certificate(clerk: Page, check: Check) -> str:
    clerk.goto("/staff/certificates")
    check(clerk)
    clerk.get_by_role("main").get_by_role("row", name=re.compile(CERTIFIED)).get_by_role("link").click()
    heading(clerk, "塩尻市")
    check(clerk)
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", clerk.get_by_role("main").inner_text())
    assert found is not None
    return found.group()


def asks_at_the_counter(page: Page, code: str) -> None:
    page.goto("/verify")
    page.locator("[name=code]").fill(code)
    press(page, "確かめる")


def records(partner: Page, code: str) -> None:
    """A certificate's code does not say which benefit it is for: the counter is asked."""
    partner.locator("[name=code]").fill(code)
    press(partner, "確かめて記録する")
    partner.locator("[name=benefit_id]").select_option(index=1)
    press(partner, "確かめて記録する")


def test_a_partner_records_a_benefit_and_after_a_revocation_it_is_refused(
    at_desk: Desk, page: Page, check_accessibility: Check
) -> None:
    clerk, partner = at_desk(CLERK), at_desk(PARTNER)
    code = code_of_the_certificate(clerk, check_accessibility)
    asks_at_the_counter(page, code)
    heading(page, "有効な二地域居住者登録証です")
    partner.goto("/desk/benefits")
    check_accessibility(partner)
    records(partner, code)
    expect(partner.get_by_role("main")).to_contain_text("利用を記録しました")
    check_accessibility(partner)
    clerk.get_by_text("この証明書を取り消す").click()
    press(clerk, "理由を残して取り消す")
    expect(clerk.get_by_role("alert")).to_be_visible()
    clerk.locator("[name=revoke-reason]").select_option(index=1)
    clerk.locator("[name=revoke-note]").fill("拠点がなくなったと届け出があったためです。")
    press(clerk, "理由を残して取り消す")
    asks_at_the_counter(page, code)
    heading(page, "取り消された")
    check_accessibility(page)
    partner.goto("/desk/benefits")
    records(partner, code)
    expect(partner.get_by_role("main")).not_to_contain_text("利用を記録しました")


def reads_english(page: Page, check: Check) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert not re.search(r"[ぁ-んァ-ヶ、。]", page.get_by_role("heading", level=1).inner_text())
    check(page)


@pytest.mark.parametrize("path", ["/listings", "/my/registrations"])
def test_the_language_is_changed_where_one_stands(at_desk: Desk, path: str, check_accessibility: Check) -> None:
    page = at_desk(RESIDENT)
    page.goto(path)
    page.locator("summary", has_text="メニュー").click()
    page.get_by_role("button", name="English").locator("visible=true").click()
    page.wait_for_load_state()
    assert page.url.endswith(path)
    reads_english(page, check_accessibility)


def test_the_whole_thread_is_there_in_english(at_desk: Desk, page: Page, check_accessibility: Check) -> None:
    resident = at_desk(RESIDENT)
    visited = {page: ("/", "/listings", "/sign-up", "/projects", "/verify"), resident: ENGLISH_PAGES}
    for tab, paths in visited.items():
        tab.goto("/")
        tab.locator("summary", has_text="メニュー").click()
        tab.get_by_role("button", name="English").locator("visible=true").click()
        tab.wait_for_load_state()
        for path in paths:
            tab.goto(path)
            reads_english(tab, check_accessibility)
