"""What is asked about projects: for everybody, for who asked, for the town."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.projects.models import Project
from webapp.projects.questions.models import ProjectQuestion, ProjectQuestionStatus

MOST_ROWS, SHOWN = 300, 50
Row = tuple[ProjectQuestion, Project]
_STATUS = ProjectQuestionStatus


def public_on(project_id: str) -> list[ProjectQuestion]:
    """What everybody reads, newest answer first."""
    chosen = select(ProjectQuestion).where(
        ProjectQuestion.project_id == project_id, ProjectQuestion.status == _STATUS.PUBLIC
    )
    newest = (col(ProjectQuestion.answered_at).desc(), col(ProjectQuestion.id))
    return list(session().exec(chosen.order_by(*newest).limit(SHOWN)))


def own_on(actor: Actor, project_id: str) -> list[ProjectQuestion]:
    """What the actor asked and is not answered yet."""
    waits = (ProjectQuestion.project_id == project_id, ProjectQuestion.status == _STATUS.ASKED)
    chosen = select(ProjectQuestion).where(ProjectQuestion.user_id == actor.user_id, *waits)
    return list(session().exec(chosen.order_by(col(ProjectQuestion.id)))) if actor.user_id else []


def own_question_for(actor: Actor, question_id: str) -> ProjectQuestion:
    """One of the actor's. Raises NotThere."""
    found = session().get(ProjectQuestion, question_id)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def _rows() -> Any:
    chosen = select(ProjectQuestion, Project).join(Project, col(Project.id) == ProjectQuestion.project_id)
    return chosen.where(ProjectQuestion.status != _STATUS.TAKEN_BACK)


def desk_for(actor: Actor) -> list[Row]:
    """Questions in the actor's towns: what waits first, the longest waiting on top."""
    waits_first = sa.case((col(ProjectQuestion.status) == _STATUS.ASKED, 0), else_=1)
    chosen = _rows().where(col(ProjectQuestion.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(waits_first, col(ProjectQuestion.id)).limit(MOST_ROWS)))


def question_for(actor: Actor, question_id: str) -> Row:
    """One of them. Raises NotThere."""
    found = session().exec(_rows().where(ProjectQuestion.id == question_id)).first()
    if found is None or not actor.may_act_for(found[0].municipality_code):
        raise NotThere
    row: Row = (found[0], found[1])
    return row
