"""A person's part in gatherings as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.hubs.gatherings import queries
from webapp.hubs.gatherings.models import Coming, Gathering, Idea

_NOT_THEIRS = {"user_id", "municipality_code"}


def exported(actor: Actor) -> dict[str, Any]:
    """Where the person came and what they wrote."""
    coming, ideas = queries.own_for(actor)
    return {
        "gatherings": [
            {**row.model_dump(mode="json", exclude=_NOT_THEIRS), "gathering": found.title} for row, found in coming
        ],
        "ideas": [
            {**row.model_dump(mode="json", exclude=_NOT_THEIRS), "gathering": found.title} for row, found in ideas
        ],
    }


def erase(user_id: str, *, by: Actor) -> None:
    """Cut a person off: names, pitches and the account go; that somebody came, and an idea's words, stay."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed
    service = system_actor("erasure")
    for coming in session().exec(select(Coming).where(Coming.user_id == user_id)):
        coming.shown_name, coming.pitch, coming.user_id = "", "", None
        trail.record(coming, "gathering_coming.erase", by=service)
    for idea in session().exec(select(Idea).where(Idea.user_id == user_id)):
        idea.shown_name, idea.user_id = "", None
        trail.record(idea, "gathering_idea.erase", by=service)
    for found in session().exec(select(Gathering).where(Gathering.created_by == user_id)):
        found.created_by = None
