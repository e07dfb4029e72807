"""What the answers of a listing say of weekends and months; where they do not say it clearly, nothing is known."""

import re
from datetime import date, timedelta

_WEEKEND_WORDS = re.compile(r"[土日](?:曜|[・〜、]|$)|土日|週末|休日|毎日|年中無休")
_WEEKDAYS_ONLY = re.compile(r"平日|月[〜～\-−ー・]金|[月火水木金]曜")
_BOTH_DAYS_OFF = re.compile(r"土.*日|週末")
WEEK, YEAR = 7, 365
#: holidays fall on these days of the year at most; a weekday outside of them is certainly no holiday
_FIXED_HOLIDAYS = {(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (5, 6), (8, 11), (11, 3), (11, 23)}
_EQUINOXES = {(month, day) for month, days in ((3, (19, 20, 21, 22)), (9, (21, 22, 23, 24))) for day in days}


def words_off_ok(words: str | None) -> bool | None:
    """By the days off: who is off at weekends does not work then."""
    return False if _BOTH_DAYS_OFF.search(words or "") else None


def months_between(first: date | None, last: date | None) -> frozenset[int]:
    """The months from one day to another; empty where there is no first, or it goes on for a year."""
    if first is None:
        return frozenset()
    last = max(last or first, first)
    if (last - first).days >= YEAR:
        return frozenset()
    return frozenset((first + timedelta(days=n)).month for n in range((last - first).days + 1))


def words_ok(words: str | None) -> bool | None:
    """By the days that a text names."""
    text = words or ""
    if _WEEKEND_WORDS.search(text):
        return True
    return False if _WEEKDAYS_ONLY.search(text) else None


def days_ok(first: date | None, last: date | None) -> bool | None:
    """True with a Saturday or Sunday in it; unknown where one of the days may be a public holiday."""
    if first is None:
        return None
    length = min(max((last - first).days, 0) if last else 0, WEEK)
    days = [first + timedelta(days=n) for n in range(length + 1)]
    if any(day.weekday() >= 5 for day in days):
        return True
    return None if any(_may_be_holiday(day) for day in days) else False


def _may_be_holiday(day: date) -> bool:
    """Mondays may be: movable holidays and days in lieu of a Sunday's."""
    return day.weekday() == 0 or (day.month, day.day) in _FIXED_HOLIDAYS | _EQUINOXES
