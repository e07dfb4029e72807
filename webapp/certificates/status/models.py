"""The table of status lists."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field

SIZE = 131_072
#: entries that never belong to a token; they turn invalid now and then, so that nobody can count revocations
DECOYS = 4_096


class StatusList(Table, table=True):
    """One list of a municipality: `used` counts the entries given out, in the secret order that `order_key` makes."""

    __tablename__ = "status_list"
    __table_args__ = (sa.UniqueConstraint("municipality_code", "number"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    number: int
    size: int = SIZE
    used: int = 0
    decoys_used: int = 0
    order_key: bytes = Field(sa_type=sa.LargeBinary, sa_column_kwargs={"info": {"kept_back": True}})
    bitmap: bytes = Field(sa_type=sa.LargeBinary)
    version: int = 1
    changed_at: datetime = created_field()

    @property
    def capacity(self) -> int:
        """How many tokens it can hold."""
        return self.size - DECOYS
