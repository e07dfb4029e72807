"""Tables of minimum wages, and of wages that a clerk looked at."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field


class MinimumWage(Table, table=True):
    """The lowest wage an hour in one prefecture from a day on, as the operator imported it."""

    __tablename__ = "minimum_wage"
    __table_args__ = (
        sa.UniqueConstraint("prefecture_code", "valid_from"),
        sa.CheckConstraint("yen_per_hour > 0", name="pays_something"),
    )

    id: str = id_field()
    prefecture_code: str = Field(min_length=6, max_length=6, foreign_key="municipality.code", index=True)
    valid_from: date
    yen_per_hour: int
    source: str = Field(max_length=300)
    imported_at: datetime = created_field()


class WageCheck(Table, table=True):
    """A clerk looked at one job's wage that could not be checked by number; it holds for these very answers."""

    __tablename__ = "wage_check"

    id: str = id_field()
    listing_id: str = Field(max_length=26, foreign_key="listing.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    answers: str = Field(max_length=300)  # what the job said of its wage then
    note: str = Field(max_length=300)
    checked_by: str | None = Field(default=None, max_length=26)
    checked_at: datetime = created_field()
