"""Comparing the provider's balance lines with the attempts, refunds and payouts that are written down here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from webapp.accounting.states import DifferenceKind
from webapp.core.clock import now
from webapp.core.database import session
from webapp.payments.gateway import SettlementLine
from webapp.payments.models import PaymentAttempt, PaymentPayout, PaymentRefund
from webapp.payments.states import PayoutStatus
from webapp.pledges.models import Pledge

#: the provider writes its lines a little after the payment
SETTLES_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Found:
    """One thing that does not agree; whole yen here and there, None where it is missing."""

    kind: DifferenceKind
    reference: str
    here_yen: int | None
    there_yen: int | None
    municipality_code: str | None = None
    pledge_id: str | None = None


def compare(account: str, since: datetime, lines: Iterable[SettlementLine]) -> tuple[int, list[Found]]:
    """How many lines were compared since a moment, and what differs. `lines` are all of the account since then."""
    told = list(lines)
    charges = {line.payment_ref: line for line in told if line.kind == "charge" and line.payment_ref}
    refunds = {line.source: line for line in told if line.kind == "refund" and line.source}
    payouts = {line.source: line for line in told if line.kind == "payout" and line.source}
    found = [*_charges(account, since, charges), *_refunds(account, refunds), *_payouts(account, since, payouts)]
    return len(told), found


def _charges(account: str, since: datetime, there: dict[str, SettlementLine]) -> Iterator[Found]:
    chosen = (
        select(PaymentAttempt, Pledge)
        .join(Pledge, col(Pledge.id) == PaymentAttempt.pledge_id)
        .where(PaymentAttempt.account == account, col(PaymentAttempt.captured) > 0)
    )
    recent = col(PaymentAttempt.paid_at) >= since
    by_ref = {a.payment_ref: (a, pledge) for a, pledge in session().exec(chosen.where(recent)) if a.payment_ref}
    missing = [ref for ref in there if ref not in by_ref]
    by_ref |= {
        a.payment_ref: (a, pledge)
        for a, pledge in session().exec(chosen.where(col(PaymentAttempt.payment_ref).in_(missing)))
        if a.payment_ref
    }
    for ref, line in there.items():
        if ref not in by_ref:
            yield Found(DifferenceKind.MISSING_HERE, ref, None, line.amount)
            continue
        attempt, town = by_ref[ref][0], by_ref[ref][1].municipality_code
        if attempt.captured != line.amount:
            yield Found(DifferenceKind.AMOUNT, ref, attempt.captured, line.amount, town, attempt.pledge_id)
        if attempt.fee is not None and attempt.fee != line.fee:
            yield Found(DifferenceKind.FEE, ref, attempt.fee, line.fee, town, attempt.pledge_id)
    for ref, (attempt, pledge) in by_ref.items():
        is_settled = attempt.paid_at is not None and attempt.paid_at < now() - SETTLES_WITHIN
        if ref not in there and is_settled and not pledge.is_demo:  # the demo's payments are made up
            yield Found(DifferenceKind.MISSING_THERE, ref, attempt.captured, None, pledge.municipality_code, pledge.id)


def _refunds(account: str, there: dict[str, SettlementLine]) -> Iterator[Found]:
    chosen = (
        select(PaymentRefund, PaymentAttempt.pledge_id)
        .join(PaymentAttempt, col(PaymentAttempt.id) == PaymentRefund.attempt_id)
        .where(
            PaymentAttempt.account == account,
            col(PaymentRefund.provider_ref).in_(list(there)),
            col(PaymentRefund.is_booked),  # also one that came back later: its first line stays
        )
    )
    here = {row.provider_ref: (row, pledge_id) for row, pledge_id in session().exec(chosen)}
    for ref, line in there.items():
        if ref not in here:
            yield Found(DifferenceKind.MISSING_HERE, ref, None, line.amount)
        elif here[ref][0].amount != -line.amount:
            row, pledge_id = here[ref]
            yield Found(DifferenceKind.AMOUNT, ref, -row.amount, line.amount, row.municipality_code, pledge_id)


def _payouts(account: str, since: datetime, there: dict[str, SettlementLine]) -> Iterator[Found]:
    chosen = select(PaymentPayout).where(PaymentPayout.account == account, PaymentPayout.created_at >= since)
    here = {row.provider_ref: row for row in session().exec(chosen)}
    for ref, line in there.items():
        if ref not in here:
            yield Found(DifferenceKind.MISSING_HERE, ref, None, -line.amount)
        elif here[ref].amount != -line.amount:
            row = here[ref]
            yield Found(DifferenceKind.PAYOUT, ref, row.amount, -line.amount, row.municipality_code)
    for ref, row in here.items():
        if ref not in there and row.status is PayoutStatus.PAID:
            yield Found(DifferenceKind.MISSING_THERE, ref, row.amount, None, row.municipality_code)
