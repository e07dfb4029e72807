"""The table of projects: what is promised, until when, and by whom; and the pictures of one."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field
from typing_extensions import TypedDict

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.projects import states
from webapp.projects.choices import Above, Below, SubsidyRule
from webapp.projects.states import PROJECT, ProjectStatus

__all__ = ["PROJECT", "BudgetLine", "Project", "ProjectPhoto", "ProjectStatus", "Stretch"]


class BudgetLine(TypedDict):
    """One line of what the money is for; whole yen."""

    label: str
    yen: int


class Stretch(TypedDict):
    """What becomes possible once so much has come in; whole yen."""

    label: str
    yen: int


def _was_handed_in(table: sa.Table) -> sa.ColumnElement[bool]:
    """What leaves with the town's data: a draft that somebody else writes is nobody's business yet."""
    is_own = sa.and_(table.c.community_id.is_(None), table.c.corporation_id.is_(None))
    return sa.or_(is_own, table.c.submitted_at.is_not(None))


class Project(Table, table=True):
    """What a municipality asks donors to make possible. What was raised is never stored, only added up.

    A community or a corporation proposes it; with neither it is the town's own.
    """

    __tablename__ = "project"
    __table_args__ = (
        sa.CheckConstraint("goal_yen > 0 OR status IN ('draft', 'cancelled')", name="goal_positive"),
        sa.CheckConstraint("minimum_yen >= 0 AND minimum_yen <= goal_yen", name="minimum_within_goal"),
        sa.CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        sa.Index("ix_project_open", "status", "closes_on"),
        {"info": {"tenant_rows": _was_handed_in}},
    )

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    community_id: str | None = Field(default=None, max_length=26, foreign_key="community.id", index=True)
    corporation_id: str | None = Field(default=None, max_length=26, foreign_key="corporation.id", index=True)
    hub_person_id: str | None = Field(default=None, max_length=26, foreign_key="hub_person.id", index=True)
    status: ProjectStatus = enum_field(ProjectStatus, ProjectStatus.DRAFT)
    title: str = Field(max_length=80)
    summary: str = Field(default="", max_length=200)
    problem: str = text_field("", max_length=2000)
    story: str = text_field("", max_length=6000)
    plan: str = text_field("", max_length=3000)
    team: str = text_field("", max_length=1000)
    theme: str = Field(default="", max_length=30)
    place: str = Field(default="", max_length=120)
    goal_yen: int = Field(default=0, sa_type=sa.BigInteger)  # the ideal goal
    minimum_yen: int = Field(default=0, sa_type=sa.BigInteger)  # with so much it happens at least in small
    budget: list[BudgetLine] = json_field(list)
    cost_plan: list[BudgetLine] = json_field(list)  # what raising the money costs: fees, gifts, letters, staff
    stretches: list[Stretch] = json_field(list)
    below_choice: Below = enum_field(Below, Below.REDUCED)
    below_goal: str = text_field("", max_length=500)
    above_choice: Above = enum_field(Above, Above.SAME)
    above_goal: str = text_field("", max_length=500)
    alternative: str = text_field("", max_length=300)  # the named use of what this project cannot use
    matching_percent: int = Field(default=0, ge=0, le=1000)  # the town adds so much of every donation
    matching_cap_yen: int = Field(default=0, ge=0, sa_type=sa.BigInteger)
    subsidy_rule: SubsidyRule = enum_field(SubsidyRule, SubsidyRule.LESS_COST)
    subsidy_cap_yen: int | None = Field(default=None, sa_type=sa.BigInteger)
    budget_item: str = Field(default="", max_length=80)  # 予算科目 of the town
    opens_on: date
    closes_on: date
    ends_on: date | None = None  # the work is done
    report_due_on: date | None = None  # the final report is due
    noticed_on: date | None = None  # its proposer was reminded of it
    late_noticed_on: date | None = None  # and told that it is late
    comments: dict[str, Any] = json_field()  # screen → what must be corrected
    submitted_at: datetime | None = None
    due_on: date | None = None  # the town's answer is due
    published_at: datetime | None = None
    closed_at: datetime | None = None
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    is_demo: bool = False

    @property
    def is_public(self) -> bool:
        """Everybody may read it."""
        return self.status in states.PUBLIC

    @property
    def is_the_towns_own(self) -> bool:
        """Nobody proposed it to the town."""
        return self.community_id is None and self.corporation_id is None

    @property
    def takes_pledges(self) -> bool:
        """Published, begun and not past its last day in Japan."""
        return self.status is ProjectStatus.PUBLISHED and self.opens_on <= today() <= self.closes_on

    @property
    def is_yet_to_open(self) -> bool:
        """Published, and its first day is still to come."""
        return self.status is ProjectStatus.PUBLISHED and today() < self.opens_on

    @property
    def status_words(self) -> Any:
        """Where it stands, as people read it."""
        if self.is_yet_to_open:
            return _("受付はこれから")
        is_past = self.status is ProjectStatus.PUBLISHED and today() > self.closes_on  # the worker closes it soon
        return ProjectStatus.CLOSED.label if is_past else self.status.label

    @property
    def days_left(self) -> int:
        """Days until the last one, 0 on that day; never negative."""
        return max(0, (self.closes_on - today()).days)

    @property
    def budget_total(self) -> int:
        """Sum of the budget lines, whole yen."""
        return sum(line["yen"] for line in self.budget)

    @property
    def cost_total(self) -> int:
        """Sum of what raising the money is planned to cost, whole yen."""
        return sum(line["yen"] for line in self.cost_plan)

    @property
    def is_report_overdue(self) -> bool:
        """The final report is late."""
        is_running = self.status in states.IN_EXECUTION
        return is_running and self.report_due_on is not None and self.report_due_on < today()

    def matching_yen(self, raised_yen: int) -> int:
        """What the town adds to so much raised, whole yen."""
        return min(raised_yen * self.matching_percent // 100, self.matching_cap_yen)

    def promises(self) -> list[tuple[Any, Any, str]]:
        """What donors read before they pay, of the goal and of the use: heading, choice, words."""
        rows: list[tuple[Any, Any, str]] = [
            (_("目標に届かなかったとき"), self.below_choice.label, self.below_goal),
            (_("目標を超えたとき"), self.above_choice.label, self.above_goal),
            (_("取り組みに使う額"), self.subsidy_rule.label, ""),
        ]
        if self.alternative:
            rows.append((_("使い切れなかったとき・続けられなくなったとき"), "", self.alternative))
        return rows


class ProjectPhoto(Table, table=True):
    """One picture of a project or of one of its reports: what was sent waits under `original_key` to be drawn anew.

    The widest drawing lies under `file_key`; `smaller` holds [width, key] of the others, widest first.
    """

    __tablename__ = "project_photo"

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id", index=True)
    report_id: str | None = Field(default=None, max_length=26, index=True)  # of a report or news; none: of the page
    position: int = 0
    file_key: str = Field(default="", max_length=80)
    original_key: str = Field(default="", max_length=80)
    smaller: list[Any] = json_field(list)
    alt: str = Field(default="", max_length=120)
    width: int = 0
    height: int = 0
    created_at: datetime = created_field()

    @property
    def is_ready(self) -> bool:
        """Whether there is something to show."""
        return self.file_key != ""

    @property
    def widths(self) -> list[int]:
        """The widths that there are, smallest first."""
        return sorted({self.width, *(int(width) for width, _key in self.smaller)})

    def key_of(self, width: int) -> str:
        """The file of the smallest drawing that is at least so wide; of the widest when none is."""
        known = sorted([(self.width, self.file_key), *((int(wide), str(key)) for wide, key in self.smaller)])
        return next((key for wide, key in known if wide >= width), known[-1][1])
