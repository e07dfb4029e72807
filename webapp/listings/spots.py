"""Where a listing stands on maps; of a home only what its own choice allows is kept in the listing's coordinates."""

from collections.abc import Mapping
from typing import Any

from webapp.listings.kinds.home import Details
from webapp.listings.kinds.homes.position import MapGrain, Spot, shown_spot
from webapp.listings.models import Listing, ListingKind
from webapp.municipalities.models import Municipality


def town_spot(place: Municipality) -> Spot | None:
    """The middle of a town, if it is known."""
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def coordinates(details: Mapping[str, Any], place: Municipality) -> dict[str, float | None]:
    """The two columns of a home with these details."""
    latitude, longitude = shown_spot(Details.read(details), town_spot(place)) or (None, None)
    return {"latitude": latitude, "longitude": longitude}


def settle(listing: Listing, place: Municipality) -> None:
    """Bring a home's coordinates in line with its choice; what came from a file or is no home keeps its own."""
    if listing.kind is ListingKind.HOME and listing.is_ours:
        for name, value in coordinates(listing.details, place).items():
            setattr(listing, name, value)


def is_off_maps(listing: Listing) -> bool:
    """Whether it is a home that chose to be on no map."""
    return listing.kind is ListingKind.HOME and Details.read(listing.details).map_grain is MapGrain.HIDDEN
