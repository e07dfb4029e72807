"""Tables of projects and their life cycle."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field
from typing_extensions import TypedDict

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move


class ProjectStatus(Labelled):
    """Where a project stands."""

    DRAFT = "draft", _l("下書き")
    PUBLISHED = "published", _l("寄附を受付中")
    CLOSED = "closed", _l("受付を終了")
    CANCELLED = "cancelled", _l("取りやめ")


class BudgetLine(TypedDict):
    """One line of what the money is for; whole yen."""

    label: str
    yen: int


class Project(Table, table=True):
    """What a municipality asks donors to make possible. What was raised is never stored, only added up."""

    __tablename__ = "project"
    __table_args__ = (
        sa.CheckConstraint("goal_yen > 0", name="goal_positive"),
        sa.CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        sa.Index("ix_project_open", "status", "closes_on"),
    )

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    status: ProjectStatus = enum_field(ProjectStatus, ProjectStatus.DRAFT)
    title: str = Field(max_length=80)
    summary: str = Field(max_length=200)
    story: str = text_field(max_length=6000)
    team: str = text_field("", max_length=1000)
    goal_yen: int = Field(sa_type=sa.BigInteger)
    budget: list[BudgetLine] = json_field(list)
    below_goal: str = text_field(max_length=500)
    above_goal: str = text_field(max_length=500)
    opens_on: date
    closes_on: date
    published_at: datetime | None = None
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    is_demo: bool = False

    @property
    def is_public(self) -> bool:
        """Everybody may read it."""
        return self.status in (ProjectStatus.PUBLISHED, ProjectStatus.CLOSED)

    @property
    def takes_pledges(self) -> bool:
        """Published, begun and not past its last day in Japan."""
        return self.status is ProjectStatus.PUBLISHED and self.opens_on <= today() <= self.closes_on

    @property
    def days_left(self) -> int:
        """Days until the last one, 0 on that day; never negative."""
        return max(0, (self.closes_on - today()).days)

    @property
    def budget_total(self) -> int:
        """Sum of the budget lines, whole yen."""
        return sum(line["yen"] for line in self.budget)


_S = ProjectStatus
PROJECT = Workflow(
    "project",
    _l("まちの取り組み"),
    ProjectStatus.DRAFT,
    [
        move("publish", {_S.DRAFT}, _S.PUBLISHED, _l("公開して寄附を受け付ける"), *TOWN_ROLES),
        move("close", {_S.PUBLISHED}, _S.CLOSED, _l("受付を終える"), *TOWN_ROLES),
        move("cancel", {_S.DRAFT, _S.PUBLISHED}, _S.CANCELLED, _l("取りやめる"), *TOWN_ROLES, needs_reason=True),
    ],
)
