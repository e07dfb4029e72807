"""Tables of making sheets: what a town ordered for a year, and the signed files."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES
from webapp.core.bulk import table_of
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field
from webapp.core.workflow import Workflow, move
from webapp.receipts.models import Receipt, of_hidden_donor
from webapp.residents.secrecy import leaves_blank


class BatchStatus(Labelled):
    """Where the making of a year's sheets stands."""

    WORKING = "working", _l("作成中")
    STOPPED = "stopped", _l("止めています")
    DONE = "done", _l("完了")


BATCH = Workflow(
    "receipt_batch",
    _l("受領証明書のまとめての作成"),
    BatchStatus.WORKING,
    [
        move("finish", {BatchStatus.WORKING}, BatchStatus.DONE, _l("すべて作り終えた")),
        move("stop", {BatchStatus.WORKING}, BatchStatus.STOPPED, _l("作成を止めた"), *TOWN_ROLES),
        move("go_on", {BatchStatus.STOPPED}, BatchStatus.WORKING, _l("作成を再開した"), *TOWN_ROLES),
    ],
)


class ReceiptBatch(Table, table=True):
    """The sheets of one municipality and year; `last_number` says how far the worker is."""

    __tablename__ = "receipt_batch"
    __table_args__ = (sa.Index("ix_receipt_batch_town", "municipality_code", "id"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    year: int
    status: BatchStatus = enum_field(BatchStatus, BatchStatus.WORKING)
    total: int = 0  # receipts that were valid when it was ordered
    done: int = 0  # of those, looked at: made now, made earlier, or void meanwhile
    made: int = 0
    failed: list[Any] = json_field(list)  # [id of the receipt, shown number]: a character that cannot be printed
    last_number: int = 0
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    finished_at: datetime | None = None


class ReceiptSheet(Table, table=True):
    """A signed PDF in the storage: of a receipt as first given, or as given again for the n-th time."""

    __tablename__ = "receipt_sheet"

    receipt_id: str = Field(primary_key=True, max_length=26, foreign_key="receipt.id")
    copy_number: int = Field(primary_key=True)  # 0 for the first
    file_key: str = Field(max_length=50)
    made_at: datetime = created_field()


def _is_sheet_of_hidden(table: sa.Table) -> sa.ColumnElement[bool]:
    receipt = table_of(Receipt)
    return table.c.receipt_id.in_(sa.select(receipt.c.id).where(of_hidden_donor(receipt)))


leaves_blank(ReceiptSheet, "file_key", hidden=_is_sheet_of_hidden)
