"""The table of kept searches."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field


class Frequency(Labelled):
    """How often somebody wants to hear of what is new."""

    AT_ONCE = "at_once", _l("出たらすぐ")
    DAILY = "daily", _l("1日に1回")
    WEEKLY = "weekly", _l("週に1回")
    OFF = "off", _l("知らせない")


class SavedSearch(Table, table=True):
    """One search of one person. `args` are the arguments of its address; what was published until `told_until` is known."""

    __tablename__ = "saved_search"
    __table_args__ = (sa.Index("ix_saved_search_round", "frequency", "told_until"),)

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    name: str = Field(max_length=60)
    args: dict[str, Any] = json_field()
    frequency: Frequency = enum_field(Frequency, Frequency.DAILY)
    told_until: datetime = created_field()
    created_at: datetime = created_field()
    is_demo: bool = False
