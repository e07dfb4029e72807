"""The town's desk: what it takes until when, whom it names, and what the daily work does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlmodel import Session, col, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.onestop import TOWNS, a_paid_pledge, an_application
from webapp.core.actor import system_actor
from webapp.core.errors import RuleBroken
from webapp.core.jobs import Job, run_due
from webapp.core.letters import Letter
from webapp.core.trail import history_of
from webapp.onestop import actions, deciding, queries, telling
from webapp.onestop.actions import Move
from webapp.onestop.days import plan_day
from webapp.onestop.donations import donation
from webapp.onestop.models import OneStopApplication, OneStopChange, OneStopStatus, VoidCause
from webapp.pledges import actions as pledges

SERVICE = system_actor("test")
NOVEMBER = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def november() -> Iterator[Any]:
    with time_machine.travel(NOVEMBER, tick=False) as travelling:
        yield travelling


def test_a_sheet_is_taken_and_accepted_and_the_donor_told_each_time(session: Session, november: Any) -> None:
    row, clerk = an_application(), actor_of(a_clerk("202151"))
    deciding.receive(row, date(2026, 11, 21), by=clerk)
    deciding.accept(row, by=clerk)
    assert (row.status, row.received_on) == (OneStopStatus.ACCEPTED, date(2026, 11, 21))
    session.flush()
    said = [letter.subject for letter in session.exec(select(Letter).order_by(col(Letter.id)))]
    assert [words.split("：")[0] for words in said[-2:]] == [
        "ワンストップ特例の申請書が届きました",
        "ワンストップ特例の申請を受け付けました",
    ]


@pytest.mark.parametrize(
    ("day", "why"),
    [(date(2027, 1, 11), "必着"), (date(2027, 1, 13), "今日まで"), (date(2026, 11, 20), "寄附を受け取った日")],
)
def test_a_sheet_is_taken_on_no_other_day(session: Session, november: Any, day: date, why: str) -> None:
    row, clerk = an_application(), actor_of(a_clerk("202151"))
    november.move_to(datetime(2027, 1, 12, 3, tzinfo=UTC))
    with pytest.raises(RuleBroken, match=why):
        deciding.receive(row, day, by=clerk)
    assert row.status is OneStopStatus.APPLIED


def test_one_that_came_in_time_is_taken_after_the_deadline(session: Session, november: Any) -> None:
    row, clerk = an_application(), actor_of(a_clerk("202151"))
    november.move_to(datetime(2027, 1, 12, 3, tzinfo=UTC))
    deciding.lapse(row, by=system_actor("test"))
    deciding.receive(row, date(2027, 1, 10), by=clerk)
    assert row.status is OneStopStatus.RECEIVED


def test_a_refusal_needs_a_reason_and_can_be_mended(session: Session, november: Any) -> None:
    donor = a_resident_user()
    row, clerk = an_application(donor), actor_of(a_clerk("202151"))
    with pytest.raises(RuleBroken, match="理由"):
        deciding.refuse(row, " ", by=clerk)
    deciding.refuse(row, "本人確認書類の写しがありません。", by=clerk)
    assert (row.status, row.decision_reason) == (OneStopStatus.REFUSED, "本人確認書類の写しがありません。")
    given = donation(queries.pledge_of(row))
    assert given is not None
    actions.apply(given, actions.Details(), by=actor_of(donor))
    assert (row.status, row.decision_reason, row.decided_at) == (OneStopStatus.APPLIED, "", None)


def test_the_town_is_told_when_what_it_has_becomes_void(session: Session, november: Any) -> None:
    donor, clerk = a_resident_user(), a_clerk("202151")
    row = an_application(donor)
    deciding.receive(row, date(2026, 11, 21), by=actor_of(clerk))
    telling.choose_tax_return(2026, by=actor_of(donor))
    session.flush()
    told = session.exec(select(Letter).where(Letter.to_email == clerk.email)).one()
    assert row.code in str(told.content)
    assert "佐藤" not in str(told.content) + told.subject
    assert row.void_cause is VoidCause.TAX_RETURN


def test_the_town_is_told_once_of_another_amount_and_a_full_refund_makes_it_void(
    session: Session, november: Any
) -> None:
    donor, clerk = a_resident_user(), a_clerk("202151")
    row = an_application(donor)
    pledge = queries.pledge_of(row)
    deciding.receive(row, date(2026, 11, 21), by=actor_of(clerk))
    pledges.mark_disputed(pledge, by=SERVICE)  # the amount stays the same
    pledges.mark_reinstated(pledge, by=SERVICE)
    for _again in range(2):
        pledges.mark_refunded(pledge, 4_000, by=SERVICE)
    session.flush()
    told = [
        letter.content
        for letter in session.exec(select(Letter).where(Letter.to_email == clerk.email))
        if "額が変わりました" in letter.subject
    ]
    assert len(told) == 1
    assert row.code in str(told)
    assert f"{pledge.kept_yen:,}円" in str(told)
    assert "佐藤" not in str(told)
    assert [e.reason for e in history_of(row) if e.action == "onestop.amount"] != []
    pledges.mark_refunded(pledge, by=SERVICE)
    assert (row.status, row.void_cause) == (OneStopStatus.VOID, VoidCause.REFUND)


def test_an_application_that_has_not_arrived_is_nothing_for_the_desk(session: Session, november: Any) -> None:
    clerk = a_clerk("202151")
    row = an_application()
    pledges.mark_refunded(queries.pledge_of(row), 4_000, by=SERVICE)
    session.flush()
    subjects = session.exec(select(Letter.subject).where(Letter.to_email == clerk.email)).all()
    assert not any("額が変わりました" in subject for subject in subjects)


def test_nobody_decides_on_their_own(session: Session, november: Any) -> None:
    clerk = a_clerk("202151")
    row = an_application(clerk)
    with pytest.raises(RuleBroken, match="自身の申請"):
        deciding.receive(row, date(2026, 11, 21), by=actor_of(clerk))
    with pytest.raises(RuleBroken, match="自身の申請"):
        deciding.refuse(row, "理由", by=actor_of(clerk))


def test_a_notice_of_a_move_is_received_once(session: Session, november: Any) -> None:
    donor, clerk = a_resident_user(), actor_of(a_clerk("202151"))
    row = an_application(donor)
    notice = actions.tell_move([row], Move("鈴木 花子", row.address, date(2026, 11, 20)), by=actor_of(donor))[0]
    deciding.receive_change(notice, date(2026, 11, 21), by=clerk)
    with pytest.raises(RuleBroken, match="もう受け取って"):
        deciding.receive_change(notice, date(2026, 11, 21), by=clerk)
    assert session.get_one(OneStopChange, notice.id).received_on == date(2026, 11, 21)


def work(app: Flask, database: Any) -> None:
    with database.transaction():
        plan_day()
    with app.app_context():
        while run_due(database):
            pass


def reminders(database: Any) -> list[str]:
    with database.transaction(read_only=True) as s:
        found = s.exec(
            select(Letter).where(col(Letter.subject).contains("期限が近づいて")).order_by(col(Letter.to_email))
        )
        return [letter.to_email for letter in found]


@pytest.mark.usefixtures("november")
def test_what_only_the_sheet_needed_is_forgotten_a_year_after_the_deadline(app: Flask, database: Any) -> None:
    with database.transaction():
        row_id = an_application().id
    for moment, kana in (
        (datetime(2028, 1, 10, 3, tzinfo=UTC), "サトウ ハナコ"),
        (datetime(2028, 1, 11, 3, tzinfo=UTC), ""),
    ):
        with time_machine.travel(moment, tick=True):
            work(app, database)
        with database.transaction(read_only=True) as s:
            row = s.get_one(OneStopApplication, row_id)
            assert (row.kana, row.name) == (kana, "佐藤 花子")


@pytest.mark.both_databases
@pytest.mark.usefixtures("november")
def test_letters_go_on_three_days_to_who_has_something_left_and_then_it_ends(app: Flask, database: Any) -> None:
    with database.transaction() as s:
        done, late, files, nothing = (
            a_resident_user(email=f"{name}@example.jp") for name in ("done", "late", "files", "nothing")
        )
        finished = an_application(done)
        clerk = actor_of(a_clerk("202151"))
        deciding.receive(finished, date(2026, 11, 21), by=clerk)
        waiting = an_application(late)
        a_paid_pledge(late, TOWNS[1])
        a_paid_pledge(files)
        telling.choose_tax_return(2026, by=actor_of(files))
        a_paid_pledge(email="guest@example.jp")
        s.flush()
        waiting_id = waiting.id
    with time_machine.travel(datetime(2026, 12, 19, 14, 59, tzinfo=UTC), tick=True) as clock:
        work(app, database)
        assert reminders(database) == []
        for moment, times in (
            (datetime(2026, 12, 19, 15, 1, tzinfo=UTC), 1),  # 20 December in Japan
            (datetime(2026, 12, 25, 3, tzinfo=UTC), 1),
            (datetime(2027, 1, 5, 3, tzinfo=UTC), 2),  # the worker slept on the fourth
            (datetime(2027, 1, 8, 3, tzinfo=UTC), 3),
            (datetime(2027, 1, 10, 14, 0, tzinfo=UTC), 3),
        ):
            clock.move_to(moment)
            work(app, database)
            work(app, database)
            assert reminders(database) == ["guest@example.jp"] * times + ["late@example.jp"] * times
        clock.move_to(datetime(2027, 1, 10, 15, 1, tzinfo=UTC))
        work(app, database)
        with database.transaction(read_only=True) as s:
            assert s.get_one(OneStopApplication, waiting_id).status is OneStopStatus.LAPSED
            assert s.exec(select(Job).where(col(Job.last_error) != "")).all() == []
            ended = select(Letter).where(col(Letter.subject).contains("期限までに届きませんでした"))
            assert [letter.to_email for letter in s.exec(ended)] == ["late@example.jp"]
        assert nothing.email not in reminders(database)
