"""What is known about minimum wages."""

from datetime import date

from sqlmodel import col, select

from webapp.core.database import session
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.listings.wages.models import MinimumWage, WageCheck
from webapp.municipalities import queries as municipalities


def minimum_in(municipality_code: str, on: date) -> MinimumWage | None:
    """The lowest wage in the prefecture of a municipality on a day; None where no table says it."""
    prefecture = municipalities.by_code(municipality_code).prefecture_code
    chosen = select(MinimumWage).where(MinimumWage.prefecture_code == prefecture, col(MinimumWage.valid_from) <= on)
    return session().exec(chosen.order_by(col(MinimumWage.valid_from).desc())).first()


def checks_of(listing: Listing) -> list[WageCheck]:
    """What clerks said about a job's wage, newest first."""
    chosen = select(WageCheck).where(WageCheck.listing_id == listing.id)
    return list(session().exec(chosen.order_by(col(WageCheck.checked_at).desc(), col(WageCheck.id).desc())))


def jobs_shown_in(prefecture_code: str) -> list[Listing]:
    """Our own jobs that can be had or wait for their town, in one prefecture."""
    chosen = select(Listing).where(
        Listing.kind == ListingKind.JOB,
        col(Listing.status).in_((ListingStatus.PUBLISHED, ListingStatus.NEGOTIATING)),
        col(Listing.municipality_code).startswith(prefecture_code[:2]),
        Listing.source == "",
    )
    return list(session().exec(chosen.order_by(col(Listing.id))))
