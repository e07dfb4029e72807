"""Tables of sheets: own numbers of listings, mappings of other layouts, sheets that wait to be brought in."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.table import Table, created_field, enum_field, id_field, json_field
from webapp.core.tenant_data import ROWS
from webapp.listings.models import ListingKind


def _of_the_town_itself(table: sa.Table) -> Any:
    """A corporation's sheets are the corporation's."""
    return table.c.corporation_id.is_(None)


class ListingNumber(Table, table=True):
    """The number that its maker gave a listing in their own lists; `owner` is a corporation, a town or a person."""

    __tablename__ = "listing_number"
    __table_args__ = (sa.UniqueConstraint("owner", "number"),)

    id: str = id_field()
    owner: str = Field(max_length=26)
    number: str = Field(max_length=60)
    listing_id: str = Field(max_length=26, foreign_key="listing.id", unique=True)


class SheetMapping(Table, table=True):
    """How one owner's own layout is read: heading → field; `signature` is told from all of its headings."""

    __tablename__ = "sheet_mapping"
    __table_args__ = (sa.UniqueConstraint("owner", "kind", "signature"),)

    id: str = id_field()
    owner: str = Field(max_length=26)
    kind: ListingKind = enum_field(ListingKind)
    signature: str = Field(max_length=64)
    fields: dict[str, Any] = json_field()
    changed_at: datetime = created_field()


class SheetRun(Table, table=True):
    """One sheet that was handed in; its file is dropped when it was brought in or put aside."""

    __tablename__ = "sheet_run"
    __table_args__ = ({"info": {ROWS: _of_the_town_itself}},)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    corporation_id: str | None = Field(default=None, max_length=26, foreign_key="corporation.id", index=True)
    owner: str = Field(max_length=26, index=True)
    created_by: str | None = Field(default=None, max_length=26)
    kind: ListingKind = enum_field(ListingKind)
    sheet_key: str = Field(default="", max_length=80)
    file_name: str = Field(max_length=120)
    created: int = 0
    updated: int = 0
    created_at: datetime = created_field()
    done_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be brought in."""
        return self.done_at is None and self.sheet_key != ""
