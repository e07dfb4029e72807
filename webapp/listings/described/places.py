"""Homes, places to work and daily services for machines. Of a home only the town is said, whatever its page shows."""

from webapp.core.structured import Thing, term, thing, yen_offer
from webapp.listings.described.bodies import body
from webapp.listings.described.days import posted_on
from webapp.listings.kinds import coworking, home, service
from webapp.listings.kinds.homes.building import PropertyType
from webapp.listings.models import Deal, ListingStatus
from webapp.listings.queries import Shown
from webapp.municipalities.described import address, area

_PLACES = {
    coworking.PlaceType.LIBRARY: "Library",
    coworking.PlaceType.HALL: "CivicStructure",
    coworking.PlaceType.PUBLIC: "CivicStructure",
    coworking.PlaceType.HUB: "Place",
}
_SELL, _LEASE = (f"http://purl.org/goodrelations/v1#{how}" for how in ("Sell", "LeaseOut"))
#: codes of UN/CEFACT
_SQUARE_METRE, _MONTH = "MTK", "MON"


def a_home(shown: Shown, common: Thing) -> Thing:
    """The page is an offer of real estate; the home itself is what it is about."""
    listing, details = shown.listing, home.Details.read(shown.listing.details)
    is_dwelling = details.property_type in (None, PropertyType.RESIDENTIAL)
    size = thing("QuantitativeValue", value=details.floor_area, unitCode=_SQUARE_METRE) if details.floor_area else None
    inside = {"floorSize": size, "yearBuilt": details.built_year, "petsAllowed": details.pets_ok}
    building = thing(
        "Accommodation" if is_dwelling else "Place",
        name=listing.title,
        address=address(shown.place),
        **(inside if is_dwelling else {}),
    )
    return thing(
        "RealEstateListing",
        **common,
        datePosted=posted_on(listing),
        creditText=listing.credit_line,
        mainEntity=building,
        offers=_home_offers(shown),
    )


def _home_offers(shown: Shown) -> list[Thing]:
    """The price to buy, the rent of a month; each as far as it is known."""
    listing = shown.listing
    stands = term("Reserved" if listing.status is ListingStatus.NEGOTIATING else "InStock")
    sale = (
        yen_offer(listing.price, businessFunction=_SELL, availability=stands) if listing.deal is not Deal.RENT else None
    )
    if listing.monthly_cost is None:
        return [sale] if sale else []
    month = thing("UnitPriceSpecification", price=listing.monthly_cost, priceCurrency="JPY", unitCode=_MONTH)
    rent = thing("Offer", priceSpecification=month, businessFunction=_LEASE, availability=stands)
    return [one for one in (sale, rent) if one]


def a_place(shown: Shown, common: Thing) -> Thing:
    """A place to work or to meet is open to those who come: its address may be said."""
    listing, details = shown.listing, coworking.Details.read(shown.listing.details)
    kind = "LocalBusiness" if details.place_type is None else _PLACES.get(details.place_type, "LocalBusiness")
    return thing(
        kind,
        **common,
        address=address(shown.place, listing.public_address),
        containedInPlace=area(shown.place),
        maximumAttendeeCapacity=listing.capacity,
        publicAccess=details.for_everybody,
        isAccessibleForFree=True if listing.price == 0 else None,
    )


def a_service(shown: Shown, common: Thing) -> Thing:
    """A shop on wheels, a shared taxi: for whom it comes is an area, not an address."""
    listing, details = shown.listing, service.Details.read(shown.listing.details)
    return thing(
        "Service",
        **common,
        serviceType=str(details.means.label) if details.means else None,
        areaServed=area(shown.place),
        provider=body(details.operator, shown.place, shown.corporation),
        offers=yen_offer(listing.price),
    )
