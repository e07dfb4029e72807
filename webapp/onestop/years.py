"""Years of donations: calendar years in Japan, with the day on which everything of a year must have arrived."""

from datetime import UTC, date, datetime
from typing import Final

from webapp.core.clock import TOKYO, in_tokyo, today

#: 必着: 地方税法附則7条3項・10項
LAST_MONTH_AND_DAY: Final = (1, 10)
#: so many municipalities at most: 地方税法附則7条2項・9項
MOST_TOWNS: Final = 5
#: days on which donors are reminded, in the December and January after their donation
REMINDERS: Final = ((12, 20), (1, 4), (1, 8))


def deadline(year: int) -> date:
    """The last day on which papers about donations of a year may arrive."""
    return date(year + 1, *LAST_MONTH_AND_DAY)


def notices_due(year: int) -> date:
    """The day until which a town tells the towns where donors live: 申告特例通知書, 地方税法附則7条5項・12項."""
    return date(year + 1, 1, 31)


def is_over(year: int) -> bool:
    """Whether that day has passed."""
    return today() > deadline(year)


def year_in_hand() -> int:
    """The year that donors are busy with: until the deadline has passed it is last year's."""
    day = today()
    return day.year - 1 if (day.month, day.day) <= LAST_MONTH_AND_DAY else day.year


def year_of(moment: datetime) -> int:
    """The calendar year of an instant in Japan."""
    return in_tokyo(moment).year


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first instant of a year in Japan and that of the next one, aware UTC."""
    return _start(year), _start(year + 1)


def _start(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=TOKYO).astimezone(UTC)


def last_reminder(year: int) -> date | None:
    """The newest day of reminding that has come for donations of a year; None before the first and after the deadline."""
    days = [date(year if month == 12 else year + 1, month, day) for month, day in REMINDERS]
    come = [day for day in days if day <= today()]
    return come[-1] if come and not is_over(year) else None
