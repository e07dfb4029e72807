"""Taking in the provider's truth: any order, any repetition, one result; what does not fit is set aside."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.factories.accounts import a_clerk
from tests.factories.pledges import a_pledge
from webapp.core.actor import Actor
from webapp.core.jobs import Job
from webapp.core.letters import Letter
from webapp.payments import actions, checks, ledger, own_data, queries
from webapp.payments.gateway import (
    DisputeSnapshot,
    DisputeState,
    PaymentSnapshot,
    PaymentState,
    RefundSnapshot,
    RefundState,
)
from webapp.payments.models import AttemptState, LedgerTransaction, PaymentAttempt, PaymentRefund
from webapp.payments.states import RefundOrigin, RefundStatus
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.projects.models import Project
from webapp.receipts.models import Receipt

PAID_AT = datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC)


def an_attempt(session: Session, pledge: Pledge | None = None) -> PaymentAttempt:
    pledge = pledge or a_pledge()
    return actions.prepare(pledge, session.get_one(Project, pledge.project_id), by=actions.BY)


def told(attempt: PaymentAttempt, state: PaymentState, **changes: Any) -> PaymentSnapshot:
    """What the provider says of an attempt."""
    is_paid = state is PaymentState.PAID
    values: dict[str, Any] = {
        "ref": f"cs_{attempt.id}",
        "payment_ref": f"pi_{attempt.id}",
        "reference": attempt.id,
        "state": state,
        "amount": attempt.amount,
        "currency": "jpy",
        "captured": attempt.amount if is_paid else 0,
        "refunded": 0,
        "disputed": 0,
        "livemode": False,
        "expires_at": attempt.expires_at,
        "paid_at": attempt.created_at if is_paid else None,
        "method": "card",
    }
    return PaymentSnapshot(**{**values, **changes})


def back(attempt: PaymentAttempt, amount: int, state: RefundState = RefundState.SUCCEEDED, **changes: Any) -> Any:
    """What the provider says of a payment of which money went back by one refund."""
    values: dict[str, Any] = {"ref": f"re_{amount}", "is_booked": True, **changes}
    refund = RefundSnapshot(
        payment_ref=f"pi_{attempt.id}", state=state, amount=amount, currency="jpy", created_at=PAID_AT, **values
    )
    is_away = state not in (RefundState.FAILED, RefundState.CANCELED)
    return told(attempt, PaymentState.PAID, refunded=amount if is_away else 0, refunds=(refund,))


def disputed(attempt: PaymentAttempt, state: DisputeState, **changes: Any) -> PaymentSnapshot:
    """What the provider says of a payment whose card holder went to the bank."""
    values: dict[str, Any] = {"withdrawn": attempt.amount, "fee": 1_500, **changes}
    dispute = DisputeSnapshot(ref="dp_1", state=state, amount=attempt.amount, opened_at=PAID_AT, **values)
    return told(attempt, PaymentState.PAID, disputes=(dispute,))


def fold(attempt: PaymentAttempt, snapshot: PaymentSnapshot) -> None:
    actions.fold(actions.locked(attempt.id), snapshot, livemode=False)


def test_a_payment_makes_pledge_receipt_ledger_and_letter(session: Session) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    fold(attempt, told(attempt, PaymentState.PAID, paid_at=PAID_AT))
    assert pledge.status is PledgeStatus.PAID
    receipt = session.exec(select(Receipt)).one()
    assert (receipt.amount, receipt.number, receipt.year) == (10_000, 1, 2026)
    assert ledger.balances() == {ledger.CLEARING: 10_000, ledger.pledges_account(pledge): -10_000}
    assert "ご寄附を受け取りました" in session.exec(select(Letter.subject)).one()
    assert checks.find_faults(with_clock=False) == []


def test_the_day_of_receipt_is_the_donors_day_in_japan(session: Session) -> None:
    attempt = an_attempt(session)
    fold(attempt, told(attempt, PaymentState.PAID, paid_at=datetime(2026, 12, 31, 15, 0, 0, tzinfo=UTC)))
    receipt = session.exec(select(Receipt)).one()
    assert receipt.received_on.isoformat() == "2027-01-01"
    assert receipt.year == 2027


@given(order=st.permutations(["open", "processing", "paid", "paid", "refunded", "expired", "failed", "open"]))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_repetition_ends_the_same(session: Session, order: list[str]) -> None:
    session.rollback()
    pledge = a_pledge(amount=5_000)
    attempt = an_attempt(session, pledge)
    said = {state.value: told(attempt, state) for state in PaymentState}
    said["refunded"] = back(attempt, 5_000)
    for word in order:
        fold(attempt, said[word])
    assert (attempt.state, attempt.captured, attempt.refunded) == (AttemptState.SUCCEEDED, 5_000, 5_000)
    assert pledge.status is PledgeStatus.REFUNDED
    assert sorted(m.kind for m in session.exec(select(LedgerTransaction))) == ["paid", "refund"]
    assert len(session.exec(select(Receipt)).all()) == 1
    assert ledger.balances()[ledger.CLEARING] == 0


@pytest.mark.parametrize(
    "wrong",
    [{"amount": 9_999}, {"currency": "usd"}, {"reference": "another"}, {"livemode": True}],
    ids=["amount", "currency", "reference", "livemode"],
)
def test_what_does_not_fit_is_set_aside_told_and_never_paid(session: Session, wrong: dict[str, Any]) -> None:
    clerk, pledge = a_clerk("202151"), a_pledge()
    attempt = an_attempt(session, pledge)
    fold(attempt, told(attempt, PaymentState.PAID, **wrong))
    assert attempt.state is AttemptState.QUARANTINED
    told_to = session.exec(select(Letter.to_email).where(col(Letter.subject).contains("申出と合わない"))).all()
    assert clerk.email in told_to
    fold(attempt, told(attempt, PaymentState.PAID))
    assert pledge.status is PledgeStatus.PENDING
    assert session.exec(select(Receipt)).all() == []


def test_a_second_payment_is_marked_for_giving_back(session: Session) -> None:
    pledge = a_pledge()
    first = an_attempt(session, pledge)
    first.expires_at = first.expires_at - timedelta(hours=2)
    second = an_attempt(session, pledge)
    assert second.id != first.id
    fold(first, told(first, PaymentState.PAID))
    fold(second, told(second, PaymentState.PAID))
    assert (first.is_surplus, second.is_surplus) == (False, True)
    assert len(session.exec(select(Receipt)).all()) == 1
    refund = session.exec(select(PaymentRefund)).one()
    assert (refund.origin, refund.amount) == (RefundOrigin.SURPLUS, 10_000)
    assert session.exec(select(Job).where(Job.kind == "payment_refund")).one().payload == {"refund": refund.id}
    fold(second, back(second, 10_000, reference=refund.id))
    assert (pledge.status, refund.status) == (PledgeStatus.PAID, RefundStatus.SUCCEEDED)
    assert checks.find_faults(with_clock=False) == []


def test_late_money_on_a_lapsed_pledge_counts(session: Session) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    fold(attempt, told(attempt, PaymentState.EXPIRED))
    assert pledge.status is PledgeStatus.LAPSED
    fold(attempt, told(attempt, PaymentState.PAID))
    assert pledge.status is PledgeStatus.PAID


def test_a_slip_waits_and_then_lapses(session: Session) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    fold(attempt, told(attempt, PaymentState.PROCESSING, method="konbini"))
    assert pledge.status is PledgeStatus.AWAITING
    fold(attempt, told(attempt, PaymentState.FAILED))
    assert pledge.status is PledgeStatus.LAPSED


@pytest.mark.broken_books
def test_the_ledger_check_finds_a_pledge_paid_without_money(session: Session) -> None:
    pledge = a_pledge()
    pledge.status = PledgeStatus.PAID
    session.flush()
    assert checks.find_faults(with_clock=False) == [
        f"I5: pledge {pledge.id} is paid with 0 of 10000 yen",
        f"I7: pledge {pledge.id} has no valid receipt over 10000 yen",
    ]


@pytest.mark.broken_books
@pytest.mark.both_databases
@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET amount = 1", "DELETE FROM receipt"])
def test_the_database_refuses_to_rewrite_books(session: Session, statement: str) -> None:
    import sqlalchemy as sa

    attempt = an_attempt(session)
    fold(attempt, told(attempt, PaymentState.PAID))
    session.flush()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(statement))


def test_money_after_a_refund_is_marked_for_giving_back(session: Session) -> None:
    pledge = a_pledge()
    first = an_attempt(session, pledge)
    first.expires_at = first.expires_at - timedelta(hours=2)
    second = an_attempt(session, pledge)
    fold(first, back(first, 10_000))
    assert pledge.status is PledgeStatus.REFUNDED
    fold(second, told(second, PaymentState.PAID))
    assert second.is_surplus
    assert [r.origin for r in queries.refunds_of(second.id)] == [RefundOrigin.SURPLUS]
    assert len(session.exec(select(Receipt)).all()) == 1


def test_a_donor_takes_along_how_it_was_paid_and_what_went_back(session: Session) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    fold(attempt, back(attempt, 2_000))
    donor = Actor(user_id=pledge.user_id)
    (taken,) = own_data.exported(donor)["payments"]
    assert (taken["captured"], [row["amount"] for row in taken["refunds"]]) == (10_000, [2_000])
    assert own_data.exported(Actor(user_id="somebody else")) == {"payments": []}
