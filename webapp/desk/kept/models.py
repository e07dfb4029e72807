"""The table of kept filters."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field, json_field

_DEFAULT = sa.text("is_default")


class KeptFilter(Table, table=True):
    """What one person asked of one queue; `args` holds only what that queue's address knows. One opens with the queue."""

    __tablename__ = "kept_filter"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "place", "name"),
        sa.Index(
            "uq_kept_filter_default",
            "user_id",
            "place",
            unique=True,
            sqlite_where=_DEFAULT,
            postgresql_where=_DEFAULT,
        ),
    )

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    place: str = Field(max_length=60)
    name: str = Field(max_length=30)
    args: dict[str, str] = json_field()
    is_default: bool = False
    created_at: datetime = created_field()
