"""Times of a booking in words, and the tones of its status."""

from webapp.bookings.hours import nights
from webapp.bookings.models import Booking, BookingCalendar
from webapp.bookings.models import BookingStatus as S
from webapp.core.clock import in_tokyo
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date

TONES = {
    S.REQUESTED: "info",
    S.CONFIRMED: "success",
    S.WAITING: "warning",
    S.DONE: "success",
    S.ABSENT: "error",
    S.CALLED_OFF: "error",
}


def times(row: Booking, calendar: BookingCalendar) -> str:
    """「2026年12月5日（土） 10:00–11:00」, or from day to day with the number of nights."""
    starts, ends = in_tokyo(row.starts_at), in_tokyo(row.ends_at)
    if calendar.is_by_night:
        return _(
            "%(first)sから%(last)sまで（%(n)s泊）",
            first=show_date(starts.date()),
            last=show_date(ends.date()),
            n=len(nights(row.starts_at, row.ends_at)),
        )
    return f"{show_date(starts.date())} {starts:%H:%M}–{ends:%H:%M}"
