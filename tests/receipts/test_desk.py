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
def desk(database: Any, signed_in: SignedIn) -> PageClient:
    with database.transaction():
        clerk = a_clerk(TOWN)
    return signed_in(clerk)


def test_a_clerk_corrects_a_name(receipt: Receipt, desk: PageClient) -> None:
    page = desk.get(desk.get("/staff/receipts").links()[receipt.shown_number])
    refused = desk.submit(page, "新しい番号で発行する", {"correct-reason": ""}, expect=422)
    assert "佐藤 花子" in refused.html
    typed = {"correct-donor_name": "佐藤 華子", "correct-reason": "字のまちがい"}
    new = desk.submit(refused, "新しい番号で発行する", typed).follow()
    assert new.h1 == "2026-000002"
    assert "佐藤 華子" in new.text
    old = desk.get(new.links()[receipt.shown_number])
    assert "無効：記載を直した" in old.text
    assert "同じ番号で再発行する" not in old.text
    typed["correct-donor_address"] = "長野県"
    desk.post(f"/staff/receipts/{receipt.id}/correct", typed, expect=409)


def test_a_clerk_gives_one_again(receipt: Receipt, desk: PageClient) -> None:
    page = desk.get(f"/staff/receipts/{receipt.id}")
    again = desk.submit(page, "再発行として出し直す", {"again-reason": "紛失"}).follow()
    assert "1回" in again.text
    assert "再発行（1回目" in desk.get(f"/my/receipts/{receipt.id}").text
    desk.submit(again, "再発行として出し直す", {"again-reason": " "}, expect=422)


def test_the_list_is_narrowed_by_number_year_and_state(database: Any, receipt: Receipt, desk: PageClient) -> None:
    with database.transaction():
        pledges.mark_refunded(a_paid_pledge(), by=BY)
    assert "2026-000002" not in desk.get("/staff/receipts?state=valid").text
    assert "2026-000001" not in desk.get("/staff/receipts?state=void").text
    assert "2026-000002" not in desk.get("/staff/receipts?q=2026-000001").text
    assert "条件に合う受領証明書はありません" in desk.get("/staff/receipts?year=2020").text


def test_other_municipality_is_not_found(database: Any, receipt: Receipt, signed_in: SignedIn) -> None:
    with database.transaction():
        stranger = a_clerk("372081")
    desk = signed_in(stranger)
    assert receipt.shown_number not in desk.get("/staff/receipts").text
    desk.get(f"/staff/receipts/{receipt.id}", expect=404)
    for move in ("correct", "again"):
        desk.post(f"/staff/receipts/{receipt.id}/{move}", {f"{move}-reason": "x"}, expect=404)


def test_who_asks_for_secrecy_is_not_named(database: Any, desk: PageClient) -> None:
    with database.transaction():
        donor = a_resident_user()
        a_resident(donor, is_confidential=True)
        hidden = a_receipt(donor)
    page = desk.get("/staff/receipts")
    assert "秘匿希望の方" in page.text
    assert "佐藤 花子" not in page.html
    desk.get(f"/staff/receipts/{hidden.id}", expect=404)
    desk.post(f"/staff/receipts/{hidden.id}/again", {"again-reason": "x"}, expect=404)


def test_a_page_or_year_beyond_all_numbers_is_an_empty_list(receipt: Receipt, desk: PageClient) -> None:
    for asked in ("page", "year"):
        page = desk.get(f"/staff/receipts?{asked}={'9' * 23}")
        assert receipt.shown_number not in page.text
    assert receipt.shown_number in desk.get("/staff/receipts?page=-3").text
    for desks in ("pledges", "certificates", "renewals"):
        desk.get(f"/staff/{desks}?page={'9' * 23}")
    desk.get(f"/m/{TOWN}/status-lists/{'9' * 23}", expect=404)  # anybody can ask for it
