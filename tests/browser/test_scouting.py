"""A clerk finds somebody nameless and writes why; the person reads it, says yes, and only then has a name."""

import re
from collections.abc import Callable

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import CLERK, CORPORATION
from tests.browser.test_whole_thread import heading, press
from tests.support.site import Site
from webapp.matches.scouting.models import Scout

Check = Callable[[Page], None]
RESIDENT2 = "resident2@demo.example"
NEED = "お年寄りのスマホの困りごとを聞く人"
REASON = "公民館のスマホ講座で、隣に座って一緒に画面を見てくれる人をさがしています。使い方を教えられると知り、声をかけました。"


def finds_the_teacher(clerk: Page, check: Check) -> None:
    """Somebody who teaches how to use phones and was not asked yet."""
    clerk.goto("/desk/candidates")
    check(clerk)
    clerk.get_by_role("main").get_by_role("link", name=f"「{NEED}」に合う人").click()
    heading(clerk, "この掲載に合う人")
    check(clerk)
    fitting = clerk.locator(".card", has_text="「パソコン・スマホを教える」ができます")
    expect(fitting.first).to_be_visible()
    assert not re.search("長谷川|亮|ハセガワ|愛知県名古屋市", clerk.get_by_role("main").inner_text())
    fitting.get_by_role("link", name="お声かけを書く").first.click()
    heading(clerk, "お声かけを書く")
    check(clerk)


def writes_why(clerk: Page, check: Check) -> None:
    clerk.locator("[name=message]").fill("ぜひ来てください")
    press(clerk, "お声かけを送る")
    expect(clerk.get_by_role("alert")).to_be_visible()
    expect(clerk.locator("[name=message]")).to_have_value("ぜひ来てください")
    check(clerk)
    clerk.locator("[name=message]").fill(REASON)
    clerk.locator("[name=next_step]").fill("3日以内にメールを送ります。")
    press(clerk, "お声かけを送る")
    expect(clerk.get_by_role("main")).to_contain_text("返事待ち")
    check(clerk)


def test_a_clerk_asks_somebody_nameless_who_says_yes(at_desk: Desk, site: Site, check_accessibility: Check) -> None:
    with site.database.transaction() as session:
        session.execute(sa.delete(Scout))
    clerk, person = at_desk(CLERK), at_desk(RESIDENT2)
    finds_the_teacher(clerk, check_accessibility)
    writes_why(clerk, check_accessibility)
    person.goto("/my")
    person.get_by_role("main").get_by_role("link", name="お声かけを読む").click()
    heading(person, "あなたへのお声かけ")
    check_accessibility(person)
    person.get_by_role("main").get_by_role("link", name="長野県塩尻市").first.click()
    expect(person.get_by_role("main")).to_contain_text(REASON)
    check_accessibility(person)
    press(person, "話を聞いてみる")
    expect(person.get_by_role("alert")).to_be_visible()
    check_accessibility(person)
    person.locator("[name=agreed]").check()
    press(person, "話を聞いてみる")
    expect(person.get_by_role("main")).to_contain_text("名前とメールアドレスを伝えました")
    check_accessibility(person)
    clerk.reload()
    expect(clerk.get_by_role("main")).to_contain_text("長谷川 亮")
    check_accessibility(clerk)


def test_the_screens_of_a_place_are_accessible(at_desk: Desk, check_accessibility: Check) -> None:
    screens = {CLERK: ("/staff/demand", "/desk/scouts"), CORPORATION: ("/desk/demand", "/desk/candidates")}
    for who, paths in screens.items():
        page = at_desk(who)
        for path in paths:
            page.goto(path)
            for summary in page.locator("details.disclosure > summary").all()[:3]:
                summary.click()
            check_accessibility(page)
            assert page.get_by_role("heading", level=1).inner_text()
