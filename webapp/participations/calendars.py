"""An event as an entry of a calendar: for who takes part, and for everybody."""

from datetime import datetime

from webapp.core.actor import Actor
from webapp.core.ical import Appointment
from webapp.core.services import settings
from webapp.listings.models import Listing
from webapp.participations import queries
from webapp.participations.models import OPEN, Participation, ParticipationStatus
from webapp.participations.terms import first_day, when


def appointment(row: Participation, listing: Listing, address: str) -> Appointment:
    """The day of one participation. Raises ValueError for a listing without a day."""
    starts, ends = when(listing)
    return Appointment(
        uid=f"participation-{row.id}@futamachi",
        title=listing.title,
        starts=starts,
        ends=ends,
        changed_at=row.decided_at or row.applied_at,
        place=listing.public_address,
        address=address,
        sequence=row.changes,
        is_cancelled=row.status in (ParticipationStatus.WITHDRAWN, ParticipationStatus.CANCELLED),
        is_tentative=row.status in OPEN and row.status is not ParticipationStatus.ACCEPTED,
    )


def of_event(listing: Listing, address: str, made_at: datetime) -> Appointment:
    """The event itself. Raises ValueError for a listing without a day."""
    starts, ends = when(listing)
    return Appointment(
        uid=f"listing-{listing.id}@futamachi",
        title=listing.title,
        starts=starts,
        ends=ends,
        changed_at=made_at,
        place=listing.public_address,
        text=listing.summary,
        address=address,
        sequence=int(listing.updated_at.timestamp()) % 2**31,
        is_cancelled=not listing.is_public,
    )


def of_person(actor: Actor) -> list[Appointment]:
    """Everything with a day that a person asked to take part in, for their own calendar."""
    base = settings().base_url
    return [
        appointment(row, listing, f"{base}/my/participations/{row.id}")
        for row, listing, _town in queries.own(actor)
        if first_day(listing) is not None and row.status is not ParticipationStatus.DECLINED
    ]
