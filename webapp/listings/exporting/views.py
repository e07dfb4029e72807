"""Open data for everybody: a town's listings as CSV, as JSON of the core data model, and its events as a calendar."""

import json
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from webapp.core import ical, sheets
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.core.services import settings
from webapp.listings.exporting import feed, gif, queries
from webapp.listings.exporting.tables import PUBLIC_HEAD, public_columns, public_rows
from webapp.listings.kinds import KINDS
from webapp.listings.models import Listing, ListingKind
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("open_data", __name__, url_prefix="/open-data")


@blueprint.get("/<code>")
@allow(PUBLIC)
def index(code: str) -> str:
    """What of a town can be taken along, and how."""
    place = municipalities.by_code(code)
    feed_address = settings().base_url + url_for(".calendar", code=place.code)
    return render_template("listings/exporting/index.html", place=place, kinds=KINDS, feed_address=feed_address)


@blueprint.get("/<code>/<kind>.csv")
@allow(PUBLIC)
def table(code: str, kind: str) -> Response:
    """The listings of one kind as CSV."""
    place = municipalities.by_code(code)
    if kind not in {each.value for each in KINDS}:
        raise NotThere
    chosen = ListingKind(kind)
    head = [*PUBLIC_HEAD, *(column.heading for column in public_columns(chosen))]
    text = sheets.as_csv(head, public_rows(chosen, queries.public(place.code, chosen), place, address_of))
    return _sent(text, "text/csv; charset=utf-8", f"{place.code}-{chosen.value}.csv")


@blueprint.get("/<code>/listings.json")
@allow(PUBLIC)
def core_data(code: str) -> Response:
    """Everything as JSON."""
    place = municipalities.by_code(code)
    found: dict[str, Any] = gif.town_file(place, queries.public(place.code), address_of)
    return _sent(json.dumps(found, ensure_ascii=False, indent=1), "application/json", "")


@blueprint.get("/<code>/events.ics")
@allow(PUBLIC)
def calendar(code: str) -> Response:
    """The events as a calendar to subscribe to."""
    place = municipalities.by_code(code)
    events = feed.appointments(queries.public(place.code, ListingKind.EVENT), address_of, settings().host)
    return _sent(ical.calendar(events, name=_("%(town)sの催し", town=place.short_name)), ical.MIME, "")


def address_of(listing: Listing) -> str:
    """The whole address of a listing's page."""
    return settings().base_url + url_for("listings.show", listing_id=listing.id)


def _sent(body: str | bytes, mimetype: str, name: str) -> Response:
    response = Response(body, content_type=mimetype)
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "public, max-age=600"
    return response
