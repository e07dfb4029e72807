"""The facts of a payment as they lie in rows: read for a merge, written after it."""

from webapp.core import trail
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_id
from webapp.payments import letters
from webapp.payments.facts import DisputeFact, Facts, RefundFact
from webapp.payments.gateway import DisputeState, PaymentSnapshot, PaymentState, RefundState
from webapp.payments.models import PaymentAttempt, PaymentDispute, PaymentRefund
from webapp.payments.queries import disputes_of, refunds_of
from webapp.payments.states import (
    BROKEN_REFUNDS,
    REFUND,
    AttemptState,
    DisputeStatus,
    RefundOrigin,
    RefundStatus,
)
from webapp.pledges.models import Pledge

trail.ACTION_LABELS |= {
    "payment_refund.external": _l("決済会社の画面での返金を見つけた"),
    "payment_dispute.open": _l("カード会社から支払いの取り消しの申し出が届いた"),
    "payment_dispute.change": _l("支払いの取り消しの申し出が動いた"),
}
BY = system_actor("payments")
_TOLD = {
    AttemptState.PROCESSING: PaymentState.PROCESSING,
    AttemptState.SUCCEEDED: PaymentState.PAID,
    AttemptState.FAILED: PaymentState.FAILED,
    AttemptState.EXPIRED: PaymentState.EXPIRED,
}
_STATES = {
    PaymentState.OPEN: AttemptState.OPEN,
    PaymentState.PROCESSING: AttemptState.PROCESSING,
    PaymentState.PAID: AttemptState.PROCESSING,  # paid, but the money is not taken yet
    PaymentState.FAILED: AttemptState.FAILED,
    PaymentState.EXPIRED: AttemptState.EXPIRED,
}
_MOVES = {
    RefundStatus.PENDING: "send",
    RefundStatus.REQUIRES_ACTION: "ask_donor",
    RefundStatus.SUCCEEDED: "succeed",
    RefundStatus.FAILED: "fail",
    RefundStatus.CANCELED: "cancel",
}


def facts_of(attempt: PaymentAttempt) -> Facts:
    """What is known so far."""
    return Facts(
        state=_TOLD.get(attempt.state, PaymentState.OPEN),
        captured=attempt.captured,
        fee=attempt.fee,
        paid_at=attempt.paid_at,
        refunds={row.provider_ref: _refund_fact(row) for row in refunds_of(attempt.id) if row.provider_ref},
        disputes={row.provider_ref: _dispute_fact(row) for row in disputes_of(attempt.id)},
    )


def _refund_fact(row: PaymentRefund) -> RefundFact:
    assert row.provider_ref is not None
    state = RefundState(row.status.value)
    return RefundFact(row.provider_ref, row.amount, state, row.created_at, row.id, row.failure or None, row.is_booked)


def _dispute_fact(row: PaymentDispute) -> DisputeFact:
    return DisputeFact(
        ref=row.provider_ref,
        amount=row.amount,
        state=DisputeState(row.status.value),
        opened_at=row.opened_at,
        withdrawn=row.withdrawn,
        reinstated=row.reinstated,
        fee=row.fee,
        was_lost=row.was_lost,
        reason=row.reason,
        due_at=row.evidence_due,
    )


def keep(attempt: PaymentAttempt, pledge: Pledge, facts: Facts, snapshot: PaymentSnapshot) -> None:
    """Write the merged facts into the rows of a locked attempt."""
    attempt.captured = facts.captured
    attempt.refunded = min(facts.refunded, facts.captured)
    attempt.disputed = facts.disputed
    attempt.fee = facts.fee
    attempt.paid_at = facts.paid_at
    attempt.provider_ref = attempt.provider_ref or snapshot.ref
    attempt.payment_ref = attempt.payment_ref or snapshot.payment_ref
    attempt.method = snapshot.method or attempt.method
    attempt.state = AttemptState.SUCCEEDED if facts.captured else _STATES[facts.state]
    for refund in facts.refunds.values():
        _keep_refund(attempt, pledge, refund)
    for dispute in facts.disputes.values():
        _keep_dispute(attempt, pledge, dispute)


def _keep_refund(attempt: PaymentAttempt, pledge: Pledge, fact: RefundFact) -> None:
    rows = refunds_of(attempt.id)  # once more for each: the one before may have been added just now
    row = next((r for r in rows if r.provider_ref == fact.ref), None)
    row = row or next((r for r in rows if r.id == fact.reference and r.provider_ref is None), None)
    if row is None:
        _add_external(attempt, pledge, fact)
        return
    row.provider_ref, row.is_booked, row.failure = fact.ref, fact.is_booked, (fact.failure or "")[:100]
    status = RefundStatus(fact.state.value)
    if row.status is not status and status in _MOVES and row.status in REFUND.moves[_MOVES[status]].sources:
        REFUND.apply(row, _MOVES[status], by=BY)
        _after_move(row, pledge)


def _after_move(row: PaymentRefund, pledge: Pledge) -> None:
    if row.status is RefundStatus.SUCCEEDED:
        row.settled_at = now()
        letters.refunded(row, pledge)
    elif row.status in BROKEN_REFUNDS:
        row.settled_at = now()
        letters.refund_broken(row, pledge)


def _add_external(attempt: PaymentAttempt, pledge: Pledge, fact: RefundFact) -> None:
    """Somebody gave money back at the provider's own screen: recorded as it is, and the staff is told."""
    row = PaymentRefund(
        id=new_id(),
        attempt_id=attempt.id,
        municipality_code=pledge.municipality_code,
        origin=RefundOrigin.EXTERNAL,
        status=RefundStatus(fact.state.value),
        amount=fact.amount,
        key=f"external:{fact.ref}"[:80],
        provider_ref=fact.ref,
        is_booked=fact.is_booked,
        failure=(fact.failure or "")[:100],
        created_at=fact.created_at,
    )
    session().add(row)
    session().flush()
    trail.record(row, "payment_refund.external", by=BY)
    letters.found_external(row, pledge)
    _after_move(row, pledge)


def _keep_dispute(attempt: PaymentAttempt, pledge: Pledge, fact: DisputeFact) -> None:
    row = next((r for r in disputes_of(attempt.id) if r.provider_ref == fact.ref), None)
    status = DisputeStatus(fact.state.value)
    if row is None:
        row = PaymentDispute(
            attempt_id=attempt.id,
            municipality_code=pledge.municipality_code,
            provider_ref=fact.ref,
            status=status,
            amount=fact.amount,
            opened_at=fact.opened_at,
        )
        session().add(row)
        session().flush()
        trail.record(row, "payment_dispute.open", by=BY, to_status=status.value)
        letters.disputed(row, pledge)
    elif row.status is not status:
        trail.record(row, "payment_dispute.change", by=BY, from_status=row.status.value, to_status=status.value)
        row.status = status
        letters.disputed(row, pledge)
    row.reinstated, row.withdrawn = min(row.reinstated, fact.withdrawn), fact.withdrawn
    row.reinstated, row.fee, row.was_lost = fact.reinstated, fact.fee, fact.was_lost
    row.reason, row.evidence_due = fact.reason[:60], fact.due_at
