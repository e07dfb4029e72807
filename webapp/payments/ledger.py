"""The ledger: double entry, append-only, each movement booked once. What adds up to what is checked in `checks`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, col, func, select

from webapp.core.bulk import table_of
from webapp.core.database import session
from webapp.payments.models import SHARED, LedgerEntry, LedgerTransaction
from webapp.pledges.models import Pledge

#: what the provider holds for the account of the operator's settings
CLEARING = f"psp:{SHARED}:clearing"


def provider_account(account: str, side: str) -> str:
    """What lies at the provider: `side` is clearing, fees or disputed."""
    return f"psp:{account}:{side}"


def project_account(municipality_code: str, project_id: str) -> str:
    """Where a municipality's donations for one project stand; negative, because they are owed to their purpose."""
    return f"muni:{municipality_code}:pledges:{project_id}"


def pledges_account(pledge: Pledge) -> str:
    """The same, by one pledge."""
    return project_account(pledge.municipality_code, pledge.project_id)


def bank_account(municipality_code: str) -> str:
    """Where payouts and offline donations arrive."""
    return f"bank:{municipality_code}"


def book(
    key: str,
    kind: str,
    *,
    debit: str,
    credit: str,
    amount: int,
    at: datetime,
    municipality_code: str | None = None,
    attempt_id: str | None = None,
    pledge_id: str | None = None,
    reverses: str | None = None,
) -> bool:
    """Book a movement of whole yen, more than 0, from `credit` to `debit`; False when `key` is booked already.

    Nothing is ever changed: a correction is a new movement whose `reverses` is the key of the former one.
    """
    if is_booked(key):
        return False
    movement = LedgerTransaction(
        key=key,
        kind=kind,
        municipality_code=municipality_code,
        attempt_id=attempt_id,
        pledge_id=pledge_id,
        reverses=reverses,
        occurred_at=at,
    )
    sides = [
        LedgerEntry(transaction_id=movement.id, account=debit, amount=amount),
        LedgerEntry(transaction_id=movement.id, account=credit, amount=-amount),
    ]
    session().flush()  # what the movement refers to
    session().execute(sa.insert(table_of(LedgerTransaction)), _values([movement]))
    session().execute(sa.insert(table_of(LedgerEntry)), _values(sides))
    return True


def _values(rows: Sequence[SQLModel]) -> list[dict[str, Any]]:
    """As they are inserted: plain statements cost half of what objects do, and nobody changes these rows."""
    return [{column.name: getattr(row, column.name) for column in table_of(type(row)).columns} for row in rows]


def is_booked(key: str) -> bool:
    """Whether a movement is in the books."""
    return session().exec(select(LedgerTransaction.id).where(LedgerTransaction.key == key)).first() is not None


def keys_of(attempt_id: str) -> set[str]:
    """The keys of everything booked for an attempt."""
    return set(session().exec(select(LedgerTransaction.key).where(LedgerTransaction.attempt_id == attempt_id)))


def balances(like: str = "%") -> dict[str, int]:
    """Whole yen by account, of those whose name is like an SQL pattern."""
    summed = select(LedgerEntry.account, func.sum(LedgerEntry.amount)).group_by(col(LedgerEntry.account))
    return {account: int(total) for account, total in session().exec(summed.where(col(LedgerEntry.account).like(like)))}


def movements_of(pledge_id: str) -> list[tuple[LedgerTransaction, LedgerEntry]]:
    """Everything booked for a pledge with both sides, oldest first."""
    chosen = (
        select(LedgerTransaction, LedgerEntry)
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == LedgerTransaction.id)
        .where(LedgerTransaction.pledge_id == pledge_id)
        .order_by(col(LedgerTransaction.id), col(LedgerEntry.amount).desc())
    )
    return list(session().exec(chosen))
