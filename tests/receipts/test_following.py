"""Receipts follow the money: issued with it, void without it, replaced when it is another amount; numbers have no gaps."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select, text

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.receipts import BY, TOWN, a_paid_pledge, a_receipt
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import history_of
from webapp.municipalities.models import DatedSetting
from webapp.pledges import actions as pledges
from webapp.pledges.models import PaymentMethod, Pledge
from webapp.receipts import actions, days, integrity, queries
from webapp.receipts.models import Receipt, ReceiptVoid, VoidReason


def numbers(session: Session) -> list[int]:
    return sorted(session.exec(select(Receipt.number)))


def reason_of(receipt: Receipt) -> VoidReason | None:
    void = queries.void_of(receipt)
    return void.reason if void else None


@pytest.fixture
def pledge(session: Session) -> Pledge:
    return a_paid_pledge()


@pytest.mark.parametrize(
    ("paid_at", "day"),
    [
        (datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 15, 0, 5, tzinfo=UTC), date(2027, 1, 1)),
    ],
    ids=["last second of the year", "first seconds of the next"],
)
def test_day_and_series_are_those_of_japan(session: Session, paid_at: datetime, day: date) -> None:
    a_receipt()
    receipt = a_receipt(at=paid_at)
    assert (receipt.received_on, receipt.year) == (day, day.year)
    assert receipt.number == (2 if day.year == 2026 else 1)
    assert integrity.faults() == []


def test_each_town_counts_for_itself(session: Session, pledge: Pledge) -> None:
    receipt = queries.standing_of(pledge)
    assert receipt is not None
    assert receipt.shown_number == "2026-000001"
    assert [queries.standing_of(a_paid_pledge()).number for _round in range(2)] == [2, 3]  # type: ignore[union-attr]


def test_being_told_again_changes_nothing(session: Session, pledge: Pledge) -> None:
    assert pledge.paid_at is not None
    actions.follow_paid(pledge, at=pledge.paid_at, by=BY)
    actions.follow_changed(pledge, at=pledge.paid_at, by=BY)
    assert numbers(session) == [1]


def test_a_rolled_back_payment_leaves_no_gap(session: Session, pledge: Pledge) -> None:
    with session.begin_nested() as inside:
        a_paid_pledge()
        inside.rollback()
    assert a_receipt().number == 2
    assert integrity.faults() == []


def test_a_full_refund_makes_it_void_and_keeps_the_number(session: Session, pledge: Pledge) -> None:
    (receipt,) = queries.chain_of(pledge)
    pledges.mark_refunded(pledge, by=BY)
    assert reason_of(receipt) is VoidReason.REFUNDED
    assert queries.standing_of(pledge) is None
    told = session.exec(select(Letter.subject).where(Letter.subject.contains(receipt.shown_number))).all()  # type: ignore[attr-defined]
    assert told == [f"受領証明書が無効になりました（{receipt.shown_number}）"]
    pledges.mark_refunded(pledge, by=BY)
    assert len(session.exec(select(Letter).where(Letter.subject == told[0])).all()) == 1
    assert a_receipt().number == 2
    assert integrity.faults() == []


def test_a_partial_refund_is_a_new_number_with_the_rest(session: Session, pledge: Pledge) -> None:
    pledges.mark_refunded(pledge, 4_000, by=BY)
    old, new = queries.chain_of(pledge)
    assert (reason_of(old), reason_of(new)) == (VoidReason.PARTLY_REFUNDED, None)
    assert (new.amount, new.number, new.replaces_id) == (6_000, 2, old.id)
    assert new.received_on == old.received_on
    assert old.shown_number in str(session.exec(select(Letter.content).order_by(Letter.id.desc())).first())  # type: ignore[attr-defined]
    assert integrity.faults() == []


def test_a_refund_that_came_back_gives_a_number_that_names_the_void_one(session: Session, pledge: Pledge) -> None:
    pledges.mark_refunded(pledge, by=BY)
    pledges.mark_refunded(pledge, 0, by=BY)
    old, new = queries.chain_of(pledge)
    assert (reason_of(old), new.replaces_id, new.amount) == (VoidReason.REFUNDED, old.id, 10_000)
    assert integrity.faults() == []


def test_a_dispute_leaves_it_and_a_lost_one_makes_it_void(session: Session, pledge: Pledge) -> None:
    (receipt,) = queries.chain_of(pledge)
    pledges.mark_disputed(pledge, by=BY)
    assert reason_of(receipt) is None
    pledges.mark_charged_back(pledge, by=BY)
    assert reason_of(receipt) is VoidReason.CHARGED_BACK
    letter = session.exec(select(Letter).where(Letter.subject.contains("無効になりました"))).one()  # type: ignore[attr-defined]
    assert "カード会社が支払いを取り消した" in str(letter.content)
    pledges.mark_reinstated(pledge, by=BY)
    assert [reason_of(each) for each in queries.chain_of(pledge)] == [VoidReason.CHARGED_BACK, None]


def test_a_correction_is_a_new_number_and_the_pledge_follows(session: Session, pledge: Pledge) -> None:
    clerk = actor_of(a_clerk(TOWN))
    (old,) = queries.chain_of(pledge)
    new = actions.correct(old, donor_name="佐藤 華子", donor_address=old.donor_address, reason="字のまちがい", by=clerk)
    assert (new.donor_name, new.number, new.replaces_id) == ("佐藤 華子", 2, old.id)
    assert pledge.donor_name == "佐藤 華子"
    assert reason_of(old) is VoidReason.CORRECTED
    assert [entry.reason for entry in history_of(old) if entry.action == "receipt.void"] == ["字のまちがい"]
    assert integrity.faults() == []
    with pytest.raises(RuleBroken, match="もう無効"):
        actions.correct(old, donor_name="別の名", donor_address="別", reason="もう一度", by=clerk)


@pytest.mark.parametrize(
    ("name", "reason", "words"), [("佐藤 華子", " ", "理由"), ("佐藤 花子", "直す", "同じです")], ids=["reason", "same"]
)
def test_a_correction_needs_a_reason_and_a_change(
    session: Session, pledge: Pledge, name: str, reason: str, words: str
) -> None:
    (receipt,) = queries.chain_of(pledge)
    with pytest.raises(RuleBroken, match=words):
        actions.correct(
            receipt, donor_name=name, donor_address=receipt.donor_address, reason=reason, by=actor_of(a_clerk(TOWN))
        )
    assert numbers(session) == [1]


def test_given_again_keeps_its_number_and_counts(session: Session, pledge: Pledge) -> None:
    clerk = actor_of(a_clerk(TOWN))
    (receipt,) = queries.chain_of(pledge)
    made = [actions.give_again(receipt, reason="郵送の紛失", by=clerk).number for _round in range(2)]
    assert made == [1, 2]
    assert queries.standing(receipt).copy_number == 2
    assert numbers(session) == [1]
    with pytest.raises(RuleBroken, match="理由"):
        actions.give_again(receipt, reason="", by=clerk)


@pytest.mark.both_databases
def test_two_clerks_at_once_make_one_correction_and_count_every_copy(app: Flask, database: Any) -> None:
    with database.transaction():
        receipt, clerk = a_receipt(), actor_of(a_clerk(TOWN))

    def at_once(act: Callable[[Receipt], object]) -> list[str]:
        def one(_number: int) -> str:
            with app.app_context():
                try:
                    with database.transaction() as session:
                        act(session.get_one(Receipt, receipt.id))
                except RuleBroken:
                    return "refused"
                return "done"

        with ThreadPoolExecutor(4) as pool:
            return sorted(pool.map(one, range(4)))

    assert at_once(lambda found: actions.give_again(found, reason="紛失", by=clerk)) == ["done"] * 4
    correct = partial(actions.correct, donor_name="佐藤 華子", donor_address="長野県", reason="字", by=clerk)
    assert at_once(correct) == ["done", *["refused"] * 3]
    with database.transaction(read_only=True) as session:
        assert numbers(session) == [1, 2]
        assert queries.copies_of(session.get_one(Receipt, receipt.id)) == 4
        assert integrity.faults() == []


def test_another_towns_clerk_finds_nothing_to_correct(session: Session, pledge: Pledge) -> None:
    (receipt,) = queries.chain_of(pledge)
    with pytest.raises(NotThere):
        actions.give_again(receipt, reason="x", by=actor_of(a_clerk("372081")))


@pytest.mark.both_databases
def test_the_database_itself_refuses(session: Session) -> None:
    receipt = a_receipt()
    actions.give_again(receipt, reason="紛失", by=actor_of(a_clerk(TOWN)))
    session.add(ReceiptVoid(receipt_id=receipt.id, municipality_code=TOWN, reason=VoidReason.REFUNDED))
    session.flush()
    for statement in (
        "UPDATE receipt SET amount = 1",
        "DELETE FROM receipt_void",
        "UPDATE receipt_copy SET number = 9",
        "INSERT INTO receipt (id, pledge_id, municipality_code, year, number, amount, donor_name, donor_address,"
        " received_on, issued_at) SELECT 'x', pledge_id, municipality_code, year, 99, amount, donor_name,"
        " donor_address, received_on, issued_at FROM receipt",
    ):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(text(statement))
    assert numbers(session) == [1]


def test_the_check_finds_what_does_not_fit(session: Session, pledge: Pledge) -> None:
    (receipt,) = queries.chain_of(pledge)
    session.add(ReceiptVoid(receipt_id=receipt.id, municipality_code=TOWN, reason=VoidReason.REFUNDED))
    session.flush()
    assert any("no valid receipt" in fault for fault in integrity.faults())
    session.execute(text("UPDATE receipt_counter SET last_number = 5"))
    assert any("counter at 5" in fault for fault in integrity.faults())


@pytest.mark.parametrize(("rule", "day"), [("credited", date(2027, 1, 4)), ("sent", date(2026, 12, 30))])
def test_the_town_decides_which_day_of_a_transfer_counts(session: Session, rule: str, day: date) -> None:
    pledge = a_paid_pledge()
    session.add(
        DatedSetting(municipality_code=TOWN, key=days.TRANSFER_DAY, value={"value": rule}, valid_from=date(2026, 4, 1))
    )
    session.flush()
    assert days.of_transfer(TOWN, sent_on=date(2026, 12, 30), credited_on=date(2027, 1, 4)) == day
    pledge.method = PaymentMethod.BANK_TRANSFER
    assert ("振り込んだ日" if rule == "sent" else "口座に入った日") in str(days.rule_of(pledge))
