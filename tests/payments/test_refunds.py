"""Giving money back: a reason, a second look, never more than is there, and what becomes of it at the provider."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, actor_of
from tests.payments.till import paid, paid_at_store, status_of, synced
from webapp.core import jobs
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.letters import Letter
from webapp.payments import ledger
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import PaymentAttempt, PaymentRefund
from webapp.payments.refunds import actions
from webapp.payments.states import RefundOrigin, RefundStatus
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.receipts.models import Receipt, ReceiptVoid

TOWN = "202151"
WHY = "金額を誤って入力したと連絡があった"


@pytest.fixture
def clerks(database: Any) -> tuple[Actor, Actor]:
    """Two people of the town."""
    with database.transaction():
        first, second = a_clerk(TOWN), a_clerk(TOWN)
        return actor_of(first), actor_of(second)


def given_back(app: Flask, database: Any, attempt: PaymentAttempt, amount: int, clerks: tuple[Actor, Actor]) -> str:
    """A refund that two people agreed on and the worker has asked for."""
    with database.transaction():
        row = actions.propose(attempt.id, amount=amount, reason=WHY, by=clerks[0])
    with database.transaction() as s:
        actions.approve(s.get_one(PaymentRefund, row.id), by=clerks[1])
    with app.app_context():
        jobs.run_due(database)
    return row.id


def refund(database: Any, refund_id: str) -> PaymentRefund:
    with database.transaction() as s:
        return s.get_one(PaymentRefund, refund_id)  # type: ignore[no-any-return]


def test_parts_and_then_the_rest_go_back_and_the_receipt_follows(
    app: Flask, database: Any, provider: LocalStripe, clerks: tuple[Actor, Actor]
) -> None:
    attempt = paid(app, database, provider)
    first = given_back(app, database, attempt, 3_000, clerks)
    assert refund(database, first).status is RefundStatus.SUCCEEDED
    assert status_of(database, attempt.pledge_id) is PledgeStatus.PARTLY_REFUNDED
    given_back(app, database, attempt, 7_000, clerks)
    assert status_of(database, attempt.pledge_id) is PledgeStatus.REFUNDED
    with database.transaction() as s:
        assert ledger.balances("psp:%:clearing") == {ledger.CLEARING: -attempt.amount * 36 // 1000}
        assert ledger.balances("muni:%")[ledger.pledges_account(s.get_one(Pledge, attempt.pledge_id))] == 0
        assert len(s.exec(select(ReceiptVoid)).all()) == len(s.exec(select(Receipt)).all()) == 2
        told = s.exec(select(Letter.subject).where(Letter.subject == "返金の手続きが終わりました")).all()
        assert len(told) == 2


def test_who_proposed_does_not_approve(
    app: Flask, database: Any, provider: LocalStripe, clerks: tuple[Actor, Actor]
) -> None:
    attempt = paid(app, database, provider)
    with database.transaction():
        row = actions.propose(attempt.id, amount=1_000, reason=WHY, by=clerks[0])
        with pytest.raises(RuleBroken, match="別の担当者"):
            actions.approve(row, by=clerks[0])
        actions.decline(row, reason="計算し直した", by=clerks[0])
        assert row.status is RefundStatus.DECLINED
        assert actions.refundable(attempt) == attempt.amount


@pytest.mark.parametrize("amount", [0, -1, 10_001])
def test_more_than_there_is_or_nothing_is_refused(
    app: Flask, database: Any, provider: LocalStripe, clerks: tuple[Actor, Actor], amount: int
) -> None:
    attempt = paid(app, database, provider)
    with database.transaction(), pytest.raises(RuleBroken, match="あと10,000円"):
        actions.propose(attempt.id, amount=amount, reason=WHY, by=clerks[0])
    with database.transaction(), pytest.raises(RuleBroken, match="理由"):
        actions.propose(attempt.id, amount=1_000, reason=" ", by=clerks[0])


@pytest.mark.both_databases
def test_two_clerks_at_once_do_not_give_it_back_twice(
    app: Flask, database: Any, provider: LocalStripe, clerks: tuple[Actor, Actor]
) -> None:
    attempt = paid(app, database, provider)

    def propose(by: Actor) -> bool:
        with database.transaction():
            try:
                actions.propose(attempt.id, amount=10_000, reason=WHY, by=by)
            except RuleBroken:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(propose, clerks)) == [False, True]


def test_a_slips_refund_waits_for_the_donor_and_may_come_back(
    app: Flask, database: Any, provider: LocalStripe, clerks: tuple[Actor, Actor]
) -> None:
    attempt = paid_at_store(app, database, provider)
    row = refund(database, given_back(app, database, attempt, attempt.amount, clerks))
    assert row.status is RefundStatus.REQUIRES_ACTION
    assert status_of(database, attempt.pledge_id) is PledgeStatus.PAID
    provider.refunds.settle(row.provider_ref, is_paid_out=False)
    synced(app, database, attempt)
    assert refund(database, row.id).status is RefundStatus.FAILED
    assert status_of(database, attempt.pledge_id) is PledgeStatus.PAID
    with database.transaction() as s:
        told = s.exec(select(Letter).where(Letter.subject == "返金できませんでした：対応が必要です")).all()
        assert {letter.to_email for letter in told} >= {user.email for user in _people(s, clerks)}
        assert actions.refundable(s.get_one(PaymentAttempt, attempt.id)) == attempt.amount  # it can be tried anew


def _people(s: Session, clerks: tuple[Actor, Actor]) -> list[Any]:
    from webapp.accounts.models import User

    return [s.get_one(User, clerk.user_id) for clerk in clerks]


def test_a_refund_that_bounces_after_success_makes_the_donation_whole_again(
    app: Flask, database: Any, provider: LocalStripe, clerks: tuple[Actor, Actor]
) -> None:
    attempt = paid(app, database, provider)
    row = refund(database, given_back(app, database, attempt, attempt.amount, clerks))
    assert status_of(database, attempt.pledge_id) is PledgeStatus.REFUNDED
    provider.refunds.bounce(row.provider_ref)
    synced(app, database, attempt)
    assert refund(database, row.id).status is RefundStatus.FAILED
    assert status_of(database, attempt.pledge_id) is PledgeStatus.PAID
    with database.transaction():
        kinds = [movement.kind for movement, _entry in ledger.movements_of(attempt.pledge_id)][::2]
        assert kinds.count("refund") == kinds.count("refund_back") == 1


@pytest.mark.parametrize("fault", ["lost_reply", "error_500", "rate_limit"])
def test_a_doubtful_answer_never_gives_back_twice(
    app: Flask, database: Any, provider: LocalStripe, clerks: tuple[Actor, Actor], fault: Any, time_machine: Any
) -> None:
    attempt = paid(app, database, provider)
    provider.faults.fail_next("refunds.create", fault)
    row = given_back(app, database, attempt, 4_000, clerks)
    assert refund(database, row).status is RefundStatus.REQUESTED
    time_machine.move_to(now() + timedelta(minutes=2))
    with app.app_context():
        jobs.run_due(database)
    assert refund(database, row).status is RefundStatus.SUCCEEDED
    assert len(provider.store.where("refund")) == 1


def test_what_the_provider_refuses_is_told_to_the_desk(
    app: Flask, database: Any, provider: LocalStripe, clerks: tuple[Actor, Actor]
) -> None:
    attempt = paid(app, database, provider)
    provider.disputes.open(str(attempt.payment_ref))  # nobody here has heard of it
    row = refund(database, given_back(app, database, attempt, 4_000, clerks))
    assert (row.status, row.failure, row.origin) == (RefundStatus.FAILED, "charge_disputed", RefundOrigin.STAFF)
