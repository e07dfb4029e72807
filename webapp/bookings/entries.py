"""Bookings as entries of a calendar file."""

from webapp.bookings.models import Booking, BookingCalendar, BookingStatus
from webapp.core.i18n import gettext as _
from webapp.core.ical import Appointment

_OVER = (BookingStatus.CANCELLED, BookingStatus.CALLED_OFF, BookingStatus.DECLINED, BookingStatus.LAPSED)
_UNSURE = (BookingStatus.REQUESTED, BookingStatus.WAITING)


def entry(row: Booking, calendar: BookingCalendar, address: str) -> Appointment:
    """One booking; once it is off, its entry says so."""
    return Appointment(
        uid=f"booking-{row.id}@futamachi",
        title=_("%(use)s：%(title)s", use=calendar.use.label, title=calendar.title),
        starts=row.starts_at,
        ends=row.ends_at,
        changed_at=row.decided_at or row.created_at,
        place=calendar.place,
        text=calendar.note,
        address=address,
        sequence=row.changes,
        is_cancelled=row.status in _OVER,
        is_tentative=row.status in _UNSURE,
    )
