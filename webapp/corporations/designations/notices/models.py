"""The table of announcements (公示)."""

from datetime import date, datetime

from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field


class NoticeKind(Labelled):
    """What is announced."""

    DESIGNATION = "designation", _l("指定の公示")
    CHANGE = "change", _l("変更の公示")
    REVOCATION = "revocation", _l("指定取消しの公示")
    ENDING = "ending", _l("指定の終了の公示")


class DesignationNotice(Table, table=True):
    """One announcement: its text is made when the need arises, and public from the day it was published."""

    __tablename__ = "designation_notice"

    id: str = id_field()
    designation_id: str = Field(max_length=26, foreign_key="designation.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    kind: NoticeKind = enum_field(NoticeKind)
    title: str = Field(max_length=200)
    text: str = text_field(max_length=4000)
    number: str = Field(default="", max_length=40)  # of the town's own series, e.g. 塩尻市告示第12号
    made_at: datetime = created_field()
    published_on: date | None = None
    url: str = Field(default="", max_length=300)
    published_by: str | None = Field(default=None, max_length=26)
