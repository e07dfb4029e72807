"""What the dashboards count."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.models import Listing, ListingStatus
from webapp.registrations.models import Registration, RegistrationStatus


@dataclass(frozen=True)
class TownWork:
    """What waits in the actor's municipalities."""

    registrations: int
    listings: int


def town_work_for(actor: Actor) -> TownWork:
    """Open work of the actor's own municipalities."""
    mine = actor.municipalities
    registrations = (
        session()
        .exec(
            select(func.count())
            .select_from(Registration)
            .where(col(Registration.municipality_code).in_(mine), Registration.status == RegistrationStatus.SUBMITTED)
        )
        .one()
    )
    listings = (
        session()
        .exec(
            select(func.count())
            .select_from(Listing)
            .where(col(Listing.municipality_code).in_(mine), Listing.status == ListingStatus.SUBMITTED)
        )
        .one()
    )
    return TownWork(int(registrations), int(listings))
