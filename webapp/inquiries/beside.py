"""What this feature shows on a listing's page: 「たずねる」 with the response time, and everybody's questions below."""

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import get_template_attribute, render_template, request
from markupsafe import Markup
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.i18n import current_locale
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
    if "questions" not in shown.marks:
        return _no_questions(current_locale(), request.script_root, listing.id, may_ask=shown.is_town_active)
    public, own = questions.public_on(listing.id), questions.own_on(actor, listing.id)
    return _questions_below(listing.id, public, own, may_ask=shown.is_town_active)


@lru_cache(maxsize=1000)
def _no_questions(_locale: str, _mounted_at: str, listing_id: str, *, may_ask: bool) -> Markup:
    """What everybody sees below a listing that nobody asked about: drawn once for each language and place of the service."""
    return _questions_below(listing_id, [], [], may_ask=may_ask)


def _questions_below(listing_id: str, public: list[Any], own: list[Any], *, may_ask: bool) -> Markup:
    draw = get_template_attribute("inquiries/questions/below.html", "questions_below")
    return Markup(draw(listing_id, public, own, may_ask=may_ask))  # noqa: S704 - a macro's own, escaped


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
