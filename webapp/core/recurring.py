"""Days that come again: every Wednesday (`0We`), the first and third Monday (`13Mo`), the last Friday (`6Fr`), spans of the year."""

import calendar
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from webapp.core.clock import TOKYO

#: the codes of weekdays in the government's core data model (GIF), Monday first
CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LAST = 6

Stretch = tuple[datetime, datetime]


class BadOpening(ValueError):
    """The words cannot be read; carries a sentence that says how to write them."""


class Recurring(NamedTuple):
    """A weekday of every week, or only of some weeks of the month; week 6 is the last one."""

    weekday: int
    weeks: frozenset[int] = frozenset()

    def falls_on(self, day: date) -> bool:
        """Whether a day is one of them."""
        if day.weekday() != self.weekday:
            return False
        is_last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
        return not self.weeks or (day.day - 1) // 7 + 1 in self.weeks or (is_last and LAST in self.weeks)

    @property
    def code(self) -> str:
        """As `0We`, `13Mo`, `6Fr`."""
        return "".join(str(week) for week in sorted(self.weeks) or [0]) + CODES[self.weekday]


class Span(NamedTuple):
    """From and until, in minutes after midnight; until may lie on the next day (more than 1440)."""

    start: int
    end: int

    def on(self, day: date) -> Stretch:
        """The two instants on a day, aware, in Tokyo."""
        midnight = datetime.combine(day, time.min, TOKYO)
        return midnight + timedelta(minutes=self.start), midnight + timedelta(minutes=self.end)


class YearSpan(NamedTuple):
    """From one (month, day) to another, both off, every year; may pass the year's end."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


class Days(NamedTuple):
    """Days as somebody wrote them."""

    recurring: tuple[Recurring, ...] = ()
    spans: tuple[YearSpan, ...] = ()
    dates: frozenset[date] = frozenset()
    holidays: bool = False  # public holidays are among them
    workdays: bool = False  # weekdays that are no public holidays
