"""Days of a listing as machines read them: in Japan's time."""

from datetime import date, datetime, time

from webapp.core.clock import TOKYO, in_tokyo
from webapp.listings.models import Listing


def end_of(day: date | None) -> str | None:
    """The last second of a day."""
    return datetime.combine(day, time(23, 59, 59), TOKYO).isoformat() if day else None


def posted_on(listing: Listing) -> str | None:
    """The day on which it was published; of what was taken over from a file the page does not say it either."""
    moment = listing.published_at if listing.is_ours else None
    return in_tokyo(moment).date().isoformat() if moment else None
