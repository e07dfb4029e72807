"""A town's events as a calendar that people subscribe to."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from webapp.core.clock import TOKYO
from webapp.core.ical import Appointment
from webapp.core.opening_words import read_hours
from webapp.core.recurring import BadOpening
from webapp.listings.kinds import kind_of
from webapp.listings.models import Listing


def appointments(listings: Iterable[Listing], address: Callable[[Listing], str], host: str) -> Iterator[Appointment]:
    """Each event with a first day: at its hours where it is one day with plain hours, else as whole days."""
    for listing in listings:
        details: Any = kind_of(listing.kind).details.read(listing.details)
        if details.starts_on is None:
            continue
        starts, ends = _when(details)
        yield Appointment(
            uid=f"{listing.id}@{host}",
            title=listing.title,
            starts=starts,
            ends=ends,
            changed_at=listing.updated_at,
            place=listing.public_address,
            text="\n".join(part for part in (listing.summary, details.hours, details.organiser) if part),
            address=address(listing),
            sequence=int(listing.updated_at.timestamp()) // 60,
        )


def _when(details: Any) -> tuple[Any, Any]:
    last = max(details.starts_on, details.ends_on or details.starts_on)
    if last == details.starts_on and details.hours:
        try:
            spans = read_hours(details.hours)
        except BadOpening:
            return details.starts_on, last
        midnight = datetime.combine(details.starts_on, time.min, TOKYO)
        return midnight + timedelta(minutes=spans[0].start), midnight + timedelta(minutes=spans[-1].end)
    return details.starts_on, last
