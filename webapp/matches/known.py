"""What a listing's details say of days and months; where they do not say it clearly, nothing is known."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from webapp.listings.kinds import coworking, event, job, kind_of, need
from webapp.listings.models import ListingKind

_WEEKEND_WORDS = re.compile(r"[土日](?:曜|[・〜、]|$)|土日|週末|休日|毎日|年中無休")
_WEEKDAYS_ONLY = re.compile(r"平日|月[〜～\-−ー・]金|[月火水木金]曜")
_BOTH_DAYS_OFF = re.compile(r"土.*日|週末")
WEEK = 7
#: holidays fall on these days of the year at most; a weekday outside of them is certainly no holiday
_FIXED_HOLIDAYS = {(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (5, 6), (8, 11), (11, 3), (11, 23)}
_EQUINOXES = {(month, day) for month, days in ((3, (19, 20, 21, 22)), (9, (21, 22, 23, 24))) for day in days}


def weekend_ok(kind: ListingKind, details: Mapping[str, Any]) -> bool | None:
    """Whether weekends and holidays are enough; None where the listing does not say it clearly."""
    known: Any = kind_of(kind).details.read(details)
    if isinstance(known, event.Details):
        return _days_ok(known.starts_on, known.ends_on)
    if isinstance(known, coworking.Details):
        return True if known.all_hours else _words_ok(known.open_days)
    if isinstance(known, need.Details):
        return _words_ok(known.frequency)
    if isinstance(known, job.Details):
        return False if _BOTH_DAYS_OFF.search(known.days_off or "") else None
    return None


def months(kind: ListingKind, details: Mapping[str, Any]) -> frozenset[int]:
    """The months in which it takes place; empty where it is not bound to any."""
    known: Any = kind_of(kind).details.read(details)
    if not isinstance(known, event.Details) or known.starts_on is None:
        return frozenset()
    first, last = known.starts_on, max(known.ends_on or known.starts_on, known.starts_on)
    if (last - first).days >= 365:
        return frozenset()
    return frozenset((first + timedelta(days=n)).month for n in range((last - first).days + 1))


def _words_ok(words: str | None) -> bool | None:
    text = words or ""
    if _WEEKEND_WORDS.search(text):
        return True
    return False if _WEEKDAYS_ONLY.search(text) else None


def _days_ok(first: date | None, last: date | None) -> bool | None:
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
