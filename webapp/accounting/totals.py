"""What the movements of a month add up to: gross, what went back, what the provider kept, what reached the bank."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from webapp.accounting.models import AccountingLine
from webapp.accounting.months import Month
from webapp.core.database import session
from webapp.payments.models import LedgerEntry, LedgerTransaction
from webapp.pledges.models import PaymentMethod, Pledge

#: kinds of movements that are donations; every other one on a project's account takes back
GIVEN = ("paid", "offline")


@dataclass
class Line:
    """Donations to one project by one way of paying."""

    count: int = 0
    given_yen: int = 0
    returned_yen: int = 0

    @property
    def net_yen(self) -> int:
        """What the town holds of it."""
        return self.given_yen - self.returned_yen


@dataclass
class Totals:
    """Whole yen of a month. Donations are gross; fees are an expense of their own (地方自治法210条)."""

    lines: dict[tuple[str, str], Line] = field(default_factory=lambda: defaultdict(Line))  # by project, method
    fees_yen: int = 0
    disputed_yen: int = 0
    banked_yen: int = 0
    provider_yen: int = 0  # how much more lies at the provider than before
    movements: int = 0

    @property
    def count(self) -> int:
        """How many donations came."""
        return sum(line.count for line in self.lines.values())

    @property
    def given_yen(self) -> int:
        """Gross donations."""
        return sum(line.given_yen for line in self.lines.values())

    @property
    def returned_yen(self) -> int:
        """Given back or taken back."""
        return sum(line.returned_yen for line in self.lines.values())

    @property
    def net_yen(self) -> int:
        """Gross donations less what went back."""
        return self.given_yen - self.returned_yen

    def as_data(self) -> dict[str, int]:
        """What is kept when the month is closed."""
        return {
            "count": self.count,
            "given_yen": self.given_yen,
            "returned_yen": self.returned_yen,
            "fees_yen": self.fees_yen,
            "disputed_yen": self.disputed_yen,
            "banked_yen": self.banked_yen,
            "provider_yen": self.provider_yen,
            "movements": self.movements,
        }


def totals_of(month: Month) -> Totals:
    """Added up by the database, from the ledger."""
    chosen = (
        sa.select(
            col(LedgerTransaction.kind),
            col(LedgerEntry.account),
            col(Pledge.method),
            func.count(col(LedgerEntry.id)),
            func.sum(LedgerEntry.amount),
        )
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == LedgerTransaction.id)
        .outerjoin(AccountingLine, col(AccountingLine.transaction_id) == LedgerTransaction.id)
        .outerjoin(Pledge, col(Pledge.id) == LedgerTransaction.pledge_id)
        .where(*month.condition())
        .group_by(col(LedgerTransaction.kind), col(LedgerEntry.account), col(Pledge.method))
    )
    totals = Totals()
    for kind, account, method, count, amount in session().execute(chosen):
        _add(totals, kind, account, method, int(count), int(amount))
    counted = (
        select(func.count())
        .select_from(LedgerTransaction)
        .outerjoin(AccountingLine, col(AccountingLine.transaction_id) == LedgerTransaction.id)
    )
    totals.movements = session().exec(counted.where(*month.condition())).one()
    return totals


def _add(totals: Totals, kind: str, account: str, method: Any, count: int, amount: int) -> None:
    place, *_middle, last = account.split(":")
    if place == "muni":
        line = totals.lines[last, PaymentMethod(method).value if method else ""]
        if kind in GIVEN:
            line.count, line.given_yen = line.count + count, line.given_yen - amount
        else:
            line.returned_yen += amount
    elif place == "bank":
        totals.banked_yen += amount
    elif last == "fees":
        totals.fees_yen += amount
    elif last == "disputed":
        totals.disputed_yen += amount
    else:
        totals.provider_yen += amount
