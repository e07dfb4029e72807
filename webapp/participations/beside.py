"""What a listing's page shows of taking part: how many, until when, the one button; and what people said who came."""

from flask import render_template
from markupsafe import Markup

from webapp.core.actor import Actor, Role
from webapp.listings import handling
from webapp.listings.models import Listing
from webapp.participations import queries
from webapp.participations.counts import counts_for
from webapp.participations.feedback import queries as feedback
from webapp.participations.terms import first_day, is_taken_part_in, obstacle, terms_of
from webapp.participations.wording import TONES


def aside(actor: Actor, listing: Listing) -> Markup:
    """The panel with the button; nothing for what is not applied to here."""
    if not is_taken_part_in(listing) or not listing.is_offered:
        return Markup("")
    terms, counts = terms_of(listing), counts_for(listing.id)
    drawn = render_template(
        "participations/_aside.html",
        listing=listing,
        terms=terms,
        counts=counts,
        free=counts.free(terms.capacity),
        obstacle=obstacle(listing, terms),
        known=queries.own_open(actor.user_id, listing.id) if actor.user_id else None,
        tones=TONES,
        may_apply=not actor.is_signed_in or actor.has(Role.RESIDENT),
        handles=actor.is_staff and handling.handles(actor, listing),
        has_day=first_day(listing) is not None,
    )
    return Markup(drawn)  # noqa: S704 - a template's own, escaped output


def below(_actor: Actor, listing: Listing) -> Markup:
    """Voices of people who came."""
    if not is_taken_part_in(listing) or not (voices := feedback.public_of(listing.id)):
        return Markup("")
    return Markup(render_template("participations/_voices.html", voices=voices))  # noqa: S704 - the same
