"""What this feature shows on a listing's page: 「たずねる」 with the response time, and everybody's questions below."""

from flask import render_template
from markupsafe import Markup

from webapp.core.actor import Actor
from webapp.inquiries import places
from webapp.inquiries.questions import queries as questions
from webapp.inquiries.threads import badge, clock
from webapp.listings.models import Listing


def ask_part(_actor: Actor, listing: Listing) -> Markup:
    """Beside a public listing: ask who answers for it, and how long that takes."""
    place = places.of_listing(listing) if listing.is_public else None
    if place is None:
        return Markup()
    return Markup(  # noqa: S704 - a template of ours, escaped
        render_template(
            "inquiries/threads/beside.html",
            listing=listing,
            place=place,
            days=clock.days_in(place.municipality_code),
            badge=badge.of(place.answerer),
        )
    )


def questions_part(actor: Actor, listing: Listing) -> Markup:
    """Below a public listing: what others asked, and the ways to ask and to report."""
    if not listing.is_public:
        return Markup()
    return Markup(  # noqa: S704 - a template of ours, escaped
        render_template(
            "inquiries/questions/below.html",
            listing=listing,
            questions=questions.public_on(listing.id),
            own=questions.own_on(actor, listing.id),
            may_ask=places.of_listing(listing) is not None,
        )
    )


def badge_of_corporation(corporation_id: str) -> str:
    """On a corporation's page: how long people wait for its first answer; empty without five threads."""
    found = badge.of(corporation_id)
    return found.words if found else ""
