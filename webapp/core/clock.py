"""The one clock: instants are aware UTC, days and fiscal years are Japanese."""

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Japan, whatever the server's time zone is."""
    return now().astimezone(TOKYO).date()


def in_tokyo(moment: datetime) -> datetime:
    """An aware instant as local time in Japan. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive time has no place in Japan or anywhere else")
    return moment.astimezone(TOKYO)


def fiscal_year(day: date) -> int:
    """The Japanese fiscal year (年度) of a day: it starts on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_day_of_term(first: date, months: int) -> date:
    """The last day of so many months that begin with `first`: the day before the same day, or in a month without it the month's last.

    民法143条2項: a year from 29 February ends with 28 February, not a day before.
    """
    same = months_later(first, months)
    return same if same.day < first.day else same - timedelta(days=1)
