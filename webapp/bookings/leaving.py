"""What becomes of bookings in a municipality that has left: its calendars close, whoever had booked hears so."""

from sqlmodel import col, select

from webapp.bookings import actions
from webapp.bookings.models import OPEN, Booking, BookingCalendar
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session


def call_off_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Nobody is there to open the door."""
    coming = select(Booking).where(
        Booking.municipality_code == municipality_code,
        col(Booking.status).in_(OPEN),
        col(Booking.starts_at) > now(),
    )
    for row in session().exec(coming):
        actions.end_by_place(row, reason=reason, by=by)
    for calendar in session().exec(
        select(BookingCalendar).where(BookingCalendar.municipality_code == municipality_code)
    ):
        calendar.is_open = False
