"""Later work on bookings: the reminder of the day before, and the end of what nobody answered."""

from typing import Any

from sqlmodel import col, select

from webapp.bookings import actions, letters, queries
from webapp.bookings.models import Booking
from webapp.bookings.models import BookingStatus as S
from webapp.bookings.reminding import REMIND
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler


@handler(REMIND, title=_l("予約の前日にお知らせする"))
def remind(payload: dict[str, Any]) -> None:
    """Write to who is still expected."""
    row = queries.by_id(payload["booking"])
    if row is not None and row.status is S.CONFIRMED and row.starts_at > now():
        letters.tell_person(row, letters.tomorrow)


def catch_up() -> None:
    """End what waited for a time that is over; repeating it changes nothing."""
    chosen = select(Booking).where(col(Booking.status).in_((S.REQUESTED, S.WAITING)), col(Booking.starts_at) <= now())
    for row in session().exec(chosen.order_by(col(Booking.id))):
        actions.let_lapse(row)
