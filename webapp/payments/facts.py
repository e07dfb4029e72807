"""What is known of one payment, as facts that only grow: merged in any order, any number of times, they end the same.

Pure: no database and no provider. A snapshot becomes facts, facts merge, and from facts follow the movements of the
ledger and where the money stands. A movement that follows from some facts follows from all later ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from webapp.payments.gateway import DisputeSnapshot, DisputeState, PaymentSnapshot, PaymentState, RefundState

Fact = TypeVar("Fact")

_STATE_RANK = {
    state: rank
    for rank, state in enumerate(
        (PaymentState.OPEN, PaymentState.PROCESSING, PaymentState.EXPIRED, PaymentState.FAILED, PaymentState.PAID)
    )
}
#: a refund that succeeded may still come back, never the other way round
_REFUND_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            RefundState.REQUESTED,
            RefundState.PENDING,
            RefundState.REQUIRES_ACTION,
            RefundState.SUCCEEDED,
            RefundState.CANCELED,
            RefundState.FAILED,
        )
    )
}
_DISPUTE_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            DisputeState.INQUIRY,
            DisputeState.NEEDS_RESPONSE,
            DisputeState.UNDER_REVIEW,
            DisputeState.LOST,
            DisputeState.WON,
        )
    )
}
BROKEN = (RefundState.FAILED, RefundState.CANCELED)


class Standing(StrEnum):
    """Where the money of one payment stands for the pledge behind it."""

    NOTHING = "nothing"
    WAITING = "waiting"
    ENDED = "ended"
    HELD = "held"
    PARTLY_BACK = "partly_back"
    BACK = "back"
    DISPUTED = "disputed"
    LOST = "lost"


class Side(StrEnum):
    """The accounts of the ledger that a payment touches."""

    CLEARING = "clearing"
    FEES = "fees"
    DISPUTED = "disputed"
    PLEDGES = "pledges"


@dataclass(frozen=True)
class RefundFact:
    """One refund; `reference` is our own row, None for one made at the provider's own screen."""

    ref: str
    amount: int
    state: RefundState
    created_at: datetime
    reference: str | None = None
    failure: str | None = None
    is_booked: bool = False


@dataclass(frozen=True)
class DisputeFact:
    """One dispute; whole yen taken out of the balance, brought back, and charged for it."""

    ref: str
    amount: int
    state: DisputeState
    opened_at: datetime
    withdrawn: int = 0
    reinstated: int = 0
    fee: int = 0
    was_lost: bool = False
    reason: str = ""
    due_at: datetime | None = None

    @property
    def held(self) -> int:
        """Whole yen that are away because of it."""
        return self.withdrawn - self.reinstated


@dataclass(frozen=True)
class Facts:
    """Everything known of one payment."""

    state: PaymentState = PaymentState.OPEN
    captured: int = 0
    fee: int | None = None
    paid_at: datetime | None = None
    refunds: Mapping[str, RefundFact] = field(default_factory=dict)
    disputes: Mapping[str, DisputeFact] = field(default_factory=dict)

    @property
    def refunded(self) -> int:
        """Whole yen given back or on their way back."""
        return sum(r.amount for r in self.refunds.values() if r.state not in BROKEN)

    @property
    def returned(self) -> int:
        """Whole yen that arrived back."""
        return sum(r.amount for r in self.refunds.values() if r.state is RefundState.SUCCEEDED)

    @property
    def disputed(self) -> int:
        """Whole yen held back by disputes or lost in them."""
        return sum(d.held for d in self.disputes.values())


@dataclass(frozen=True)
class Movement:
    """Whole yen from `credit` to `debit`; the key says what it is, so that it is booked once."""

    key: str
    kind: str
    debit: Side
    credit: Side
    amount: int
    at: datetime | None = None
    reverses: str | None = None


def seen(snapshot: PaymentSnapshot) -> Facts:
    """The facts that one look at the provider brings."""
    refunds = {
        r.ref: RefundFact(r.ref, r.amount, r.state, r.created_at, r.reference, r.failure, r.is_booked)
        for r in snapshot.refunds
    }
    return Facts(
        state=snapshot.state,
        captured=snapshot.captured,
        fee=snapshot.fee,
        paid_at=snapshot.paid_at if snapshot.captured else None,
        refunds=refunds,
        disputes={d.ref: _dispute(d) for d in snapshot.disputes},
    )


def _dispute(told: DisputeSnapshot) -> DisputeFact:
    return DisputeFact(
        ref=told.ref,
        amount=told.amount,
        state=told.state,
        opened_at=told.opened_at,
        withdrawn=told.withdrawn,
        reinstated=told.reinstated,
        fee=told.fee,
        was_lost=told.state is DisputeState.LOST,
        reason=told.reason,
        due_at=told.due_at,
    )


def merge(one: Facts, other: Facts) -> Facts:
    """Both together; the order does not matter, and repeating changes nothing."""
    return Facts(
        state=max(one.state, other.state, key=_STATE_RANK.__getitem__),
        captured=max(one.captured, other.captured),
        fee=_most(one.fee, other.fee),
        paid_at=_first(one.paid_at, other.paid_at),
        refunds=_each(one.refunds, other.refunds, _merge_refund),
        disputes=_each(one.disputes, other.disputes, _merge_dispute),
    )


def _merge_refund(one: RefundFact, other: RefundFact) -> RefundFact:
    later = max(one, other, key=lambda r: (_REFUND_RANK[r.state], r.failure or ""))
    return replace(later, reference=one.reference or other.reference, is_booked=one.is_booked or other.is_booked)


def _merge_dispute(one: DisputeFact, other: DisputeFact) -> DisputeFact:
    later = max(one, other, key=lambda d: _DISPUTE_RANK[d.state])
    return replace(
        later,
        withdrawn=max(one.withdrawn, other.withdrawn),
        reinstated=max(one.reinstated, other.reinstated),
        fee=max(one.fee, other.fee),
        was_lost=one.was_lost or other.was_lost,
        due_at=_first(one.due_at, other.due_at),
    )


def _each(one: Mapping[str, Fact], other: Mapping[str, Fact], both: Any) -> dict[str, Fact]:
    joined = {**one, **other}
    return {ref: both(one[ref], other[ref]) if ref in one and ref in other else joined[ref] for ref in sorted(joined)}


def _most(one: int | None, other: int | None) -> int | None:
    return max((value for value in (one, other) if value is not None), default=None)


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((value for value in (one, other) if value is not None), default=None)


def movements(name: str, facts: Facts) -> list[Movement]:
    """What the ledger holds once these facts are known; `name` is the attempt."""
    clearing, pledges = Side.CLEARING, Side.PLEDGES
    found: list[Movement] = []
    if facts.captured:
        found.append(Movement(f"paid:{name}", "paid", clearing, pledges, facts.captured, facts.paid_at))
        if facts.fee:
            found.append(Movement(f"fee:{name}", "fee", Side.FEES, clearing, facts.fee, facts.paid_at))
    for refund in facts.refunds.values():
        if not refund.is_booked:
            continue
        key = f"refund:{refund.ref}"
        found.append(Movement(key, "refund", pledges, clearing, refund.amount, refund.created_at))
        if refund.state in BROKEN:
            back = f"refund_back:{refund.ref}"
            found.append(Movement(back, "refund_back", clearing, pledges, refund.amount, reverses=key))
    for dispute in facts.disputes.values():
        found += _of_dispute(dispute)
    return found


def _of_dispute(dispute: DisputeFact) -> list[Movement]:
    clearing, away, pledges = Side.CLEARING, Side.DISPUTED, Side.PLEDGES
    found: list[Movement] = []
    if dispute.withdrawn:
        key = f"disputed:{dispute.ref}"
        found.append(Movement(key, "disputed", away, clearing, dispute.withdrawn, dispute.opened_at))
        if dispute.reinstated:
            back = f"reinstated:{dispute.ref}"
            found.append(Movement(back, "reinstated", clearing, away, dispute.reinstated, reverses=key))
    if dispute.fee:
        fee = f"dispute_fee:{dispute.ref}"
        found.append(Movement(fee, "dispute_fee", Side.FEES, clearing, dispute.fee, dispute.opened_at))
    if dispute.was_lost and dispute.withdrawn:
        key = f"lost:{dispute.ref}"
        found.append(Movement(key, "lost", pledges, away, dispute.withdrawn))
        if dispute.reinstated:
            back = f"lost_back:{dispute.ref}"
            found.append(Movement(back, "lost_back", away, pledges, dispute.reinstated, reverses=key))
    return found


def standing(facts: Facts) -> Standing:
    """Where the money stands now."""
    if facts.captured:
        return _of_captured(facts)
    return {
        PaymentState.OPEN: Standing.NOTHING,
        PaymentState.PROCESSING: Standing.WAITING,
        PaymentState.PAID: Standing.WAITING,
        PaymentState.EXPIRED: Standing.ENDED,
        PaymentState.FAILED: Standing.ENDED,
    }[facts.state]


def _of_captured(facts: Facts) -> Standing:
    away = [dispute for dispute in facts.disputes.values() if dispute.held]
    if any(dispute.was_lost for dispute in away):
        return Standing.LOST
    if away:
        return Standing.DISPUTED
    if facts.returned >= facts.captured:
        return Standing.BACK
    return Standing.PARTLY_BACK if facts.returned else Standing.HELD
