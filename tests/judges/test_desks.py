"""Work of town halls, a prefecture and the operator, done to its end in a browser as they would do it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desks import Admin, Clerk, Desk
from tests.browser.pages import ADMIN, CLERK, OPERATOR, PREFECTURE, sign_in
from tests.support.demo import Demo

#: tables of the staff may scroll in a frame of their own on narrow screens, but not on a desk
CROPPED = """() => [...document.querySelectorAll('main .table-frame')]
  .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.getAttribute('aria-label'))"""
WRAPPED_DAYS = """() => [...document.querySelectorAll('main td, main th')].filter(e =>
  /^\\d{4}年\\d+月\\d+日（.）$/.test(e.textContent.trim()) && e.getBoundingClientRect().height > 0 && (() => {
    const r = document.createRange(); r.selectNodeContents(e);
    return new Set([...r.getClientRects()].map(b => Math.round(b.top))).size > 1; })()).length"""


@pytest.fixture
def at(running_demo: Demo, judges_browser: Browser) -> Iterator[Callable[..., Any]]:
    """Sits somebody down at a screen: a class of desks, an account, a width."""
    opened = []

    def sit(kind: type[Desk], who: str, width: int = 1280) -> Desk:
        context = judges_browser.new_context(
            base_url=running_demo.url,
            locale="ja-JP",
            reduced_motion="reduce",
            viewport={"width": width, "height": 900},
        )
        opened.append(context)
        page: Page = context.new_page()
        sign_in(page, who)
        return kind(page)

    yield sit
    for context in opened:
        context.close()


def test_approvals_together_wait_are_named_and_are_taken_back(at: Callable[..., Any]) -> None:
    clerk: Clerk = at(Clerk, CLERK, 390)
    clerk.approve_together("青木 美咲", "丸山 トメ")
    expect(clerk.main).to_contain_text("2件を頼みました")
    expect(clerk.main.get_by_role("link", name=re.compile("青木 美咲"))).to_be_visible()
    clerk.open("/staff/registrations")
    expect(clerk.main.get_by_text("まもなく登録を認めます")).to_have_count(2)
    clerk.open("/staff/waiting")
    clerk.press("^元にもどす$")
    expect(clerk.main).to_contain_text("2件は、頼む前のままです")
    clerk.open("/staff/registrations")
    expect(clerk.main.get_by_text("まもなく登録を認めます")).to_have_count(0)


def test_counter_mode_from_the_name_to_the_receipt_in_large_print(at: Callable[..., Any]) -> None:
    clerk: Clerk = at(Clerk, CLERK)
    clerk.begin_at_the_counter("見本", "はな")
    assert "is-counter" in str(clerk.page.locator("body").get_attribute("class"))
    clerk.write_the_application()
    expect(clerk.main).to_contain_text("ここからは、ご本人が見る画面です")
    clerk.let_the_person_confirm_and_finish()
    expect(clerk.main).to_contain_text("申請を受け付けました")
    expect(clerk.main).not_to_contain_text("はな")
    clerk.press("窓口モードを終える")
    expect(clerk.main.get_by_role("link", name="見本 はな")).to_be_visible()


def test_papers_are_checked_a_corporation_is_designated_and_the_next_step_is_the_announcement(
    at: Callable[..., Any],
) -> None:
    clerk: Clerk = at(Clerk, CLERK)
    clerk.open("/staff/corporations")
    clerk.follow("奈良井川くらしの縁側")
    clerk.follow("^指定する$")
    expect(clerk.main).to_contain_text("まだ指定できません")
    clerk.check_every_paper_and_designate("奈良井川くらしの縁側")
    clerk.follow("公示に進む")
    clerk.press("公示したことを記録する")
    expect(clerk.main).to_contain_text("公示したことを記録しました")


def test_a_colleague_comes_in_april_and_another_goes_in_march(at: Callable[..., Any]) -> None:
    admin: Admin = at(Admin, ADMIN)
    admin.invite("春山 新", "haruyama@example.jp", "2027-04-01")
    expect(admin.main.get_by_role("row", name=re.compile("春山 新"))).to_contain_text("2027年4月1日（木）から")
    admin.end("赤羽 千尋", "2027-03-31")
    expect(admin.main.get_by_role("row", name=re.compile("赤羽 千尋"))).to_contain_text("2027年3月31日（水）まで")


def test_a_month_is_closed_and_named_as_the_town_writes_it(at: Callable[..., Any]) -> None:
    admin: Admin = at(Admin, ADMIN)
    admin.close_the_next_month()
    expect(admin.main).to_contain_text(re.compile(r"令和\d+年\d+月を締めました"))
    expect(admin.main).to_contain_text("月を締めた")


def test_what_is_overdue_among_the_projects_says_so(at: Callable[..., Any]) -> None:
    clerk: Clerk = at(Clerk, CLERK)
    clerk.open("/staff/projects")
    expect(clerk.main.get_by_role("row", name=re.compile("駅前の空き店舗"))).to_contain_text("期限を過ぎています")
    clerk.follow("駅前の空き店舗")
    expect(clerk.main.locator(".notice").first).to_contain_text("を過ぎています")


def test_the_prefectures_board_has_one_unit_a_chart(at: Callable[..., Any]) -> None:
    prefecture: Desk = at(Desk, PREFECTURE)
    prefecture.open("/my")
    units = [
        {words[-1] for words in panel.locator(".plot-bars__value").all_inner_texts()}
        for panel in prefecture.main.locator(".panel:has(.plot)").all()
    ]
    assert len(units) == 2
    assert all(len(one) == 1 for one in units)


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        (
            CLERK,
            (
                "/staff/certificates",
                "/staff/pledges",
                "/staff/projects",
                "/staff/payments",
                "/staff/receipts",
                "/staff/waiting",
                "/staff/registrations",
                "/staff/donations",
                "/staff/accounting",
            ),
        ),
        (ADMIN, ("/staff/people", "/staff/privacy", "/staff/keys", "/staff/settings", "/staff/audit")),
        (OPERATOR, ("/operator", "/operator/jobs", "/operator/keys", "/operator/matching")),
        (PREFECTURE, ("/prefecture",)),
    ],
)
def test_tables_of_a_desk_are_not_cropped_and_days_stay_on_one_line(
    at: Callable[..., Any], who: str, paths: tuple[str, ...]
) -> None:
    desk: Desk = at(Desk, who)
    found = {}
    for path in paths:
        desk.open(path)
        cropped, wrapped = desk.page.evaluate(CROPPED), desk.page.evaluate(WRAPPED_DAYS)
        if cropped or wrapped:
            found[path] = (cropped, wrapped)
    assert found == {}
