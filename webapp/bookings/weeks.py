"""Which days a calendar's page shows, and the ways to the days before and after."""

from dataclasses import dataclass
from datetime import date, timedelta

from webapp.bookings.hours import last_bookable_day
from webapp.bookings.models import BookingCalendar
from webapp.bookings.slots import soonest_day
from webapp.core.clock import today

WEEK, NIGHTS = 7, 35


@dataclass(frozen=True)
class Week:
    """So many days from the first on; `before` and `after` are where the page can be turned to."""

    first: date
    days: int
    before: date | None
    after: date | None

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.first + timedelta(days=self.days - 1)


def week_to_book(calendar: BookingCalendar, typed: str) -> Week:
    """What somebody who books is shown: days from the first on which something can be booked."""
    return _week(calendar, typed, lowest=soonest_day(calendar))


def week_at_desk(calendar: BookingCalendar, typed: str) -> Week:
    """What the desk is shown: days from today on, whether they can be booked or not."""
    return _week(calendar, typed, lowest=today())


def _week(calendar: BookingCalendar, typed: str, *, lowest: date) -> Week:
    """The days that an address names, or the first ones."""
    try:
        wanted = date.fromisoformat(typed)
    except ValueError:
        wanted = lowest
    highest = max(last_bookable_day(calendar), lowest)
    first = min(max(wanted, lowest), highest)
    count = NIGHTS if calendar.is_by_night else WEEK
    step = timedelta(days=count)
    before = max(first - step, lowest) if first > lowest else None
    after = first + step if first + step <= highest else None
    return Week(first, count, before, after)
