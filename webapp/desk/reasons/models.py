"""Tables of ready-made reasons and of how often each was used."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field


class Answer(Labelled):
    """What a ready-made reason is for."""

    APPROVE = "approve", _l("登録を認める")
    CORRECTION = "correction", _l("補正をお願いする")
    REFUSE = "refuse", _l("登録を断る")
    END = "end", _l("登録を終える")
    REVOKE = "revoke", _l("証明書を取り消す")
    LISTING_CORRECTION = "listing_correction", _l("掲載の修正をお願いする")
    LISTING_REFUSE = "listing_refuse", _l("掲載しない")
    LISTING_PAUSE = "listing_pause", _l("掲載を休止する")
    LISTING_CLOSE = "listing_close", _l("掲載を終える")
    PROJECT_FINDING = "project_finding", _l("取り組みの修正をお願いする")


_CURRENT = "replaced_at IS NULL"


class ReasonTemplate(Table, table=True):
    """One version of a sentence a town often needs; a change is a new row, so that the history is whole.

    `key` is shared by all versions: that of a built-in sentence, which the row replaces, or one of its own.
    """

    __tablename__ = "reason_template"
    __table_args__ = (
        sa.Index(
            "uq_reason_template_current",
            "municipality_code",
            "answer",
            "key",
            unique=True,
            sqlite_where=sa.text(_CURRENT),
            postgresql_where=sa.text(_CURRENT),
        ),
    )

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    answer: Answer = enum_field(Answer)
    key: str = Field(max_length=26)
    title: str = Field(max_length=60)
    words: str = text_field("", max_length=1000)
    is_shown: bool = True
    written_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    replaced_at: datetime | None = None
    is_demo: bool = False


class ReasonUse(Table, table=True):
    """How often a town's staff took one of its reasons, in whatever version it stood then."""

    __tablename__ = "reason_use"

    municipality_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    answer: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=26)
    times: int = 0
    last_at: datetime = created_field()
