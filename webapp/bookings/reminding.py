"""What is to be said on a later day: the day before, to who is expected."""

from datetime import UTC, datetime, time, timedelta

from webapp.bookings.models import Booking
from webapp.core.clock import TOKYO, in_tokyo, now
from webapp.core.jobs import enqueue

REMIND = "booking_remind"
_AT = time(9, 0)


def plan(row: Booking) -> None:
    """Queue the letter of the day before; nothing where that is over."""
    day = in_tokyo(row.starts_at).date() - timedelta(days=1)
    at = datetime.combine(day, _AT, TOKYO).astimezone(UTC)
    if at > now():
        enqueue(REMIND, {"booking": row.id, "changes": row.changes}, key=f"{REMIND}:{row.id}:{row.changes}", run_at=at)
