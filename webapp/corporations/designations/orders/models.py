"""The table of what a town demands of a designated corporation."""

from datetime import date, datetime

from sqlmodel import Field

from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field


class OrderKind(Labelled):
    """What is demanded."""

    REPORT = "report", _l("報告の求め")
    IMPROVEMENT = "improvement", _l("改善命令")


class DesignationOrder(Table, table=True):
    """One demand with its deadline and the corporation's answer."""

    __tablename__ = "designation_order"

    id: str = id_field()
    designation_id: str = Field(max_length=26, foreign_key="designation.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    kind: OrderKind = enum_field(OrderKind)
    text: str = text_field(max_length=2000)
    due_on: date
    issued_at: datetime = created_field()
    issued_by: str | None = Field(default=None, max_length=26)
    answer: str = text_field("", max_length=4000)
    answered_at: datetime | None = None
    answered_by: str | None = Field(default=None, max_length=26)
    file_key: str = Field(default="", max_length=80)
    file_name: str = Field(default="", max_length=120)
    closed_at: datetime | None = None
    closing_note: str = text_field("", max_length=1000)

    @property
    def is_overdue(self) -> bool:
        """Whether the answer is late."""
        return self.answered_at is None and self.closed_at is None and self.due_on < today()
