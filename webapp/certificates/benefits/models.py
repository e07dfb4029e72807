"""Tables of benefits: what a partner offers to holders of a certificate, and each use."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field, text_field


class Benefit(Table, table=True):
    """What a partner offers to holders of a municipality's certificate."""

    __tablename__ = "benefit"

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    partner_name: str = Field(max_length=80)
    title: str = Field(max_length=80)
    conditions: str = text_field("", max_length=500)
    times_a_month: int = Field(default=1, ge=1, le=31)
    ends_on: date | None = None
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    is_demo: bool = False


class Redemption(Table, table=True):
    """One use of a benefit. Mere checks of a certificate are never recorded."""

    __tablename__ = "redemption"
    __table_args__ = (sa.Index("ix_redemption_use", "certificate_id", "benefit_id", "used_on"),)

    id: str = id_field()
    benefit_id: str = Field(max_length=26, foreign_key="benefit.id")
    certificate_id: str = Field(max_length=26, foreign_key="certificate.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    used_on: date
    recorded_by: str | None = Field(default=None, max_length=26)
    recorded_at: datetime = created_field()
