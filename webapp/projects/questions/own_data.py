"""A person's questions about projects as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.database import session
from webapp.projects.questions.models import ProjectQuestion, ProjectQuestionStatus


def _of(user_id: str | None) -> list[ProjectQuestion]:
    chosen = select(ProjectQuestion).where(ProjectQuestion.user_id == user_id).order_by(col(ProjectQuestion.id))
    return list(session().exec(chosen)) if user_id else []


def exported(actor: Actor) -> dict[str, Any]:
    """Everything asked, with its answer."""
    left_out = {"user_id", "municipality_code", "is_demo"}
    return {"project_questions": [row.model_dump(mode="json", exclude=left_out) for row in _of(actor.user_id)]}


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - as its neighbours are called
    """The words go; that somebody asked and was answered stays."""
    service = system_actor("erasure")
    for row in _of(user_id):
        if row.status is ProjectQuestionStatus.ASKED:
            row.status = ProjectQuestionStatus.TAKEN_BACK
        row.text, row.user_id = "", None
        trail.record(row, "project_question.erase", by=service)
