"""What a listing's page shows of its calendars."""

from typing import Any

import sqlalchemy as sa
from flask import render_template
from markupsafe import Markup
from sqlmodel import col

from webapp.bookings import queries
from webapp.bookings.models import BookingCalendar
from webapp.core.actor import Actor
from webapp.listings import handling
from webapp.listings.kinds import kind_of
from webapp.listings.queries import Mark, Shown


def _calendars(key: Any) -> Any:
    return sa.exists().where(col(BookingCalendar.listing_id) == key, col(BookingCalendar.is_open))


MARKS: dict[str, Mark] = {"calendars": _calendars}


def aside(actor: Actor, shown: Shown) -> Markup:
    """The ways to its calendars; nothing for what has none, except the way to make one for who may."""
    listing = shown.listing
    if not listing.is_ours:
        return Markup("")  # nobody here could have made one
    calendars = queries.of_listing(listing) if "calendars" in shown.marks else []
    may_make = bool(kind_of(listing.kind).bookable)
    handles = may_make and actor.is_staff and handling.handles(actor, listing)
    if not listing.is_offered or not (calendars or handles):
        return Markup("")
    drawn = render_template("bookings/_aside.html", calendars=calendars, handles=handles)
    return Markup(drawn)  # noqa: S704 - a template's own, escaped output
