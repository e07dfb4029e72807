"""A municipality as machines read it: its name, its page, where it lies; of anything in it, the town and no more."""

from flask import url_for

from webapp.core.services import settings
from webapp.core.structured import Thing, thing
from webapp.municipalities.models import Municipality


def area(town: Municipality) -> Thing:
    """The town with its page; its middle is public and on the page's map."""
    place = None
    if town.latitude is not None and town.longitude is not None:
        place = thing("GeoCoordinates", latitude=town.latitude, longitude=town.longitude)
    return thing(
        "AdministrativeArea",
        name=town.official_name,
        url=settings().base_url + url_for("municipalities.show", code=town.code),
        geo=place,
        containedInPlace=thing("AdministrativeArea", name=town.prefecture_name),
    )


def government(town: Municipality) -> Thing:
    """The town as somebody who acts."""
    return thing("GovernmentOrganization", name=town.official_name, url=area(town)["url"])


def address(town: Municipality, street: str = "") -> Thing:
    """Where something in the town is: `street` only of what is open to everybody."""
    return thing(
        "PostalAddress",
        addressCountry="JP",
        addressRegion=town.prefecture_name,
        addressLocality=town.name,
        streetAddress=street,
    )
