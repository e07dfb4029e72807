"""How many hours of talks are booked with each person, for whoever shares out work."""

from collections import Counter
from datetime import timedelta

from sqlmodel import col, select

from webapp.bookings.models import HOLDS_PLACE, Booking, BookingCalendar, BookingUse
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.hubs.workload import Work

AHEAD = timedelta(days=28)


def booked_hours(accounts: list[str]) -> dict[str, int]:
    """By account: begun hours of talks in the next four weeks on calendars that this person opened."""
    chosen = (
        select(BookingCalendar.created_by, Booking.starts_at, Booking.ends_at)
        .join(Booking, col(Booking.booking_calendar_id) == BookingCalendar.id)
        .where(
            BookingCalendar.use == BookingUse.CONSULTATION,
            col(BookingCalendar.created_by).in_(accounts),
            col(Booking.status).in_(HOLDS_PLACE),
            col(Booking.starts_at).between(now(), now() + AHEAD),
        )
    )
    hours: Counter[str] = Counter()
    for account, starts, ends in session().exec(chosen):
        hours[str(account)] += -((starts - ends) // timedelta(hours=1))
    return dict(hours)


WORK = Work(_l("予約の時間"), booked_hours)
