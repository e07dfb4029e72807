"""The town's desk: find a receipt, correct it, give it again; nobody else's, and nobody who hides."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.receipts import BY, TOWN, a_paid_pledge, a_receipt
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.pledges import actions as pledges
from webapp.receipts.models import Receipt

SignedIn = Callable[..., PageClient]


@pytest.fixture
def receipt(database: Any) -> Receipt:
    with database.transaction():
        return a_receipt()


@pytest.fixture
def browser(database: Any, signed_in: SignedIn) -> PageClient:
    with database.transaction():
        clerk = a_clerk(TOWN)
    return signed_in(clerk)


def test_a_clerk_corrects_a_name(receipt: Receipt, browser: PageClient) -> None:
    page = browser.get(browser.get("/staff/receipts").links()[receipt.shown_number])
    refused = browser.submit(page, "新しい番号で発行する", {"correct-reason": ""}, expect=422)
    assert "佐藤 花子" in refused.html
    typed = {"correct-donor_name": "佐藤 華子", "correct-reason": "字のまちがい"}
    new = browser.submit(refused, "新しい番号で発行する", typed).follow()
    assert new.h1 == "2026-000002"
    assert "佐藤 華子" in new.text
    old = browser.get(new.links()[receipt.shown_number])
    assert "無効：記載を直した" in old.text
    assert "同じ番号で再発行する" not in old.text
    typed["correct-donor_address"] = "長野県"
    browser.post(f"/staff/receipts/{receipt.id}/correct", typed, expect=409)


def test_a_clerk_gives_one_again(receipt: Receipt, browser: PageClient) -> None:
    page = browser.get(f"/staff/receipts/{receipt.id}")
    again = browser.submit(page, "再発行として出し直す", {"again-reason": "紛失"}).follow()
    assert "1回" in again.text
    assert "再発行（1回目" in browser.get(f"/my/receipts/{receipt.id}").text
    browser.submit(again, "再発行として出し直す", {"again-reason": " "}, expect=422)


def test_the_list_is_narrowed_by_number_year_and_state(database: Any, receipt: Receipt, browser: PageClient) -> None:
    with database.transaction():
        pledges.mark_refunded(a_paid_pledge(), by=BY)
    assert "2026-000002" not in browser.get("/staff/receipts?state=valid").text
    assert "2026-000001" not in browser.get("/staff/receipts?state=void").text
    assert "2026-000002" not in browser.get("/staff/receipts?q=2026-000001").text
    assert "条件に合う受領証明書はありません" in browser.get("/staff/receipts?year=2020").text


def test_other_municipality_is_not_found(database: Any, receipt: Receipt, signed_in: SignedIn) -> None:
    with database.transaction():
        stranger = a_clerk("372081")
    browser = signed_in(stranger)
    assert receipt.shown_number not in browser.get("/staff/receipts").text
    browser.get(f"/staff/receipts/{receipt.id}", expect=404)
    for move in ("correct", "again"):
        browser.post(f"/staff/receipts/{receipt.id}/{move}", {f"{move}-reason": "x"}, expect=404)


def test_who_asks_for_secrecy_is_not_named(database: Any, browser: PageClient) -> None:
    with database.transaction():
        donor = a_resident_user()
        a_resident(donor, is_confidential=True)
        hidden = a_receipt(donor)
    page = browser.get("/staff/receipts")
    assert "秘匿希望の方" in page.text
    assert "佐藤 花子" not in page.html
    browser.get(f"/staff/receipts/{hidden.id}", expect=404)
    browser.post(f"/staff/receipts/{hidden.id}/again", {"again-reason": "x"}, expect=404)
