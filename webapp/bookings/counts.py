"""Numbers of bookings for who takes guests in; never who they are."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from webapp.bookings.models import Booking, BookingCalendar, BookingStatus
from webapp.core.actor import Actor
from webapp.core.database import session


def requested_for(actor: Actor) -> int:
    """Bookings that wait for a word of the actor's corporations."""
    chosen = sa.select(sa.func.count()).where(
        col(Booking.corporation_id).in_(actor.corporations), col(Booking.status) == BookingStatus.REQUESTED
    )
    return int(session().execute(chosen).scalar_one())


def booked_for(actor: Actor, since: datetime) -> dict[str, int]:
    """How often the listings of the actor's corporations were booked since then, by listing."""
    chosen = (
        sa.select(col(BookingCalendar.listing_id), sa.func.count())
        .join(Booking, col(Booking.booking_calendar_id) == BookingCalendar.id)
        .where(
            col(Booking.corporation_id).in_(actor.corporations),
            col(Booking.created_at) >= since,
            col(BookingCalendar.listing_id).is_not(None),
        )
        .group_by(col(BookingCalendar.listing_id))
    )
    return {str(listing_id): int(count) for listing_id, count in session().execute(chosen)}
