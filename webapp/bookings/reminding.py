"""What is to be said on a later day: the day before, to who is expected."""

from datetime import UTC, datetime, time, timedelta

from webapp.bookings.models import Booking
from webapp.core.clock import TOKYO, in_tokyo, now
from webapp.core.jobs import enqueue

REMIND = "booking_remind"
_AT = time(9, 0)


def is_ahead(row: Booking) -> bool:
    """Whether the letter of the day before can still come."""
    return _moment(row) > now()


def plan(row: Booking) -> None:
    """Queue the letter of the day before; nothing where that is over."""
    if is_ahead(row):
        key = f"{REMIND}:{row.id}:{row.changes}"
        enqueue(REMIND, {"booking": row.id, "changes": row.changes}, key=key, run_at=_moment(row))


def _moment(row: Booking) -> datetime:
    day = in_tokyo(row.starts_at).date() - timedelta(days=1)
    return datetime.combine(day, _AT, TOKYO).astimezone(UTC)
