"""Listings follow their corporation's designation: with it ends what the corporation shows in that town, and why is said."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import recorded
from webapp.corporations.designations.models import Designation
from webapp.listings import actions, letters, places
from webapp.listings.models import LISTING, Listing


def follow(designation: Designation, *, by: Actor) -> None:
    """Hide what a corporation shows or sent where it is designated no longer; while it is, nothing happens.

    A regained designation shows nothing by itself: the corporation looks at each and sends it again.
    """
    if designation.is_in_force:
        return
    reason = recorded("法人の指定が終わったため：%(reason)s", reason=designation.end_reason)
    for listing in _shown_under(designation):
        LISTING.apply(listing, "lose_designation", by=by, reason=reason)
        listing.updated_at = now()
        actions.tell(actions.makers(listing), letters.paused, listing, reason=reason)
    places.forget()


def carried(designation: Designation) -> list[str]:
    """What the page that asks before ending says."""
    count = len(_shown_under(designation))
    return [_("掲載中・確認中の%(count)s件は、すぐに休止します。", count=count)] if count else []


def _shown_under(designation: Designation) -> list[Listing]:
    chosen = select(Listing).where(
        Listing.corporation_id == designation.corporation_id,
        Listing.municipality_code == designation.municipality_code,
        col(Listing.status).in_(LISTING.moves["lose_designation"].sources),
    )
    return list(session().exec(chosen.order_by(col(Listing.id))))
