"""The ledger: double entry, append-only, each movement booked once; and the check that it all adds up."""

from datetime import datetime

from sqlmodel import col, func, select

from webapp.core.database import session
from webapp.payments.models import AttemptState, LedgerEntry, LedgerTransaction, PaymentAttempt
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.receipts.models import Receipt, ReceiptCounter

CLEARING = "provider:clearing"


def pledges_account(pledge: Pledge) -> str:
    """Where a municipality's donations for one project stand."""
    return f"municipality:{pledge.municipality_code}:project:{pledge.project_id}"


def book(key: str, kind: str, attempt: PaymentAttempt, debit: str, credit: str, amount: int, at: datetime) -> bool:
    """Book a movement of whole yen from `credit` to `debit`; False when it is booked already."""
    if session().exec(select(LedgerTransaction.id).where(LedgerTransaction.key == key)).first():
        return False
    movement = LedgerTransaction(key=key, kind=kind, attempt_id=attempt.id, occurred_at=at)
    session().add(movement)
    session().flush()
    session().add(LedgerEntry(transaction_id=movement.id, account=debit, amount=amount))
    session().add(LedgerEntry(transaction_id=movement.id, account=credit, amount=-amount))
    session().flush()
    return True


def refunds_booked(attempt: PaymentAttempt) -> int:
    """Whole yen of this attempt that are booked as given back."""
    chosen = (
        select(func.coalesce(func.sum(LedgerEntry.amount), 0))
        .join(LedgerTransaction, col(LedgerTransaction.id) == LedgerEntry.transaction_id)
        .where(
            LedgerTransaction.attempt_id == attempt.id,
            LedgerTransaction.kind == "refund",
            LedgerEntry.account == CLEARING,
        )
    )
    return -int(session().exec(chosen).one())


def balances() -> dict[str, int]:
    """Whole yen by account."""
    rows = session().exec(select(LedgerEntry.account, func.sum(LedgerEntry.amount)).group_by(LedgerEntry.account))
    return {account: int(total) for account, total in rows}


def find_faults() -> list[str]:
    """Every broken invariant in words; empty when the books are in order."""
    return [*_unbalanced(), *_paid_without_money(), *_receipts_with_gaps(), *_clearing_differs()]


def _unbalanced() -> list[str]:
    rows = session().exec(
        select(LedgerEntry.transaction_id)
        .group_by(LedgerEntry.transaction_id)
        .having(func.sum(LedgerEntry.amount) != 0)
    )
    return [f"movement {row} does not add up to zero" for row in rows]


def _paid_without_money() -> list[str]:
    money = (
        select(PaymentAttempt.pledge_id, func.sum(PaymentAttempt.captured - PaymentAttempt.refunded).label("net"))
        .group_by(PaymentAttempt.pledge_id)
        .subquery()
    )
    rows = session().exec(
        select(Pledge.id, Pledge.status, Pledge.amount, func.coalesce(money.c.net, 0)).outerjoin(
            money, money.c.pledge_id == Pledge.id
        )
    )
    return [
        f"pledge {pledge_id} is {PledgeStatus(status).value} with {net} of {amount} yen"
        for pledge_id, status, amount, net in rows
        if (PledgeStatus(status) is PledgeStatus.PAID) != (net >= amount)
    ]


def _receipts_with_gaps() -> list[str]:
    counted = select(Receipt.municipality_code, Receipt.year, func.count(), func.max(Receipt.number)).group_by(
        col(Receipt.municipality_code), col(Receipt.year)
    )
    last = {(c.municipality_code, c.year): c.last_number for c in session().exec(select(ReceiptCounter))}
    return [
        f"receipts of {code} in {year}: {count} of {highest}, counter at {last.get((code, year))}"
        for code, year, count, highest in session().exec(counted)
        if not count == highest == last.get((code, year))
    ]


def _clearing_differs() -> list[str]:
    net = (
        session()
        .exec(
            select(func.coalesce(func.sum(PaymentAttempt.captured - PaymentAttempt.refunded), 0)).where(
                PaymentAttempt.state != AttemptState.QUARANTINED
            )
        )
        .one()
    )
    held = balances().get(CLEARING, 0)
    return [] if held == net else [f"the provider holds {net} yen by the attempts, {held} by the ledger"]
