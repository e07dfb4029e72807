"""Tables of notices: what a person was told, and how they want to be told."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.clock import now
from webapp.core.i18n import lazy as _l
from webapp.core.kept_words import said
from webapp.core.labels import Labelled
from webapp.core.table import Table, enum_field, id_field, json_field
from webapp.notices.topics import Topic

_UNREAD = sa.text("read_at IS NULL")
_TO_GATHER = sa.text("way = 'digest' AND gathered_at IS NULL")
#: 21:00 to 7:00 in Japan, and the morning letter at 8:00
QUIET_FROM, QUIET_UNTIL, DIGEST_HOUR = 21, 7, 8


class Way(Labelled):
    """How what is told reaches a person, beside the centre."""

    AT_ONCE = "at_once", _l("すぐメール")
    DIGEST = "digest", _l("1日1回")
    CENTRE = "centre", _l("画面だけ")


class Notice(Table, table=True):
    """One letter as its reader finds it again: its subject and the page where the thing is done."""

    __tablename__ = "notice"
    __table_args__ = (
        sa.Index("ix_notice_user", "user_id", "id"),
        sa.Index("ix_notice_unread", "user_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        sa.Index("ix_notice_to_gather", "user_id", sqlite_where=_TO_GATHER, postgresql_where=_TO_GATHER),
    )

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", ondelete="CASCADE")
    kind: str = Field(max_length=80)
    topic: Topic = enum_field(Topic)
    words: dict[str, Any] = json_field()  # see core.kept_words
    link: str = Field(default="", max_length=500)
    way: Way = enum_field(Way)
    created_at: datetime = Field(default_factory=now, nullable=False, index=True)
    read_at: datetime | None = None
    gathered_at: datetime | None = None

    @property
    def title(self) -> str:
        """What happened, in the language of who reads now."""
        return said(self.words["subject"])


class NoticeChoices(Table, table=True):
    """How one person wants to be told; who has no row has chosen nothing. `ways` is by topic."""

    __tablename__ = "notice_choices"

    user_id: str = Field(primary_key=True, max_length=26, foreign_key="account.id", ondelete="CASCADE")
    ways: dict[str, Any] = json_field()
    digest_hour: int = Field(default=DIGEST_HOUR, ge=0, le=23)
    is_quiet: bool = True
    quiet_from: int = Field(default=QUIET_FROM, ge=0, le=23)
    quiet_until: int = Field(default=QUIET_UNTIL, ge=0, le=23)
    last_digest_on: date | None = None

    def way(self, topic: Topic) -> Way:
        """How letters of a topic reach the person, as far as the person has the choice."""
        return Way(self.ways.get(topic.value, Way.AT_ONCE))
