"""The table of public questions about a project."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move


class ProjectQuestionStatus(Labelled):
    """Where a question stands; everybody reads only what was answered."""

    ASKED = "asked", _l("答えを待っています")
    PUBLIC = "public", _l("公開中")
    LEFT_OUT = "left_out", _l("公開しません")
    TAKEN_BACK = "taken_back", _l("取り下げました")


class ProjectQuestion(Table, table=True):
    """A question without the asker's name, and the town's answer."""

    __tablename__ = "project_question"
    __table_args__ = (
        sa.Index("ix_project_question_project", "project_id", "status"),
        sa.Index("ix_project_question_town", "municipality_code", "status"),
    )

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    user_id: str | None = Field(
        default=None,
        max_length=26,
        foreign_key="account.id",
        index=True,
        sa_column_kwargs={"info": {"kept_back": True}},
    )
    text: str = text_field("", max_length=400)
    answer: str = text_field("", max_length=1000)
    status: ProjectQuestionStatus = enum_field(ProjectQuestionStatus, ProjectQuestionStatus.ASKED)
    asked_at: datetime = created_field()
    answered_at: datetime | None = None
    is_demo: bool = False


_S = ProjectQuestionStatus
PROJECT_QUESTION = Workflow(
    "project_question",
    _l("取り組みへの質問"),
    ProjectQuestionStatus.ASKED,
    [
        move("answer", {_S.ASKED, _S.PUBLIC}, _S.PUBLIC, _l("答えて公開する"), *TOWN_ROLES),
        move("leave_out", {_S.ASKED, _S.PUBLIC}, _S.LEFT_OUT, _l("公開しない"), *TOWN_ROLES, needs_reason=True),
        move("take_back", {_S.ASKED, _S.PUBLIC}, _S.TAKEN_BACK, _l("質問を取り下げる"), *Role),
    ],
)
