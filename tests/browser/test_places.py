"""A clerk gives out few places, decides otherwise once, publishes; the person sees it on their own page."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from tests.browser.conftest import Desk
from tests.browser.pages import CLERK
from tests.browser.test_whole_thread import heading, press
from tests.support.site import Site
from webapp.accounts.models import User
from webapp.demo.scouts import FESTIVAL
from webapp.listings.models import Listing
from webapp.matches.desk.models import MatchBatch, MatchSuggestion
from webapp.matches.scouting.models import Scout

Check = Callable[[Page], None]
RESIDENT2 = "resident2@demo.example"
NOTE = "去年の祭りにも来てくれたため"


def makes_a_batch(clerk: Page, check: Check) -> None:
    clerk.goto("/staff/places")
    check(clerk)
    clerk.get_by_role("main").get_by_role("link", name="割り振りをつくる").first.click()
    heading(clerk, "割り振りをつくる")
    press(clerk, "案をつくる")
    expect(clerk.get_by_role("alert")).to_be_visible()
    check(clerk)
    clerk.locator("[name=title]").fill("秋祭りの枠")
    for title in (FESTIVAL, "お年寄りのスマホ"):
        clerk.locator(".choice", has_text=title).locator("input").check()
    clerk.locator("[name=mode][value=assignment]").check()
    clerk.locator("[name=audience][value=everybody]").check()
    press(clerk, "案をつくる")
    heading(clerk, "秋祭りの枠")
    expect(clerk.get_by_role("main")).to_contain_text("枠におさまる世帯")
    check(clerk)


def suggestion_of(site: Site, who: str) -> Any:
    with site.database.transaction(read_only=True) as session:
        chosen = (
            select(MatchSuggestion)
            .join(User, col(User.id) == MatchSuggestion.user_id)
            .where(User.email == who)
            .order_by(col(MatchSuggestion.id).desc())
        )
        return session.exec(chosen).first()


def decides_otherwise(clerk: Page, check: Check, row: Any) -> None:
    """From what was suggested to another listing or none, and back with words for the person."""
    clerk.locator(".desk-line", has_text=row.code).get_by_role("link", name="変える").click()
    heading(clerk, "案を変える")
    check(clerk)
    clerk.locator("[name=listing][value=none]").check()
    press(clerk, "案を保存する")
    expect(clerk.get_by_role("alert")).to_contain_text("理由を書いてください")
    check(clerk)
    clerk.locator("[name=note]").fill(NOTE)
    press(clerk, "案を保存する")
    expect(clerk.get_by_role("main")).to_contain_text(f"担当者の理由：{NOTE}")
    check(clerk)
    clerk.locator(".desk-line", has_text=NOTE).get_by_role("link", name="変える").click()
    clerk.locator(f"[name=listing][value='{row.market_listing_id}']").check()
    press(clerk, "案を保存する")


def test_a_clerk_gives_out_places_and_the_person_sees_it(at_desk: Desk, site: Site, check_accessibility: Check) -> None:
    with site.database.transaction() as session:
        session.execute(sa.delete(MatchSuggestion))
        session.execute(sa.delete(MatchBatch))
        session.execute(sa.delete(Scout))
    clerk, person = at_desk(CLERK), at_desk(RESIDENT2)
    makes_a_batch(clerk, check_accessibility)
    row = suggestion_of(site, RESIDENT2)
    decides_otherwise(clerk, check_accessibility, row)
    clerk.get_by_role("main").get_by_role("link", name="本人に届ける").click()
    heading(clerk, "本人に届ける")
    check_accessibility(clerk)
    clerk.locator("[name=next_step]").fill("3日以内にメールを送ります。")
    press(clerk, "本人に届ける")
    expect(clerk.get_by_role("main")).to_contain_text("本人の画面に出した")
    check_accessibility(clerk)
    person.goto("/my")
    person.get_by_role("main").get_by_role("link", name="まちからのおすすめ", exact=True).click()
    heading(person, "まちからのおすすめ")
    with site.database.transaction(read_only=True) as session:
        title = session.get_one(Listing, row.market_listing_id).title
    expect(person.get_by_role("main")).to_contain_text(title)
    check_accessibility(person)
    press(person, "片づける")
    expect(person.get_by_role("main")).to_contain_text("いまは、まちからのおすすめはありません")
    check_accessibility(person)
