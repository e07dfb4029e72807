"""What the page of one listing tells machines; nothing once it can no longer be had."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import url_for

from webapp.core.i18n import gettext as _
from webapp.core.services import settings
from webapp.core.structured import Thing
from webapp.listings.described.places import a_home, a_place, a_service
from webapp.listings.described.work import a_job, a_need, an_event
from webapp.listings.models import ListingKind
from webapp.listings.photos import WIDTHS
from webapp.listings.queries import Shown

TELLING: Final[Mapping[ListingKind, Callable[[Shown, Thing], Thing | None]]] = {
    ListingKind.HOME: a_home,
    ListingKind.COWORKING: a_place,
    ListingKind.JOB: a_job,
    ListingKind.EVENT: an_event,
    ListingKind.NEED: a_need,
    ListingKind.SERVICE: a_service,
}


def described(shown: Shown) -> Thing | None:
    """The listing in schema.org's words; None for what nobody can have now or see, and for a kind without such words."""
    tell = TELLING.get(shown.listing.kind)
    return tell(shown, _common(shown)) if tell and shown.listing.is_offered else None


def _common(shown: Shown) -> Thing:
    """What every kind says."""
    listing = shown.listing
    photo = next((photo for photo in shown.photos if photo.is_ready), None)
    picture = url_for("listings.photo", photo_id=photo.id, width=WIDTHS[-1]) if photo else ""
    known = {
        "name": listing.title,
        "description": listing.summary,
        "url": settings().base_url + url_for("listings.show", listing_id=listing.id),
        "image": settings().base_url + picture if picture else "",
        "disambiguatingDescription": _("架空の例です") if listing.is_demo else "",
    }
    return {name: value for name, value in known.items() if value}
