"""Transfers of the provider to the municipality's bank: facts that only grow, booked when the money arrived."""

from datetime import datetime

from sqlmodel import select

from webapp.core.clock import now
from webapp.core.database import Database, session
from webapp.payments import ledger
from webapp.payments.accounts.holding import gateway
from webapp.payments.gateway import PayoutSnapshot
from webapp.payments.models import SHARED, PaymentPayout
from webapp.payments.states import PayoutStatus

_RANK = {
    status: rank
    for rank, status in enumerate((PayoutStatus.PENDING, PayoutStatus.PAID, PayoutStatus.CANCELED, PayoutStatus.FAILED))
}


def sync(database: Database, ref: str, account: str = SHARED) -> bool:
    """Ask for the truth about one transfer and take it in. Raises GatewayError."""
    take_in(database, gateway(account).payout(ref), account)
    return True


def sync_since(database: Database, since: datetime, account: str = SHARED) -> int:
    """The same for all that were made since then; how many. Raises GatewayError."""
    found = list(gateway(account).payouts(since=since))
    for snapshot in found:
        take_in(database, snapshot, account)
    return len(found)


def take_in(database: Database, snapshot: PayoutSnapshot, account: str) -> None:
    """Write down one transfer and book what it moved, in one short transaction."""
    with database.transaction():
        row = _row(snapshot, account)
        told = PayoutStatus(snapshot.state.value)
        row.status = max(row.status, told, key=_RANK.__getitem__)
        row.failure = (snapshot.failure or row.failure)[:100]
        _book(row, snapshot)


def _row(snapshot: PayoutSnapshot, account: str) -> PaymentPayout:
    chosen = select(PaymentPayout).where(PaymentPayout.provider_ref == snapshot.ref).with_for_update()
    row = session().exec(chosen.execution_options(populate_existing=True)).first()
    if row is None:
        row = PaymentPayout(
            account=account,
            municipality_code=None if account == SHARED else account,
            provider_ref=snapshot.ref,
            amount=snapshot.amount,
            arrives_on=snapshot.arrives_on,
            created_at=snapshot.created_at,
        )
        session().add(row)
        session().flush()
    return row


def _book(row: PaymentPayout, snapshot: PayoutSnapshot) -> None:
    """Money that arrived; when it comes back, the way back is a movement of its own."""
    if row.status not in (PayoutStatus.PAID, PayoutStatus.FAILED):
        return
    here, there = ledger.provider_account(row.account, "clearing"), ledger.bank_account(row.account)
    debit, credit = (there, here) if row.amount > 0 else (here, there)
    key, amount, town = f"payout:{row.provider_ref}", abs(row.amount), row.municipality_code
    ledger.book(
        key, "payout", debit=debit, credit=credit, amount=amount, at=snapshot.created_at, municipality_code=town
    )
    if row.status is PayoutStatus.FAILED:
        ledger.book(
            f"payout_back:{row.provider_ref}",
            "payout_back",
            debit=credit,
            credit=debit,
            amount=amount,
            at=now(),
            municipality_code=town,
            reverses=key,
        )
