"""Donations that came by other ways: receipt, ledger, refusals, sheets that are brought in whole or not at all."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounting import TOWN, an_offline_donation, an_open_project, given
from tests.factories.accounts import a_clerk, actor_of
from tests.support.client import PageClient
from webapp.accounting.models import OfflineDonation, OfflineSheet
from webapp.accounting.offline import actions, sheet, sheets
from webapp.core.clock import now, today
from webapp.core.errors import BadFile, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.municipalities.models import DatedSetting
from webapp.payments import ledger
from webapp.pledges.models import PaymentMethod, Pledge, PledgeStatus
from webapp.pledges.queries import funding_of
from webapp.projects.models import ProjectStatus
from webapp.receipts.queries import last_of, standing_of

SignedIn = Callable[..., PageClient]
HEAD = "管理番号,受け取った日,振り込んだ日,方法,寄附サイト,金額,氏名,住所,住民票の市町村コード,メールアドレス\n"


@pytest.mark.both_databases
def test_cash_has_its_receipt_stands_in_the_books_and_counts_for_the_project(session: Session) -> None:
    row = an_offline_donation()
    pledge = session.get_one(Pledge, row.pledge_id)
    receipt = standing_of(pledge)
    assert receipt is not None
    assert (pledge.status, receipt.received_on, receipt.amount) == (PledgeStatus.PAID, today(), 10_000)
    assert ledger.balances(f"bank:{TOWN}") == {f"bank:{TOWN}": 10_000}
    assert funding_of([pledge.project_id])[pledge.project_id].raised_yen == 10_000
    letter = session.exec(select(Letter).where(Letter.to_email == "")).one()
    assert "ご寄附を受け取りました" in letter.subject


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": 0}, "1円から"),
        ({"donor_name": "株式会社ひまわり"}, "会社や団体"),
        ({"method": PaymentMethod.CARD}, "自動で記録"),
        ({"arrived_on": today() + timedelta(days=2)}, "これからの日"),
        ({"arrived_on": date(2020, 1, 1)}, "受付を始める前"),
        ({"method": PaymentMethod.PORTAL}, "サイトの名前"),
        ({"sent_on": today() + timedelta(days=1)}, "口座に入った日より後"),
    ],
)
def test_what_cannot_be_is_refused_in_words(session: Session, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        an_offline_donation(**changes)
    assert session.exec(select(OfflineDonation)).all() == []


@pytest.mark.parametrize("status", [ProjectStatus.SUBSIDY_DECIDED, ProjectStatus.REPORTED, ProjectStatus.SETTLED])
def test_nothing_comes_to_a_project_whose_account_has_been_made(session: Session, status: ProjectStatus) -> None:
    project = an_open_project()
    an_offline_donation(project)
    project.status = status
    with pytest.raises(RuleBroken, match="使える額が決まった後"):
        an_offline_donation(project, number="窓口-2")
    assert funding_of([project.id])[project.id].raised_yen == 10_000


def test_a_number_is_written_down_once_and_another_town_finds_nothing(session: Session) -> None:
    project = an_open_project()
    an_offline_donation(project)
    with pytest.raises(RuleBroken, match="もう記録"):
        an_offline_donation(project, donor_name="別の 人")
    with pytest.raises(NotThere):
        actions.write_down(project, given(number="2"), by=actor_of(a_clerk("011002")))
    with pytest.raises(RuleBroken, match="公開していない"):
        an_offline_donation(an_open_project(status=ProjectStatus.DRAFT), number="3")


def test_the_town_decides_which_day_of_a_transfer_counts(session: Session) -> None:
    days: dict[str, Any] = {"method": PaymentMethod.BANK_TRANSFER, "sent_on": date(2026, 3, 30)}
    first = an_offline_donation(**days, arrived_on=date(2026, 4, 1))
    session.add(
        DatedSetting(municipality_code=TOWN, key="transfer_day", value={"value": "sent"}, valid_from=date(2026, 1, 1))
    )
    session.flush()
    second = an_offline_donation(**days, arrived_on=date(2026, 4, 1), number="2")
    found = [standing_of(session.get_one(Pledge, row.pledge_id)) for row in (first, second)]
    assert [receipt.received_on for receipt in found if receipt] == [date(2026, 4, 1), date(2026, 3, 30)]


def test_one_that_is_taken_back_leaves_a_void_receipt_and_a_movement_back(session: Session) -> None:
    row = an_offline_donation()
    clerk, pledge = actor_of(a_clerk(TOWN)), session.get_one(Pledge, row.pledge_id)
    with pytest.raises(RuleBroken, match="理由"):
        actions.take_back(row, reason=" ", by=clerk)
    actions.take_back(row, reason="同じ寄附を二回記録した", by=clerk)
    assert (pledge.status, standing_of(pledge)) == (PledgeStatus.REFUNDED, None)
    assert last_of(pledge) is not None
    assert ledger.balances(f"bank:{TOWN}") == {f"bank:{TOWN}": 0}
    with pytest.raises(RuleBroken, match="もう取り消されて"):
        actions.take_back(row, reason="もう一度", by=clerk)


def written(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "sheet.csv"
    path.write_bytes((HEAD + "\n".join(lines)).encode(encoding))
    return path


def test_a_sheet_tells_every_problem_by_line_and_column_and_writes_nothing(session: Session, tmp_path: Path) -> None:
    project = an_open_project()
    path = written(
        tmp_path,
        "1,2026/11/20,,窓口での現金,,１０，０００円,佐藤 花子,東京都新宿区,131041,",
        "1,2026-11-20,,cash,,5000,佐藤 花子,東京都新宿区,131041,",
        "2,11月20日,,物々交換,,たくさん,,東京都新宿区,999999,",
        "3,2026-11-20,,portal,,5000,佐藤 花子,東京都新宿区,131041,",
        encoding="cp932",
    )
    found = sheet.read(path, project)
    assert [(one.line, one.heading) for one in found.problems] == [
        (3, "管理番号"),
        (4, "受け取った日"),
        (4, "方法"),
        (4, "金額"),
        (4, "氏名"),
        (4, "住民票の市町村コード"),
        (5, ""),
    ]
    with pytest.raises(RuleBroken, match="直すところ"):
        sheet.bring_in(path, project, by=actor_of(a_clerk(TOWN)))
    assert session.exec(select(OfflineDonation)).all() == []
    with pytest.raises(BadFile, match="金額"):
        sheet.read(written_without(tmp_path, "金額"), project)


def written_without(tmp_path: Path, heading: str) -> Path:
    path = tmp_path / "less.csv"
    path.write_text(HEAD.replace(f"{heading},", "") + "1,2026-11-20,,cash,,x,y,131041,\n", "utf-8")
    return path


def test_a_clerk_writes_one_down_and_brings_in_a_sheet_twice_without_doubling(
    database: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        project, clerk = an_open_project(), a_clerk(TOWN)
    browser = signed_in(clerk)
    typed = {
        "project": project.id,
        "method": "cash",
        "amount": "１２，０００円",
        "arrived_on": today().isoformat(),
        "number": "A-1",
        "donor_name": "株式会社ひまわり",
        "donor_address": "東京都新宿区西新宿1-1-1",
        "home_code": "東京都新宿区",
    }
    refused = browser.submit(browser.get("/staff/donations/new"), "記録して受領証明書を発行する", typed, expect=422)
    assert "会社や団体の名前では寄附できません" in refused.text
    done = browser.submit(refused, "記録して受領証明書を発行する", {"donor_name": "佐藤 花子"}).follow()
    assert "12,000円" in done.text
    line = "B-1,2026-11-20,,現金書留,,3000,山田 太郎,東京都新宿区,131041,\n"
    for expected in ("1件を記録する", "新しい寄附はありません"):
        file = (BytesIO((HEAD + line).encode()), "寄附.csv")
        page = browser.submit(
            browser.get("/staff/donations"), "表を確かめる", {"project": project.id, "sheet": file}
        ).follow()
        assert expected in page.text or expected in page.html
        if expected.startswith("1件"):
            browser.submit(page, expected)
    with database.transaction(read_only=True) as s:
        assert sorted(row.number for row in s.exec(select(OfflineDonation))) == ["A-1", "B-1"]
        assert [row.brought_in for row in s.exec(select(OfflineSheet).order_by(OfflineSheet.id))] == [1, None]


def test_a_sheet_nobody_came_back_to_is_forgotten(session: Session, time_machine: Any) -> None:
    line = "B-1,2026-11-20,,現金書留,,3000,山田 太郎,東京都新宿区,131041,\n"
    row = sheets.hand_in((HEAD + line).encode(), "寄附.csv", an_open_project(), by=actor_of(a_clerk(TOWN)))
    sheets.forget_old()
    assert row.is_waiting
    time_machine.move_to(now() + timedelta(days=8))
    sheets.forget_old()
    assert not row.is_waiting
    with pytest.raises(RuleBroken, match="取りやめられて"):
        sheets.bring_in(row, by=actor_of(a_clerk(TOWN)))
