"""Closing months in order: what comes late belongs to the next one, and only the last can be opened again."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounting import TOWN, an_offline_donation, an_open_project
from tests.factories.accounts import a_clerk, a_staff_user, actor_of
from tests.support.client import PageClient
from webapp.accounting import budget, closing, downloads
from webapp.accounting.models import AccountingMonth
from webapp.accounting.months import month_of
from webapp.accounting.offline import actions as offline
from webapp.accounting.totals import totals_of
from webapp.core.actor import Role
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.payments import ledger
from webapp.projects.models import Project

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))


@pytest.fixture(autouse=True)
def in_november(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 11, 21, 3, tzinfo=UTC), tick=True)


@pytest.fixture
def project(session: Session) -> Project:
    return an_open_project()


def sums(day: date) -> tuple[int, int, int]:
    found = totals_of(month_of(TOWN, day))
    return found.count, found.given_yen, found.returned_yen


@pytest.mark.both_databases
def test_a_closed_month_keeps_its_sums_and_what_comes_late_falls_into_the_next(session: Session) -> None:
    project, clerk = an_open_project(), actor_of(a_clerk(TOWN))
    an_offline_donation(project, number="1", arrived_on=date(2026, 9, 30), amount=3_000)
    an_offline_donation(project, number="2", arrived_on=date(2026, 10, 1), amount=5_000)
    row = closing.close(month_of(TOWN, SEPTEMBER), by=clerk)
    assert (row.totals["given_yen"], row.totals["movements"], row.closed_by) == (3_000, 1, clerk.user_id)
    an_offline_donation(project, number="late", arrived_on=date(2026, 9, 15), amount=700)
    assert (sums(SEPTEMBER), sums(OCTOBER)) == ((1, 3_000, 0), (2, 5_700, 0))
    closing.close(month_of(TOWN, OCTOBER), by=clerk)
    assert (sums(OCTOBER), sums(NOVEMBER)) == ((2, 5_700, 0), (0, 0, 0))


def test_months_are_closed_in_order_after_their_end_by_their_own_town(project: Project) -> None:
    an_offline_donation(project, arrived_on=date(2026, 9, 30))
    clerk = actor_of(a_clerk(TOWN))
    with pytest.raises(RuleBroken, match="令和8年9月"):
        closing.close(month_of(TOWN, OCTOBER), by=clerk)
    with pytest.raises(RuleBroken, match="まだ終わっていない"):
        closing.close(month_of(TOWN, NOVEMBER), by=clerk)
    with pytest.raises(NotThere):
        closing.close(month_of(TOWN, SEPTEMBER), by=actor_of(a_clerk("011002")))
    closing.close(month_of(TOWN, SEPTEMBER), by=clerk)
    with pytest.raises(RuleBroken, match="はできません"):
        closing.close(month_of(TOWN, SEPTEMBER), by=clerk)


def test_only_the_last_closed_month_is_opened_again_by_an_administrator_with_a_reason(project: Project) -> None:
    an_offline_donation(project, arrived_on=date(2026, 9, 30))
    clerk, admin = actor_of(a_clerk(TOWN)), actor_of(a_staff_user(Role.MUNICIPALITY_ADMIN, TOWN))
    closing.close(month_of(TOWN, SEPTEMBER), by=clerk)
    closing.close(month_of(TOWN, OCTOBER), by=clerk)
    with pytest.raises(RuleBroken, match="最後に締めた月"):
        closing.reopen(month_of(TOWN, SEPTEMBER), reason="書き忘れ", by=admin)
    with pytest.raises(NotAllowed):
        closing.reopen(month_of(TOWN, OCTOBER), reason="書き忘れ", by=clerk)
    with pytest.raises(RuleBroken, match="理由"):
        closing.reopen(month_of(TOWN, OCTOBER), reason="", by=admin)
    closing.reopen(month_of(TOWN, OCTOBER), reason="書き忘れ", by=admin)
    closing.reopen(month_of(TOWN, SEPTEMBER), reason="書き忘れ", by=admin)
    an_offline_donation(project, arrived_on=date(2026, 9, 2), number="forgotten")
    assert closing.close(month_of(TOWN, SEPTEMBER), by=clerk).totals["count"] == 2


def test_what_was_taken_back_stands_in_the_month_in_which_it_was(project: Project) -> None:
    row = an_offline_donation(project, arrived_on=date(2026, 10, 3))
    offline.take_back(row, reason="二重に記録した", by=actor_of(a_clerk(TOWN)))
    assert (sums(OCTOBER), sums(NOVEMBER)) == ((1, 10_000, 0), (0, 0, 10_000))


@pytest.mark.broken_books  # a fee and a transfer that no payment stands for
def test_fees_are_no_deduction_and_the_bank_is_what_arrived(project: Project) -> None:
    row = an_offline_donation(project, arrived_on=date(2026, 10, 3))
    clearing, fees = (ledger.provider_account("x", side) for side in ("clearing", "fees"))
    at = datetime(2026, 10, 5, tzinfo=UTC)
    ledger.book("fee:x", "fee", debit=fees, credit=clearing, amount=360, at=at, municipality_code=TOWN)
    bank = ledger.bank_account(TOWN)
    ledger.book("payout:x", "payout", debit=bank, credit=clearing, amount=900, at=at, municipality_code=TOWN)
    found = totals_of(month_of(TOWN, OCTOBER))
    assert (found.given_yen, found.fees_yen, found.banked_yen, found.provider_yen) == (10_000, 360, 10_900, -1_260)
    lines = list(downloads.movement_rows(month_of(TOWN, OCTOBER)))
    assert [line[4] for line in lines] == [10_000, 360, 900]
    assert lines[0][7] == row.pledge_id


def test_a_budget_account_is_the_projects_own_or_that_of_all_others(project: Project) -> None:
    an_offline_donation(project, arrived_on=date(2026, 10, 3))
    clerk = actor_of(a_clerk(TOWN))
    assert next(downloads.sum_rows(month_of(TOWN, OCTOBER)))[3] == "未設定"
    budget.put(TOWN, 2026, None, code="18-1", name="寄附金", by=clerk)
    assert next(downloads.sum_rows(month_of(TOWN, OCTOBER)))[2] == "18-1"
    budget.put(TOWN, 2026, project.id, code="18-2", name="駅舎", by=clerk)
    budget.put(TOWN, 2026, project.id, code="18-3", name="駅舎の台所", by=clerk)
    row = next(downloads.sum_rows(month_of(TOWN, OCTOBER)))
    assert (row[0], row[2], row[3], row[6], row[7]) == (2026, "18-3", "駅舎の台所", 1, 10_000)
    assert len(budget.accounts_of(TOWN, 2026)) == 2
    with pytest.raises(NotThere):
        budget.put("011002", 2026, None, code="1", name="よそ", by=clerk)


def test_a_clerk_closes_a_month_and_takes_its_sheets_along(
    database: Any, signed_in: Callable[..., PageClient], client: PageClient
) -> None:
    with database.transaction():
        an_offline_donation(an_open_project(), arrived_on=date(2026, 10, 3))
        clerk, stranger = a_clerk(TOWN), a_clerk("011002")
    browser = signed_in(clerk)
    year = browser.get("/staff/accounting", expect=303).follow()
    assert "10,000円" in year.text
    month = browser.get(f"/staff/accounting/{TOWN}/months/2026-10")
    assert "締めました" in browser.submit(month, "令和8年10月を締める").follow().text
    names = ("months/2026-10/sums", "months/2026-10/movements", "2026")
    texts = [browser.raw.get(f"/staff/accounting/{TOWN}/{name}.csv").get_data(as_text=True) for name in names]
    assert all("10000" in text and "佐藤" not in text for text in texts)
    budget_page = browser.get(f"/staff/accounting/{TOWN}/2026/budget")
    assert "18-1" in browser.submit(budget_page, "保存する", {"code": "18-1", "name": "寄附金"}).follow().text
    for path in (f"{TOWN}/2026", f"{TOWN}/months/2026-10", f"{TOWN}/months/2026-10/sums.csv", f"{TOWN}/2026/budget"):
        signed_in(stranger).get(f"/staff/accounting/{path}", expect=404)
    browser.get(f"/staff/accounting/{TOWN}/months/oktober", expect=404)
    with database.transaction(read_only=True) as s:
        assert len(s.exec(select(AccountingMonth)).all()) == 1


def test_a_month_before_the_books_begin_is_not_to_be_closed(
    database: Any, signed_in: Callable[..., PageClient]
) -> None:
    with database.transaction():
        an_offline_donation(an_open_project(), arrived_on=date(2026, 10, 1))
        clerk = a_clerk(TOWN)
    browser = signed_in(clerk)
    page = browser.get(f"/staff/accounting/{TOWN}/months/2026-09")
    assert "帳簿が始まる前の月です" in page.text
    assert "前の月を先に締めて" not in page.text
    assert "令和8年9月を締める" not in page.text
    browser.post(f"/staff/accounting/{TOWN}/months/2026-09/close", {}, expect=409)
    assert "令和8年10月を締める" in browser.get(f"/staff/accounting/{TOWN}/months/2026-10").text


@pytest.mark.parametrize(
    "path",
    ["0", "99999", "9999", "9" * 23, "99999.csv", f"{'9' * 23}/budget", "months/9999-12", "months/0001-01/sums.csv"],
)
def test_years_beyond_every_book_are_not_found(database: Any, signed_in: Callable[..., PageClient], path: str) -> None:
    with database.transaction():
        an_open_project()
        clerk = a_clerk(TOWN)
    signed_in(clerk).get(f"/staff/accounting/{TOWN}/{path}", expect=404)
