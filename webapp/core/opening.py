"""Opening hours as a calendar: which stretches of which day a place is open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Self

import jpholiday

from webapp.core.clock import TOKYO
from webapp.core.opening_words import read_days, read_hours
from webapp.core.recurring import Days, Span, Stretch

NEVER = Days()
_WEEKEND = 5
_A_YEAR = 366


@dataclass(frozen=True)
class Opening:
    """When a place is open. Made by `read`; days off win over open days."""

    days: Days
    hours: tuple[Span, ...]
    closed: Days = NEVER
    weekend_hours: tuple[Span, ...] = ()  # on Saturdays, Sundays and public holidays, where they differ

    @classmethod
    def read(cls, days: str, hours: str, closed: str = "", weekend_hours: str = "") -> Self:
        """From what people write: 「月〜土」「9:00〜18:00」「第1・第3月曜、祝日、12/29〜1/3」, or the codes. Raises BadOpening."""
        return cls(
            read_days(days),
            read_hours(hours),
            read_days(closed) if closed.strip() else NEVER,
            read_hours(weekend_hours) if weekend_hours.strip() else (),
        )

    def is_open_on(self, day: date) -> bool:
        """Whether it opens at all on a day."""
        is_rest = is_holiday(day)
        if _among(self.closed, day) or (is_rest and (self.closed.holidays or self.days.workdays)):
            return False
        return _among(self.days, day) or (is_rest and self.days.holidays)

    def open_on(self, day: date) -> list[Stretch]:
        """The stretches that begin on a day, as aware instants in Tokyo; empty when it is closed."""
        if not self.is_open_on(day):
            return []
        is_weekend = day.weekday() >= _WEEKEND or is_holiday(day)
        spans = self.weekend_hours if is_weekend and self.weekend_hours else self.hours
        return [span.on(day) for span in spans]

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether it is open without a break from one aware instant to another; past midnight where it stays open."""
        first, reached = start.astimezone(TOKYO).date() - timedelta(days=1), start
        for number in range((end.astimezone(TOKYO).date() - first).days + 1):
            for opens, closes in sorted(self.open_on(first + timedelta(days=number))):
                if opens <= reached < closes:
                    reached = closes
        return start < end <= reached

    def next_open(self, day: date) -> date | None:
        """The first open day from `day` on, within a year."""
        coming = (day + timedelta(days=number) for number in range(_A_YEAR))
        return next((one for one in coming if self.is_open_on(one)), None)

    @property
    def codes(self) -> str:
        """Its open days as recurring codes, for sheets and feeds."""
        return " ".join(one.code for one in self.days.recurring)


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday in Japan (国民の祝日, with substitutes)."""
    return bool(jpholiday.is_holiday(day))


def _among(days: Days, day: date) -> bool:
    if day in days.dates or any(span.holds(day) for span in days.spans):
        return True
    return any(one.falls_on(day) for one in days.recurring)
