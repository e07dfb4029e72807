"""Tables of official statistics: an edition of a file, and its numbers for each municipality."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field, json_field


class StatisticsEdition(Table, table=True):
    """One year's file, e.g. SSDSE-A-2026. `items` is a list of {"code", "year", "name"} in the order of its columns."""

    __tablename__ = "statistics_edition"
    __table_args__ = (sa.UniqueConstraint("source", "name"),)

    id: str = id_field()
    source: str = Field(max_length=20)
    name: str = Field(max_length=40)
    items: list[dict[str, Any]] = json_field(list)
    rows: int = 0
    imported_at: datetime = created_field()


class TownNumbers(Table, table=True):
    """One municipality's numbers in an edition: code of the item → number; what is not known has no entry."""

    __tablename__ = "town_numbers"
    __table_args__ = (sa.UniqueConstraint("edition_id", "town_code"),)

    id: str = id_field()
    edition_id: str = Field(max_length=26, foreign_key="statistics_edition.id")
    town_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    numbers: dict[str, float] = json_field(dict)
