"""When a calendar is open: its hours, its days off, and the stretch of time in which something can be booked now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import col, select

from webapp.bookings.models import BookingCalendar, BookingClosure
from webapp.core.clock import TOKYO, in_tokyo, now, today
from webapp.core.database import session
from webapp.core.opening import Opening

EVERY_DAY = "毎日"
_ALL_HOURS = "0:00〜24:00"


def opening_of(calendar: BookingCalendar) -> Opening:
    """Its opening hours; nights have no hours of the day. Raises BadOpening for words nobody can read."""
    hours = _ALL_HOURS if calendar.is_by_night else calendar.hours
    return Opening.read(calendar.days or EVERY_DAY, hours, calendar.closed, calendar.weekend_hours)


def closures_of(calendar: BookingCalendar, since: date | None = None) -> list[BookingClosure]:
    """Days off from a day on (today)."""
    chosen = select(BookingClosure).where(
        BookingClosure.booking_calendar_id == calendar.id, col(BookingClosure.last) >= (since or today())
    )
    return list(session().exec(chosen.order_by(col(BookingClosure.first))))


@dataclass(frozen=True)
class Rhythm:
    """A calendar's hours and days off, read once for many days."""

    calendar: BookingCalendar
    opening: Opening
    closures: list[BookingClosure]

    def is_open_on(self, day: date) -> bool:
        """Whether the calendar is open on a day."""
        return not any(one.first <= day <= one.last for one in self.closures) and self.opening.is_open_on(day)

    def stretches(self, day: date) -> list[tuple[datetime, datetime]]:
        """What can be booked on a day: instants in UTC, one after the other."""
        if not self.is_open_on(day):
            return []
        found = []
        for opens, closes in self.opening.open_on(day):
            length = timedelta(minutes=self.calendar.slot_minutes) or closes - opens
            start = opens
            while start + length <= closes:
                found.append((start.astimezone(UTC), (start + length).astimezone(UTC)))
                start += length
        return found


def rhythm_of(calendar: BookingCalendar, since: date | None = None) -> Rhythm:
    """Read it from the tables."""
    return Rhythm(calendar, opening_of(calendar), closures_of(calendar, since))


def earliest(calendar: BookingCalendar) -> datetime:
    """From when on something can be booked now."""
    return now() + timedelta(hours=calendar.lead_hours)


def last_bookable_day(calendar: BookingCalendar) -> date:
    """Up to which day."""
    return today() + timedelta(days=calendar.horizon_days)


def stay_times(calendar: BookingCalendar, arrival: date, departure: date) -> tuple[datetime, datetime]:
    """From coming on one day to going on another, as instants in UTC."""
    begins = datetime.combine(arrival, time.fromisoformat(calendar.check_in), TOKYO)
    ends = datetime.combine(departure, time.fromisoformat(calendar.check_out), TOKYO)
    return begins.astimezone(UTC), ends.astimezone(UTC)


def nights(starts_at: datetime, ends_at: datetime) -> list[date]:
    """The days whose night lies between."""
    first, last = in_tokyo(starts_at).date(), in_tokyo(ends_at).date()
    return [first + timedelta(days=number) for number in range((last - first).days)]
