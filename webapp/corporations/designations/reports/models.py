"""The table of yearly reports."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.clock import today
from webapp.core.table import Table, created_field, id_field, text_field


class DesignationReport(Table, table=True):
    """What a corporation did in one fiscal year in one municipality; asked for by a job, then written."""

    __tablename__ = "designation_report"
    __table_args__ = (sa.UniqueConstraint("designation_id", "fiscal_year"),)

    id: str = id_field()
    designation_id: str = Field(max_length=26, foreign_key="designation.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    fiscal_year: int
    due_on: date
    asked_at: datetime = created_field()
    reminded_at: datetime | None = None
    submitted_at: datetime | None = None
    submitted_by: str | None = Field(default=None, max_length=26)
    consultations: int | None = None
    matches: int | None = None
    contracts: int | None = None
    text: str = text_field("", max_length=4000)
    file_key: str = Field(default="", max_length=80)
    file_name: str = Field(default="", max_length=120)

    @property
    def is_overdue(self) -> bool:
        """Whether it is late."""
        return self.submitted_at is None and self.due_on < today()
