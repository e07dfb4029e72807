"""What a calendar offers: its times of a week, or its nights of some weeks, each with the places left."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from babel.dates import format_date

from webapp.bookings.capacity import Taken, peak, taken_between
from webapp.bookings.hours import Rhythm, earliest, last_bookable_day, rhythm_of, stay_times
from webapp.bookings.models import BookingCalendar
from webapp.core.clock import TOKYO, in_tokyo
from webapp.core.i18n import gettext as _


@dataclass(frozen=True)
class Slot:
    """A stretch of time, or one night, with the places left in it."""

    starts_at: datetime
    ends_at: datetime
    free: int
    is_bookable: bool  # neither too soon nor too far ahead

    @property
    def key(self) -> str:
        """How an address names it: 2026-12-05T10:00 in Japan."""
        return f"{in_tokyo(self.starts_at):%Y-%m-%dT%H:%M}"

    @property
    def hours(self) -> str:
        """10:00–11:00."""
        return f"{in_tokyo(self.starts_at):%H:%M}–{in_tokyo(self.ends_at):%H:%M}"


@dataclass(frozen=True)
class Day:
    """One day of a calendar; without slots it is closed."""

    day: date
    slots: list[Slot]

    @property
    def words(self) -> str:
        """「12月5日（土）」."""
        return str(format_date(self.day, _("M月d日（E）"), locale=_("ja")))


def days_from(calendar: BookingCalendar, first: date, count: int) -> list[Day]:
    """So many days; two questions whatever their number."""
    rhythm = rhythm_of(calendar, first)
    until = _midnight(first + timedelta(days=count + 1))
    taken = taken_between(calendar, _midnight(first), until)
    offer = _night if calendar.is_by_night else _hours
    return [Day(day, offer(rhythm, day, taken)) for day in (first + timedelta(days=n) for n in range(count))]


def soonest_day(calendar: BookingCalendar) -> date:
    """The first day with something to book, full or not; the first that is late enough where there is none."""
    soonest, last = earliest(calendar), last_bookable_day(calendar)
    first = in_tokyo(soonest).date()
    rhythm = rhythm_of(calendar, first)
    offer = _night if calendar.is_by_night else _hours
    days = (first + timedelta(days=n) for n in range(max(0, (last - first).days) + 1))
    return next((day for day in days if any(slot.is_bookable for slot in offer(rhythm, day, []))), first)


def slot_at(calendar: BookingCalendar, starts_at: datetime) -> Slot | None:
    """The slot that begins at that instant; None where there is none."""
    day = in_tokyo(starts_at).date()
    found = [slot for one in days_from(calendar, day, 1) for slot in one.slots]
    return next((slot for slot in found if slot.starts_at == starts_at), None)


def read_key(key: str) -> datetime | None:
    """The instant that an address names; None for one that is none."""
    try:
        return datetime.strptime(key, "%Y-%m-%dT%H:%M").replace(tzinfo=TOKYO).astimezone(UTC)
    except ValueError:
        return None


def _hours(rhythm: Rhythm, day: date, taken: list[Taken]) -> list[Slot]:
    return [_slot(rhythm.calendar, starts, ends, taken) for starts, ends in rhythm.stretches(day)]


def _night(rhythm: Rhythm, day: date, taken: list[Taken]) -> list[Slot]:
    if not rhythm.is_open_on(day):
        return []
    starts, ends = stay_times(rhythm.calendar, day, day + timedelta(days=1))
    return [_slot(rhythm.calendar, starts, ends, taken)]


def _slot(calendar: BookingCalendar, starts: datetime, ends: datetime, taken: list[Taken]) -> Slot:
    in_time = starts >= earliest(calendar) and in_tokyo(starts).date() <= last_bookable_day(calendar)
    return Slot(starts, ends, max(0, calendar.capacity - peak(taken, starts, ends)), in_time)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, TOKYO).astimezone(UTC)
