"""Months and fiscal years of a town's books, and which movements belong to which."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel import col, func, select

from webapp.accounting.models import AccountingLine, AccountingMonth
from webapp.accounting.states import MonthStatus
from webapp.core.clock import TOKYO, fiscal_year, in_tokyo, months_later, today
from webapp.core.database import session
from webapp.payments.models import LedgerTransaction

#: calendar years that addresses may name
EARLIEST, LATEST = 2000, 2199


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def year_of(first_day: date) -> list[date]:
    """The first days of the twelve months of a month's fiscal year, April first."""
    april = date(fiscal_year(first_day), 4, 1)
    return [months_later(april, number) for number in range(12)]


def begins(day: date) -> datetime:
    """Midnight in Japan at the beginning of a day, in UTC."""
    return datetime.combine(day, time(), TOKYO).astimezone(UTC)


@dataclass(frozen=True)
class Month:
    """One month of one town: where it stands, and from when to when movements fall into it."""

    municipality_code: str
    first_day: date
    row: AccountingMonth | None
    takes_late_ones: bool
    is_before_all: bool = False  # nothing can fall into it: the books begin later

    @property
    def is_closed(self) -> bool:
        """It never changes any more, unless it is opened again."""
        return self.row is not None and self.row.status is MonthStatus.CLOSED

    @property
    def is_over(self) -> bool:
        """Its last day has passed in Japan."""
        return today() >= months_later(self.first_day, 1)

    @property
    def name(self) -> str:
        """As it stands in addresses: 2026-11."""
        return f"{self.first_day:%Y-%m}"

    def condition(self) -> list[Any]:
        """What chooses its movements from the ledger left-joined with the lines of closed months."""
        mine = [LedgerTransaction.municipality_code == self.municipality_code]
        if self.is_closed:
            assert self.row is not None
            return [*mine, AccountingLine.month_id == self.row.id]
        until = begins(months_later(self.first_day, 1))
        waiting = [*mine, col(AccountingLine.month_id).is_(None), col(LedgerTransaction.occurred_at) < until]
        if self.takes_late_ones:
            return waiting
        return [*waiting, col(LedgerTransaction.occurred_at) >= begins(self.first_day)]


def last_closed(municipality_code: str) -> date | None:
    """The first day of the newest closed month."""
    chosen = select(func.max(AccountingMonth.first_day)).where(
        AccountingMonth.municipality_code == municipality_code, AccountingMonth.status == MonthStatus.CLOSED
    )
    return session().exec(chosen).one()


def first_open(municipality_code: str) -> date | None:
    """The month that is closed next: after the newest closed one, else that of the first movement."""
    closed = last_closed(municipality_code)
    if closed is not None:
        return months_later(closed, 1)
    earliest = session().exec(
        select(func.min(LedgerTransaction.occurred_at)).where(LedgerTransaction.municipality_code == municipality_code)
    )
    moment = earliest.one()
    return first_of(in_tokyo(moment).date()) if moment else None


def month_of(municipality_code: str, first_day: date) -> Month:
    """One month of a town."""
    return months_of(municipality_code, [first_day])[0]


def months_of(municipality_code: str, days: list[date]) -> list[Month]:
    """Several months of a town, in the order asked for."""
    chosen = select(AccountingMonth).where(
        AccountingMonth.municipality_code == municipality_code, col(AccountingMonth.first_day).in_(days)
    )
    rows = {row.first_day: row for row in session().exec(chosen)}
    next_one = first_open(municipality_code)
    return [
        Month(
            municipality_code,
            day,
            rows.get(day),
            takes_late_ones=day == next_one,
            is_before_all=day not in rows and next_one is not None and day < next_one,
        )
        for day in days
    ]


def read_month(name: str) -> date | None:
    """「2026-11」 as the first day of that month; None for what is none, or lies beyond every book."""
    try:
        day = date.fromisoformat(f"{name}-01")
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None
