"""A person's part in projects as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import SQLModel, col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.projects.models import Project
from webapp.projects.proposals.models import ProjectNote
from webapp.projects.reports.models import Expense, Report
from webapp.projects.reviews.models import Finding
from webapp.projects.settlement.models import Subsidy

#: where a person is written down: table and column
_PLACES: tuple[tuple[type[SQLModel], str], ...] = (
    (Project, "created_by"), (ProjectNote, "author_id"), (Report, "author_id"), (Expense, "created_by"),
    (Finding, "decided_by"), (Subsidy, "decided_by"), (Subsidy, "settled_by"),
)  # fmt: skip


def exported(actor: Actor) -> dict[str, Any]:
    """What the person began and wrote; what they decided as staff is the town's."""
    return {
        "projects_begun": [{"id": row.id, "title": row.title, "status": row.status} for row in _of(actor, Project)],
        "project_notes": [row.model_dump(mode="json", exclude={"author_id"}) for row in _of(actor, ProjectNote)],
        "project_reports": [row.model_dump(mode="json", exclude={"author_id"}) for row in _of(actor, Report)],
        "project_expenses": [
            row.model_dump(mode="json", include={"id", "project_id", "title", "paid_on", "yen"})
            for row in _of(actor, Expense)
        ],
    }


def _of(actor: Actor, table: type[Any]) -> list[Any]:
    column = next(name for known, name in _PLACES if known is table)
    chosen = select(table).where(getattr(table, column) == actor.user_id).order_by(col(table.id))
    return list(session().exec(chosen)) if actor.is_signed_in else []


def erase(user_id: str, *, by: Actor) -> None:
    """Cut a person off from projects; what was promised, decided and spent stays."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed
    for table, column in _PLACES:
        for row in session().exec(select(table).where(getattr(table, column) == user_id)):
            setattr(row, column, None)
            if isinstance(row, ProjectNote):
                row.author_name = ""
    session().flush()
