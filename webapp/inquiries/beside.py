"""What this feature shows on a listing's page: 「たずねる」 with the response time, and everybody's questions below."""

from typing import Any

import sqlalchemy as sa
from flask import get_template_attribute, render_template
from markupsafe import Markup
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.templating import link
from webapp.inquiries.questions import queries as questions
from webapp.inquiries.questions.models import Question
from webapp.inquiries.threads import badge, clock, handed
from webapp.inquiries.threads import queries as threads
from webapp.listings.queries import Mark, Shown


def _questions(key: Any) -> Any:
    return sa.exists().where(col(Question.listing_id) == key)


MARKS: dict[str, Mark] = {"questions": _questions}


def ask_part(_actor: Actor, shown: Shown) -> Markup:
    """Beside a public listing: ask who answers for it, and how long that takes."""
    listing = shown.listing
    is_asked = listing.is_public and shown.is_town_active
    place = handed.place_of(listing) if is_asked else None
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


def questions_part(actor: Actor, shown: Shown) -> Markup:
    """Below a public listing: what others asked, and the ways to ask and to report."""
    listing = shown.listing
    if not listing.is_public:
        return Markup()
    has_some = "questions" in shown.marks
    draw = get_template_attribute("inquiries/questions/below.html", "questions_below")
    public, own = (questions.public_on(listing.id), questions.own_on(actor, listing.id)) if has_some else ([], [])
    return Markup(draw(listing.id, public, own, may_ask=shown.is_town_active))  # noqa: S704 - a macro's own, escaped


def talk_part(actor: Actor, listing_id: str, user_id: str) -> Markup:
    """On the page of a bank's talk: the threads of the same person about the same home that the reader may read."""
    is_own = actor.user_id == user_id
    found = threads.about(actor, listing_id, user_id, is_own=is_own)
    endpoint = "threads.show" if is_own else "threads_desk.show"
    rows = [(link(endpoint, thread_id=one.id), one) for one in found]
    drawn = render_template("inquiries/threads/talk.html", rows=rows, listing_id=listing_id, is_own=is_own)
    return Markup(drawn) if rows or is_own else Markup()  # noqa: S704 - a template of ours, escaped


def badge_of_corporation(corporation_id: str) -> str:
    """On a corporation's page: how long people wait for its first answer; empty without five threads."""
    found = badge.of(corporation_id)
    return found.words if found else ""
