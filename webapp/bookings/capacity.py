"""How full a calendar is at any moment: the most places that are taken at once within a stretch of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from webapp.bookings.models import HOLDS_PLACE, Booking, BookingCalendar
from webapp.core.database import session


@dataclass(frozen=True)
class Taken:
    """So many places from one instant to another."""

    starts_at: datetime
    ends_at: datetime
    places: int


def places_of(calendar: BookingCalendar, people: int) -> int:
    """How many places a party takes."""
    return people if calendar.counts_people else 1


def taken_between(calendar: BookingCalendar, starts_at: datetime, ends_at: datetime, but: str = "") -> list[Taken]:
    """What holds a place at some moment between the two, in one question; one booking may be left out."""
    chosen = select(Booking.starts_at, Booking.ends_at, Booking.people).where(
        Booking.booking_calendar_id == calendar.id,
        col(Booking.status).in_(HOLDS_PLACE),
        col(Booking.starts_at) < ends_at,
        col(Booking.ends_at) > starts_at,
        Booking.id != but,
    )
    return [Taken(starts, ends, places_of(calendar, people)) for starts, ends, people in session().exec(chosen)]


def peak(taken: Iterable[Taken], starts_at: datetime, ends_at: datetime) -> int:
    """The most places taken at once between two instants; what ends when another begins does not add to it."""
    changes: list[tuple[datetime, int]] = []
    for one in taken:
        if one.starts_at < ends_at and one.ends_at > starts_at:
            changes += [(max(one.starts_at, starts_at), one.places), (one.ends_at, -one.places)]
    highest = now_taken = 0
    for _moment, places in sorted(changes):
        now_taken += places
        highest = max(highest, now_taken)
    return highest


def free_places(calendar: BookingCalendar, starts_at: datetime, ends_at: datetime, but: str = "") -> int:
    """Places that are left the whole time; may be below zero after the capacity was made smaller."""
    return calendar.capacity - peak(taken_between(calendar, starts_at, ends_at, but), starts_at, ends_at)
