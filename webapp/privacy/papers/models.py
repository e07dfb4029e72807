"""The table of copies on paper: who asked, when it was ready, until when it can be taken."""

from datetime import datetime

from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field
from webapp.core.workflow import Workflow, move


class PaperStatus(Labelled):
    """Where a copy stands."""

    WAITING = "waiting", _l("作成中")
    READY = "ready", _l("受け取れます")
    TAKEN = "taken", _l("受け取り済み")
    EXPIRED = "expired", _l("期限切れ")


PAPER = Workflow(
    "own_data_file",
    _l("自分の情報のPDF"),
    PaperStatus.WAITING,
    [
        move("finish", {PaperStatus.WAITING}, PaperStatus.READY, _l("PDFができた")),
        move("take", {PaperStatus.READY}, PaperStatus.TAKEN, _l("PDFを受け取った")),
        move("expire", {PaperStatus.WAITING, PaperStatus.READY}, PaperStatus.EXPIRED, _l("PDFを消した")),
    ],
)


class OwnDataFile(Table, table=True):
    """One copy; the file is sealed, lies in the storage under `file_key`, and is removed when it was taken."""

    __tablename__ = "own_data_file"

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    status: PaperStatus = enum_field(PaperStatus, PaperStatus.WAITING)
    file_key: str = Field(default="", max_length=50)
    asked_at: datetime = created_field()
    ready_at: datetime | None = None
    taken_at: datetime | None = None
    expires_at: datetime
