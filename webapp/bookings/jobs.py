"""Later work on bookings: the reminder of the day before, and the end of what nobody answered."""

from typing import Any

from sqlmodel import col, select

from webapp.bookings import actions, letters, queries
from webapp.bookings.booking import SERVICE
from webapp.bookings.models import OPEN, Booking, BookingCalendar
from webapp.bookings.models import BookingStatus as S
from webapp.bookings.reminding import REMIND
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.jobs import handler
from webapp.listings.handling import ENDED
from webapp.listings.models import Listing


@handler(REMIND, title=_l("予約の前日にお知らせする"))
def remind(payload: dict[str, Any]) -> None:
    """Write to who is still expected; after it was moved a booking has another reminder."""
    row = queries.by_id(payload["booking"])
    if row is None or payload.get("changes", row.changes) != row.changes:
        return
    if row.status is S.CONFIRMED and row.starts_at > now():
        letters.tell_person(row, letters.tomorrow)


def catch_up() -> None:
    """End what waited for a time that is over, and what was booked at something that is gone; repeating it changes nothing."""
    for row in session().exec(_at_what_is_gone()):
        reason = recorded("掲載が終わったため")
        actions.end_by_place(row, reason=reason, by=system_actor(SERVICE))
    chosen = select(Booking).where(col(Booking.status).in_((S.REQUESTED, S.WAITING)), col(Booking.starts_at) <= now())
    for row in session().exec(chosen.order_by(col(Booking.id))):
        actions.let_lapse(row)


def _at_what_is_gone() -> Any:
    return (
        select(Booking)
        .join(BookingCalendar, col(BookingCalendar.id) == Booking.booking_calendar_id)
        .join(Listing, col(Listing.id) == BookingCalendar.listing_id)
        .where(col(Booking.status).in_(OPEN), col(Booking.starts_at) > now(), col(Listing.status).in_(ENDED))
        .order_by(col(Booking.id))
    )
