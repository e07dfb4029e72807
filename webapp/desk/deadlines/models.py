"""The table of private calendar addresses of staff."""

from datetime import datetime

from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field


class DeadlineFeed(Table, table=True):
    """One person's address; only its hash is known here, a new one makes the old one worthless."""

    __tablename__ = "deadline_feed"

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", unique=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = created_field()
