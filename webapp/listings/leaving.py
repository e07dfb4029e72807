"""What becomes of a municipality's listings when it has left."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.listings import places
from webapp.listings.models import LISTING, Listing, ListingStatus

_LAST_MOVES = {ListingStatus.SUBMITTED: "refuse", ListingStatus.CONTRACTED: "archive"}


def close_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """End every listing that is to be seen or could come back; nobody is left there to answer for one."""
    chosen = select(Listing).where(
        Listing.municipality_code == municipality_code,
        col(Listing.status).in_(
            LISTING.moves["close"].sources | LISTING.moves["refuse"].sources | {ListingStatus.CONTRACTED}
        ),
        col(Listing.status) != ListingStatus.DRAFT,
    )
    for listing in session().exec(chosen):
        move = _LAST_MOVES.get(listing.status, "close")
        LISTING.apply(listing, move, by=by, reason=reason)
        listing.updated_at = now()
    places.forget()
