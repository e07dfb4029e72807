"""The estimator's pages: exact from the notice, estimated from a salary, nothing in the address, nothing kept."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_resident_user
from tests.factories.pledges import a_pledge
from tests.support.client import Page, PageClient
from webapp.core.actor import system_actor
from webapp.core.clock import now, today
from webapp.onestop.limit import reminding
from webapp.pledges import actions as pledges

SignedIn = Callable[..., PageClient]
NOTICE = {"levy": "３００，０００円", "taxable": "2,380,000"}


def numbers(page: Any) -> list[str]:
    return [found.text for found in page.tree.select(".stat__value strong")]


def reckon(browser: PageClient, path: str, typed: dict[str, Any], expect: int = 200) -> Page:
    return browser.submit(browser.get(path), "目安を計算する", typed, expect=expect)


def year() -> str:
    return str(today().year)


def test_the_notice_gives_the_exact_limit_rounded_down(client: PageClient) -> None:
    page = reckon(client, "/furusato/limit/notice", {"year": year(), **NOTICE})
    assert numbers(page) == ["77,000", "0", "77,000"]
    assert "77,197円" in page.text
    assert page.response.request.query_string == b""  # no income in the address


def test_what_was_given_elsewhere_is_taken_off_and_too_much_is_only_warned_of(client: PageClient) -> None:
    typed = {"year": year(), **NOTICE, "elsewhere": "30,500", "planned": "100000"}
    page = reckon(client, "/furusato/limit/notice", typed)
    assert numbers(page) == ["77,000", "30,500", "46,000"]
    assert "目安をこえます" in page.text


def test_a_salary_gives_an_estimate_that_says_what_it_is(client: PageClient) -> None:
    page = reckon(client, "/furusato/limit", {"year": "2025", "salary": "6000000", "spouse": "none"})
    assert numbers(page)[0] == "77,000"
    assert "目安です" in page.text
    page = reckon(client, "/furusato/limit", {"year": "2026", "salary": "6000000", "spouse": "none"})
    assert "概算です" in page.text


@pytest.mark.parametrize("typed", ["", "-1", "五百万", "1000000001", "123456789018"])
def test_what_is_no_amount_is_asked_again(client: PageClient, typed: str) -> None:
    page = reckon(client, "/furusato/limit", {"year": year(), "salary": typed, "spouse": "none"}, expect=422)
    assert page.errors()


def test_donations_made_here_are_taken_off_by_themselves(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledges.mark_paid(a_pledge(donor, amount=20_000), now(), by=system_actor("test"))
        a_pledge(donor, amount=50_000)  # not paid
    page = reckon(signed_in(donor), "/furusato/limit/notice", {"year": year(), **NOTICE})
    assert numbers(page) == ["77,000", "20,000", "57,000"]


def test_a_kept_limit_warns_and_one_that_is_not_kept_does_not(app: Any, database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
    browser = signed_in(donor)
    reckon(browser, "/furusato/limit/notice", {"year": year(), **NOTICE, "remembers": "y", "elsewhere": "10000"})
    with browser.raw.session_transaction() as cookie:
        kept = dict(cookie)
    assert kept["furusato_limit"] == [today().year, 77_000, 10_000]
    assert [sentence_for(app, kept, amount) for amount in (67_000, 67_001)] == [
        "",
        "この寄附を入れると、今年の寄附は77,001円になり、控除の目安（77,000円）をこえます。"
        "こえた分は、税から戻らないことがあります。寄附はできます。",
    ]
    reckon(browser, "/furusato/limit/notice", {"year": year(), **NOTICE})
    with browser.raw.session_transaction() as cookie:
        assert "furusato_limit" not in cookie


def sentence_for(app: Any, kept: dict[str, Any], amount: int) -> str:
    from flask import session as cookie

    from webapp.core.actor import ANONYMOUS

    with app.test_request_context():
        cookie.update(kept)
        return reminding.warning(ANONYMOUS, amount)
