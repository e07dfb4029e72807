"""What the provider says against the books: agreement, each kind of difference, a person's word, a provider out of reach."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.factories.accounting import TOWN
from tests.factories.accounts import a_clerk, actor_of
from tests.factories.municipalities import a_programme
from tests.payments.till import paid, synced
from tests.support.client import PageClient
from webapp.accounting.differences import actions
from webapp.accounting.differences.comparing import compare
from webapp.accounting.models import Reconciliation, ReconciliationDifference
from webapp.accounting.states import DifferenceKind as K
from webapp.accounting.states import DifferenceStatus
from webapp.core import jobs
from webapp.core.clock import now, today
from webapp.core.errors import NotThere, RuleBroken
from webapp.payments.gateway import SettlementLine
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import PaymentAttempt, PaymentPayout, PaymentRefund
from webapp.payments.refunds import actions as refunds
from webapp.payments.states import PayoutStatus, RefundStatus


def compared(app: Flask, database: Any) -> list[ReconciliationDifference]:
    with app.app_context():
        actions.run(database)
    with database.transaction() as s:
        chosen = select(ReconciliationDifference).order_by(ReconciliationDifference.id)
        return list(s.exec(chosen))


def changed(database: Any, attempt: PaymentAttempt, **values: Any) -> None:
    with database.transaction() as s:
        row = s.get_one(PaymentAttempt, attempt.id)
        for name, value in values.items():
            setattr(row, name, value)


def test_what_agrees_leaves_nothing_but_the_note_that_it_was_compared(
    app: Flask, database: Any, provider: LocalStripe
) -> None:
    paid(app, database, provider)
    assert compared(app, database) == []
    with database.transaction() as s:
        run = s.exec(select(Reconciliation)).one()
        assert (run.compared >= 1, run.failure) == (True, "")


def test_a_refund_that_came_back_is_no_difference(app: Flask, database: Any, provider: LocalStripe) -> None:
    attempt = paid(app, database, provider)
    with database.transaction():
        refund = refunds.propose(attempt.id, amount=3_000, reason="計算のまちがい", by=actor_of(a_clerk(TOWN)))
        refunds.approve(refund, by=actor_of(a_clerk(TOWN)))
    with app.app_context():
        jobs.run_due(database)
    assert compared(app, database) == []
    provider.refunds.bounce(provider.store.where("refund")[0]["id"])
    synced(app, database, attempt)
    with database.transaction() as s:
        assert s.get_one(PaymentRefund, refund.id).status is RefundStatus.FAILED
    assert compared(app, database) == []


@pytest.mark.broken_books
def test_each_difference_is_found_once_and_again_only_when_its_sums_change(
    app: Flask, database: Any, provider: LocalStripe
) -> None:
    first, second, third = (paid(app, database, provider) for _ in range(3))
    changed(database, first, captured=9_000, amount=9_000)
    changed(database, second, fee=1)
    known = third.payment_ref
    changed(database, third, payment_ref="pi_of_nobody", paid_at=now() - timedelta(days=3))
    found = compared(app, database)
    by_kind = {row.kind: row for row in found}
    assert {row.kind for row in found} >= {K.AMOUNT, K.FEE, K.MISSING_HERE, K.MISSING_THERE}
    assert (by_kind[K.AMOUNT].here_yen, by_kind[K.AMOUNT].there_yen) == (9_000, 10_000)
    assert (by_kind[K.MISSING_HERE].reference, by_kind[K.MISSING_THERE].reference) == (known, "pi_of_nobody")
    assert by_kind[K.AMOUNT].municipality_code == TOWN
    assert len(compared(app, database)) == len(found)
    with database.transaction() as s:
        clerk = actor_of(a_clerk(TOWN))
        row = s.get_one(ReconciliationDifference, by_kind[K.AMOUNT].id)
        with pytest.raises(RuleBroken, match="理由"):
            actions.resolve(row, reason="", by=clerk)
        with pytest.raises(NotThere):
            actions.difference_for(actor_of(a_clerk("011002")), row.id)
        actions.resolve(row, reason="決済会社の画面で確かめた", by=clerk)
    assert {row.kind for row in compared(app, database) if row.status is DifferenceStatus.RESOLVED} == {K.AMOUNT}
    changed(database, first, captured=8_000, amount=8_000)
    assert all(row.status is DifferenceStatus.OPEN for row in compared(app, database))


def test_a_provider_out_of_reach_is_told_and_a_clerk_tries_again(
    app: Flask, database: Any, signed_in: Callable[..., PageClient], provider: LocalStripe
) -> None:
    paid(app, database, provider)
    with database.transaction():
        clerk = a_clerk(TOWN)
    browser = signed_in(clerk)
    provider.stop()
    page = browser.submit(browser.get("/staff/accounting/differences"), "いま照合する").follow()
    assert "確かめられませんでした" in page.text


def a_line(kind: str, amount: int, source: str) -> SettlementLine:
    return SettlementLine(
        ref=f"txn_{source}",
        kind=kind,
        amount=amount,
        fee=0,
        net=amount,
        currency="jpy",
        created_at=now(),
        available_at=now(),
        source=source,
    )


def a_payout(ref: str, amount: int, status: PayoutStatus = PayoutStatus.PAID) -> PaymentPayout:
    row = PaymentPayout(account=TOWN, municipality_code=TOWN, provider_ref=ref, amount=amount, arrives_on=today())
    row.status = status
    return row


@pytest.mark.broken_books  # transfers of money that nobody gave
def test_transfers_that_are_missing_differ_or_go_the_other_way_are_told(session: Session) -> None:
    a_programme(TOWN)
    session.add_all([a_payout("po_same", 900), a_payout("po_other", 500), a_payout("po_gone", 70)])
    session.add_all([a_payout("po_back", -40), a_payout("po_failed", 60, PayoutStatus.FAILED)])
    session.flush()
    amounts = {"po_same": -900, "po_other": -520, "po_new": -30, "po_back": 40}
    lines = [a_line("payout", amount, ref) for ref, amount in amounts.items()]
    compared, found = compare(TOWN, now() - timedelta(days=1), [*lines, a_line("refund", -100, "re_unknown")])
    assert compared == 5
    assert {(one.kind, one.reference, one.here_yen, one.there_yen) for one in found} == {
        (K.PAYOUT, "po_other", 500, 520),
        (K.MISSING_HERE, "po_new", None, 30),
        (K.MISSING_THERE, "po_gone", 70, None),
        (K.MISSING_HERE, "re_unknown", None, -100),
    }
