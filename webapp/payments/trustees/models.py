"""The table of designations by which somebody may take donations for a municipality (地方自治法第231条の2の3)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.clock import today
from webapp.core.table import Table, created_field, id_field, text_field


class PaymentTrustee(Table, table=True):
    """One designation as it was announced (告示): whom, for which revenues, from when; a change is a new row."""

    __tablename__ = "payment_trustee"
    __table_args__ = (
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="ends_after_start"),
        sa.Index("ix_payment_trustee_town", "municipality_code", "starts_on"),
    )

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    name: str = Field(max_length=120)
    address: str = Field(max_length=200)
    revenues: str = Field(max_length=200)  # which revenues it may take
    announced_on: date
    announcement: str = Field(max_length=80)  # the number of the 告示
    starts_on: date
    ends_on: date | None = None
    notice_text: str = text_field("", max_length=1000)  # what donors read before they pay
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    is_demo: bool = False

    def holds_on(self, day: date | None = None) -> bool:
        """Whether it may take money on a day (today)."""
        day = day or today()
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
