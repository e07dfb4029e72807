"""What becomes of applications in a municipality that has left: nobody is there to welcome anybody."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.models import Listing
from webapp.participations import actions
from webapp.participations.models import OPEN, Participation


def call_off_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Everybody who hoped for something there hears that it does not take place."""
    waiting = select(Participation.listing_id).where(
        Participation.municipality_code == municipality_code, col(Participation.status).in_(OPEN)
    )
    for listing in session().exec(select(Listing).where(col(Listing.id).in_(waiting))):
        actions.call_off(listing, reason=reason, by=by)
