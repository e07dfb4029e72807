"""The table of the issuance log."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.table import Table, created_field, id_field


class IssuanceEntry(Table, table=True):
    """One token that was signed, by its hash alone; each entry's hash covers the one before it."""

    __tablename__ = "issuance_log"
    __table_args__ = (sa.UniqueConstraint("municipality_code", "seq"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    seq: int
    kid: str = Field(max_length=60)
    token_sha256: str = Field(max_length=64, index=True)
    prev_hash: str = Field(max_length=64)
    entry_hash: str = Field(max_length=64)
    at: datetime = created_field()


append_only(IssuanceEntry)


class IssuanceHead(Table, table=True):
    """The end of a municipality's chain; locked while entries are added."""

    __tablename__ = "issuance_head"

    municipality_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    seq: int = 0
    entry_hash: str = Field(default="", max_length=64)
