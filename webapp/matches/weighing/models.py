"""The table of a town's points."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field, json_field, text_field


class TownWeights(Table, table=True):
    """From when on a town counts what how much, and why; the newest row holds. Empty points: as everybody."""

    __tablename__ = "match_weights"

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    points: dict[str, Any] = json_field()
    reason: str = text_field("", max_length=500)
    set_by: str | None = Field(default=None, max_length=26)
    set_at: datetime = created_field()
