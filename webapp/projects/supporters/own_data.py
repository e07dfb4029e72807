"""A person's support of projects as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.projects.supporters.models import Supporter, VoiceStatus


def _of(user_id: str | None) -> list[Supporter]:
    chosen = select(Supporter).where(Supporter.user_id == user_id).order_by(col(Supporter.id))
    return list(session().exec(chosen)) if user_id else []


def exported(actor: Actor) -> dict[str, Any]:
    """What is shown of each gift, and whether letters come."""
    left_out = {"user_id", "email", "municipality_code", "is_demo"}
    return {"project_support": [row.model_dump(mode="json", exclude=left_out) for row in _of(actor.user_id)]}


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - as its neighbours are called
    """Cut the person off: no name, no words, no letters; that somebody gave stays."""
    service = system_actor("erasure")
    for row in _of(user_id):
        row.shown_name, row.message, row.email, row.user_id = "", "", "", None
        row.status, row.letters_stopped_at = VoiceStatus.LEFT_OUT, row.letters_stopped_at or now()
        trail.record(row, "project_supporter.erase", by=service)
