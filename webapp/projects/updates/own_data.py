"""What a person wrote about projects as their own data: to take along, and to be cut off from."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.database import session
from webapp.projects.updates.models import ProjectUpdate


def _of(user_id: str | None) -> list[ProjectUpdate]:
    chosen = select(ProjectUpdate).where(ProjectUpdate.written_by == user_id).order_by(col(ProjectUpdate.id))
    return list(session().exec(chosen)) if user_id else []


def exported(actor: Actor) -> dict[str, Any]:
    """Everything they wrote."""
    left_out = {"written_by", "municipality_code", "is_demo"}
    return {"project_updates": [row.model_dump(mode="json", exclude=left_out) for row in _of(actor.user_id)]}


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - as its neighbours are called
    """What was told donors in a community's or a town's name stays told; who typed it is forgotten."""
    service = system_actor("erasure")
    for row in _of(user_id):
        row.written_by = None
        trail.record(row, "project_update.erase", by=service)
