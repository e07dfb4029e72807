"""The place's side of matching: one's own listings, and for each the people who fit, without their names."""

from flask import Blueprint, render_template

from webapp.core.permissions import allow, current_actor
from webapp.matches.people import queries
from webapp.matches.people.anonymity import SMALLEST_GROUP, counted
from webapp.matches.people.senders import MAKERS, listing_for
from webapp.matches.scouting.queries import standing_of
from webapp.residents.reads import noting
from webapp.residents.reads.models import What

blueprint = Blueprint("people_desk", __name__, url_prefix="/desk/candidates")


@blueprint.get("")
@allow(*MAKERS)
def index() -> str:
    """The listings for which one may look for people."""
    listings = queries.listings_for(current_actor())
    interest = queries.interest_in([listing.id for listing in listings])
    rows = [(listing, counted(interest[listing.id])) for listing in listings]
    return render_template("matches/people/index.html", rows=rows)


@blueprint.get("/<listing_id>")
@allow(*MAKERS)
def show(listing_id: str) -> str:
    """この掲載に合う人: ranked, with reasons, nameless."""
    actor = current_actor()
    listing = listing_for(actor, listing_id)
    shown = queries.candidates_for(actor, listing)
    noting.note(shown.people, What.PROFILE, place=shown.sender.key)
    return render_template(
        "matches/people/show.html",
        listing=listing,
        shown=shown,
        looked_at=counted(shown.looked_at),
        standing=standing_of(shown.sender.key),
        smallest=SMALLEST_GROUP,
        is_town=actor.may_act_for(listing.municipality_code),
    )
