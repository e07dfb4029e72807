"""What everybody sees of one listing: its page, its pictures."""

from typing import Any

from flask import Response, render_template

from webapp.core import storage
from webapp.core.freshness import revisited
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.services import services
from webapp.listings import beside, held_back, places, queries
from webapp.listings.described.telling import described
from webapp.listings.drawn import tiles, told
from webapp.listings.kinds import kind_of
from webapp.listings.life.queries import is_waiting
from webapp.listings.maps import small_map
from webapp.listings.nearby import services_for
from webapp.listings.photos import WIDTHS
from webapp.listings.spots import is_off_maps
from webapp.listings.views.blueprint import blueprint

#: under this name the running app keeps what other features note when somebody opens a public listing
OPENED = "listing_opened"


@blueprint.get("/listings/<listing_id>")
@allow(PUBLIC)
@revisited
def show(listing_id: str) -> str:
    """One listing."""
    shown = queries.shown_for(current_actor(), listing_id)
    if shown.listing.is_public:
        for part in services().extras.get(OPENED, ()):
            part(current_actor(), shown.listing)
    lent = {name: beside.parts(name, current_actor(), shown) for name in (beside.ASIDE, beside.BELOW)}
    return render_template("listings/show.html", **lent, **page_values(shown))


@blueprint.get("/listings/photos/<photo_id>")
@blueprint.get("/listings/photos/<photo_id>/<int:width>")
@allow(PUBLIC)
def photo(photo_id: str, width: int = WIDTHS[-1]) -> Response:
    """One picture in one of its widths, for whoever may see its listing."""
    found, listing = queries.photo_for(current_actor(), photo_id)
    response = Response(storage.load(found.key_of(width)), mimetype="image/webp")
    kept = "public, max-age=604800, immutable" if listing.is_public else "private, no-store"
    response.headers["Cache-Control"] = kept
    return response


def page_values(shown: queries.Shown) -> dict[str, Any]:
    """What `listings/show.html` and the staff's preview need."""
    listing, place = shown.listing, shown.place
    kind = kind_of(listing.kind)
    return {
        "listing": listing,
        "why_hidden": held_back.why(listing),
        "kind": kind,
        "place": place,
        "told": told(listing),
        "besides": kind.besides(listing, kind.details.read(listing.details)),
        "services": services_for(listing) if kind.shows_services and "services" in shown.marks else [],
        "is_waiting": is_waiting(listing),
        "photos": shown.photos,
        "corporation": shown.corporation,
        "programme": shown.programme,
        "related": tiles(queries.related(listing)) if listing.is_public else [],
        "described": described(shown),
        "map": None if is_off_maps(listing) else small_map(place, places.layer()),
    }
