"""What a listing's page shows of taking part: how many, until when, the one button; and what people said who came."""

from typing import Any

import sqlalchemy as sa
from flask import render_template
from markupsafe import Markup
from sqlmodel import col

from webapp.core.actor import Actor, Role
from webapp.listings import handling
from webapp.listings.queries import Mark, Shown
from webapp.participations import queries
from webapp.participations.counts import Counts, counts_for
from webapp.participations.feedback import queries as feedback
from webapp.participations.feedback.models import ParticipationFeedback
from webapp.participations.models import Participation, ParticipationCall
from webapp.participations.terms import first_day, is_taken_part_in, obstacle, terms_of, usual
from webapp.participations.wording import TONES


def _mark_of(table: Any) -> Mark:
    return lambda key: sa.exists().where(col(table.listing_id) == key)


MARKS: dict[str, Mark] = {
    "calls": _mark_of(ParticipationCall),
    "participations": _mark_of(Participation),
    "feedback": _mark_of(ParticipationFeedback),
}


def aside(actor: Actor, shown: Shown) -> Markup:
    """The panel with the button; nothing for what is not applied to here."""
    listing = shown.listing
    if not is_taken_part_in(listing) or not listing.is_offered:
        return Markup("")
    terms = terms_of(listing) if "calls" in shown.marks else usual(listing)
    counts = counts_for(listing.id) if "participations" in shown.marks else Counts()
    drawn = render_template(
        "participations/_aside.html",
        listing=listing,
        terms=terms,
        counts=counts,
        free=counts.free(terms.capacity),
        obstacle=obstacle(listing, terms),
        known=queries.own_open(actor.user_id, listing.id)
        if actor.user_id and "participations" in shown.marks
        else None,
        tones=TONES,
        may_apply=not actor.is_signed_in or actor.has(Role.RESIDENT),
        handles=actor.is_staff and handling.handles(actor, listing),
        has_day=first_day(listing) is not None,
    )
    return Markup(drawn)  # noqa: S704 - a template's own, escaped output


def below(_actor: Actor, shown: Shown) -> Markup:
    """Voices of people who came."""
    if not is_taken_part_in(shown.listing) or "feedback" not in shown.marks:
        return Markup("")
    if not (voices := feedback.public_of(shown.listing.id)):
        return Markup("")
    return Markup(render_template("participations/_voices.html", voices=voices))  # noqa: S704 - the same
