"""Which days a calendar's page shows, and the ways to the days before and after."""

from dataclasses import dataclass
from datetime import date, timedelta

from webapp.bookings.hours import last_bookable_day
from webapp.bookings.models import BookingCalendar
from webapp.core.clock import today

WEEK, NIGHTS = 7, 35


@dataclass(frozen=True)
class Week:
    """From a Monday on; `before` and `after` are where the page can be turned to."""

    first: date
    days: int
    before: date | None
    after: date | None

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.first + timedelta(days=self.days - 1)


def week_of(calendar: BookingCalendar, typed: str) -> Week:
    """The week that an address names, or the one that holds the first day on which something can be booked."""
    soonest = today() + timedelta(hours=calendar.lead_hours)
    try:
        wanted = date.fromisoformat(typed)
    except ValueError:
        wanted = soonest
    lowest, highest = _monday(today()), _monday(last_bookable_day(calendar))
    first = min(max(_monday(wanted), lowest), highest)
    count = NIGHTS if calendar.is_by_night else WEEK
    step = timedelta(days=count)
    before = max(first - step, lowest) if first > lowest else None
    after = first + step if first + step <= highest else None
    return Week(first, count, before, after)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
