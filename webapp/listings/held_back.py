"""Listings that nobody sees because their corporation lost its designation: why, and which."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date
from webapp.corporations import queries as corporations
from webapp.corporations.designations.models import Designation
from webapp.listings.models import Listing, ListingStatus
from webapp.municipalities.models import Municipality


def why(listing: Listing) -> str:
    """Why a listing is hidden, when it is for its corporation's lost designation; empty otherwise."""
    if listing.corporation_id is None or listing.is_public:
        return ""
    corporation, town = listing.corporation_id, listing.municipality_code
    last = corporations.last_designation_in(corporation, town)
    if last is None or last.is_in_force:
        return ""
    return _(
        "この掲載を出していた%(corporation)sは、%(town)sの特定居住支援法人の指定が%(day)sに終わりました。"
        "指定された法人だけが掲載できる決まりのため、公開を止めています。同じまちのほかの掲載を探してみてください。",
        corporation=corporations.by_id(corporation).name,
        town=session().get_one(Municipality, town).short_name,
        day=show_date(last.ended_on),
    )


def listings_for(actor: Actor) -> list[tuple[Listing, Municipality, Designation | None]]:
    """What the actor's corporations showed where they are designated no longer, with the designation that ended."""
    found = []
    for corporation_id in sorted(actor.corporations):
        codes = [town.code for town in corporations.designating_towns(corporation_id)]
        chosen = (
            select(Listing, Municipality)
            .join(Municipality, col(Municipality.code) == Listing.municipality_code)
            .where(
                Listing.corporation_id == corporation_id,
                col(Listing.municipality_code).not_in(codes),
                Listing.status == ListingStatus.PAUSED,
            )
        )
        for listing, place in session().exec(chosen.order_by(col(Listing.updated_at).desc()).limit(200)):
            found.append((listing, place, corporations.last_designation_in(corporation_id, place.code)))
    return found
