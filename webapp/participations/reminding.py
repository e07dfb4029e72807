"""What is to be said on a later day: the day before, to who has a place."""

from datetime import UTC, datetime, time, timedelta

from webapp.core.clock import TOKYO, now
from webapp.core.jobs import enqueue
from webapp.listings.models import Listing
from webapp.participations.models import Participation
from webapp.participations.terms import first_day

REMIND = "participation_remind"
_AT = time(9, 0)


def plan(row: Participation, listing: Listing) -> None:
    """Queue the letter of the day before; nothing where there is no day, or it is here already."""
    day = first_day(listing)
    if day is None:
        return
    at = datetime.combine(day - timedelta(days=1), _AT, TOKYO).astimezone(UTC)
    if at > now():
        payload = {"participation": row.id, "day": day.isoformat()}
        enqueue(REMIND, payload, key=f"{REMIND}:{row.id}:{day}:{row.changes}", run_at=at)
