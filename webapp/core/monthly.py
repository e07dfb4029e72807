"""Figures month by month, added up by the database: months are Japanese ones, whatever the server's time zone is."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from babel.dates import get_month_names

from webapp.core.clock import TOKYO, months_later, today
from webapp.core.i18n import babel_locale

#: the municipalities of a question that is built once and asked with `codes`
OF_TOWNS: sa.BindParameter[Any] = sa.bindparam("codes", expanding=True)


def last_months(count: int) -> list[date]:
    """The first days of so many months up to the present one, oldest first."""
    first = today().replace(day=1)
    return [months_later(first, number + 1 - count) for number in range(count)]


def next_months(count: int) -> list[date]:
    """The first days of so many months from the present one on."""
    first = today().replace(day=1)
    return [months_later(first, number) for number in range(count)]


def start_of(month: date) -> datetime:
    """The first instant of a month in Japan, aware UTC."""
    return datetime.combine(month, time.min, TOKYO).astimezone(UTC)


def in_month(moment: Any, month: date) -> sa.ColumnElement[bool]:
    """The condition that a column of instants lies in a month."""
    return sa.and_(moment >= start_of(month), moment < start_of(months_later(month, 1)))


def day_in_month(day: Any, month: date) -> sa.ColumnElement[bool]:
    """The condition that a column of days lies in a month."""
    return sa.and_(day >= month, day < months_later(month, 1))


def counts_of(conditions: Iterable[Any]) -> list[Any]:
    """How many rows meet each of several conditions, as columns of one question."""
    return [sa.func.count().filter(condition) for condition in conditions]


def sums_of(amount: Any, conditions: Iterable[Any]) -> list[Any]:
    """What a column adds up to under each of several conditions; zero where there is nothing."""
    return [sa.func.coalesce(sa.func.sum(amount).filter(condition), 0) for condition in conditions]


def cut(row: Sequence[Any], count: int) -> list[list[int]]:
    """The columns of one row as lists of so many months."""
    return [[int(value) for value in row[at : at + count]] for at in range(0, len(row), count)]


def labels_of(months: Sequence[date]) -> list[str]:
    """The names of months below a plot: 「4月」, "Apr"."""
    names = get_month_names("abbreviated", locale=babel_locale())
    return [str(names[month.month]) for month in months]
