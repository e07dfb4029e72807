"""Tables of what was promised by when, of reports about it, and of what was paid for."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.clock import today
from webapp.core.table import Table, created_field, id_field, text_field


class Milestone(Table, table=True):
    """One step of the schedule; its report is due on the same day."""

    __tablename__ = "project_milestone"

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id", index=True)
    title: str = Field(max_length=80)
    due_on: date
    reported_at: datetime | None = None
    noticed_on: date | None = None  # its proposer was reminded
    late_noticed_on: date | None = None  # and told that it is late

    @property
    def is_overdue(self) -> bool:
        """Its day is past and nobody has reported."""
        return self.reported_at is None and self.due_on < today()


class Report(Table, table=True):
    """What happened; public once it is published, and final where it is the account of everything."""

    __tablename__ = "project_report"

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id", index=True)
    milestone_id: str | None = Field(default=None, max_length=26, foreign_key="project_milestone.id")
    is_final: bool = False
    title: str = Field(max_length=80)
    body: str = text_field("", max_length=4000)
    results: str = text_field("", max_length=1000)  # what changed, in numbers
    author_id: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    published_at: datetime | None = None
    hidden_at: datetime | None = None  # the town took it down, with a reason in the trail

    @property
    def is_public(self) -> bool:
        """Everybody may read it, as far as the project is public."""
        return self.published_at is not None and self.hidden_at is None


class Expense(Table, table=True):
    """One payment with its receipt; everybody sees sums by budget line, the paper only the town and the proposer."""

    __tablename__ = "project_expense"
    __table_args__ = (sa.CheckConstraint("yen > 0", name="paid_something"),)

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id", index=True)
    report_id: str | None = Field(default=None, max_length=26, foreign_key="project_report.id")
    budget_label: str = Field(max_length=80)
    title: str = Field(max_length=80)
    paid_on: date
    yen: int = Field(sa_type=sa.BigInteger)
    file_key: str = Field(default="", max_length=80)
    file_name: str = Field(default="", max_length=120)
    mime: str = Field(default="", max_length=40)
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    checked_at: datetime | None = None  # the town looked at the paper
