"""The table of registrations with prefectures, kept beside those with municipalities."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, id_field

_STANDING = sa.text('"until" IS NULL')


class PrefectureRegistration(Table, table=True):
    """From when to when somebody was registered with a prefecture; a new row after each interruption."""

    __tablename__ = "prefecture_registration"
    __table_args__ = (
        sa.Index(
            "uq_prefecture_registration_standing",
            "user_id",
            "prefecture_code",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        sa.Index("ix_prefecture_registration_prefecture", "prefecture_code", "until"),
    )

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    prefecture_code: str = Field(max_length=6)
    since: date
    until: date | None = None  # the last day
    is_demo: bool = False
