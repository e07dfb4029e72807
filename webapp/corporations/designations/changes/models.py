"""The table of changes that a corporation notifies in advance."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field, json_field


class DesignationChange(Table, table=True):
    """One notified change as one designating town sees it; the rows of one notification share `batch`."""

    __tablename__ = "designation_change"

    id: str = id_field()
    designation_id: str = Field(max_length=26, foreign_key="designation.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    batch: str = Field(max_length=26, index=True)
    changes: dict[str, Any] = json_field()  # column of Corporation → [before, after]
    effective_on: date
    notified_at: datetime = created_field()
    notified_by: str | None = Field(default=None, max_length=26)
    noted_at: datetime | None = None
    noted_by: str | None = Field(default=None, max_length=26)
    applied_at: datetime | None = None
