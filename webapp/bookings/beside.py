"""What a listing's page shows of its calendars."""

from flask import render_template
from markupsafe import Markup

from webapp.bookings import queries
from webapp.core.actor import Actor
from webapp.listings import handling
from webapp.listings.kinds import kind_of
from webapp.listings.models import Listing


def aside(actor: Actor, listing: Listing) -> Markup:
    """The ways to its calendars; nothing for what has none, except the way to make one for who may."""
    if not listing.is_ours:
        return Markup("")  # nobody here could have made one
    calendars = queries.of_listing(listing)
    may_make = bool(kind_of(listing.kind).bookable)
    handles = may_make and actor.is_staff and handling.handles(actor, listing)
    if not listing.is_offered or not (calendars or handles):
        return Markup("")
    drawn = render_template("bookings/_aside.html", calendars=calendars, handles=handles)
    return Markup(drawn)  # noqa: S704 - a template's own, escaped output
