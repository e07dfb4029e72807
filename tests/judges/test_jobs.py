"""Jobs of people outside the town hall against their goals: few answers, few steps, little time."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser import journeys
from tests.browser.journeys import Person
from tests.browser.pages import OWNER, PARTNER, RESIDENT2
from tests.judges.recording import say

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def code_of(resident: Person) -> str:
    resident.page.goto("/my/certificates")
    resident.page.locator("main a[href*='/my/certificates/']").first.click()
    found = CODE.search(resident.page.get_by_role("main").inner_text())
    assert found is not None
    return found.group()


def test_suggestions_come_after_twelve_answers_and_three_minutes_at_most_and_an_application_follows(
    comes: Callable[..., Person],
) -> None:
    person = comes()
    journeys.signs_up(person, "jobs@example.jp")
    journeys.answers_for_suggestions(person)
    expect(person.page.locator(".reason-lines li").first).to_be_visible()
    say(f"sign-up to suggestions: {person.told}")
    assert person.answers <= 12
    assert person.seconds <= 180
    journeys.applies(person)
    expect(person.page.get_by_role("main")).to_contain_text("申請を送りました")
    say(f"application: {person.told}")
    assert person.answers <= 12


def test_a_pledge_takes_three_steps(comes: Callable[..., Person]) -> None:
    person = comes()
    journeys.pledges(person)
    person.page.wait_for_url(re.compile("/pay/"))
    say(f"pledge: {person.told}")
    assert person.clicks <= 4  # to the first step, and one for each of the three


def test_a_certificate_is_verified_within_five_seconds(comes: Callable[..., Person]) -> None:
    code = code_of(comes(RESIDENT2))
    visitor = comes()
    seconds = journeys.verifies(visitor, code)
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("有効な二地域居住者登録証です")
    say(f"verify: {visitor.told}; {seconds:.1f} s to the lights")
    assert seconds <= 5


def test_a_home_near_the_sea_under_a_budget_is_two_clicks_away(comes: Callable[..., Person]) -> None:
    person = comes()
    journeys.looks_for_a_home(person)
    expect(person.page.get_by_role("main")).to_contain_text("家賃")
    say(f"home under a budget: {person.told}")
    assert person.clicks <= 2


def test_a_shop_records_a_benefit_and_an_owner_takes_a_consent_back(comes: Callable[..., Person]) -> None:
    code = code_of(comes(RESIDENT2))
    shop, owner = comes(PARTNER), comes(OWNER)
    journeys.records_a_benefit(shop, code)
    expect(shop.page.get_by_role("main")).to_contain_text("利用を記録しました")
    say(f"benefit: {shop.told}")
    assert shop.clicks <= 3
    journeys.withdraws_a_consent(owner)
    expect(owner.page.get_by_role("main")).to_contain_text("同意を取り消しました")
    say(f"consent taken back: {owner.told}")
    assert owner.clicks <= 3
