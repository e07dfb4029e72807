"""What the front page and the dashboards count."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.municipalities.models import Programme, ProgrammeStatus
from webapp.registrations.models import Registration, RegistrationStatus


@dataclass(frozen=True)
class LiveNumbers:
    """What the service holds right now."""

    towns: int
    listings: int
    needs: int


def live_numbers() -> LiveNumbers:
    """Counted now, never stored."""
    by_kind = {
        kind: int(count)
        for kind, count in session().exec(
            select(Listing.kind, func.count()).where(Listing.status == ListingStatus.PUBLISHED).group_by(Listing.kind)
        )
    }
    towns = (
        session()
        .exec(select(func.count()).select_from(Programme).where(Programme.status == ProgrammeStatus.ACTIVE))
        .one()
    )
    return LiveNumbers(int(towns), sum(by_kind.values()), by_kind.get(ListingKind.NEED, 0))


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
