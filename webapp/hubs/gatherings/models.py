"""Tables of gatherings: who comes, who pitches in which order, what ideas came up."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import Role
from webapp.core.clock import now
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank

#: the board takes ideas for so long after the evening
BOARD_OPEN = timedelta(days=14)


class GatheringKind(Labelled):
    """What people come for."""

    MEETING = "meeting", _l("交流会")
    PITCH = "pitch", _l("1分ピッチの夜")
    THEME = "theme", _l("テーマを話し合う会")


class GatheringStatus(Labelled):
    """Whether it takes place."""

    PLANNED = "planned", _l("予定")
    HELD = "held", _l("開かれた")
    CANCELLED = "cancelled", _l("中止")


GATHERING = Workflow(
    "gathering",
    _l("集まり"),
    GatheringStatus.PLANNED,
    [
        move("hold", {GatheringStatus.PLANNED}, GatheringStatus.HELD, _l("開いたと記録する"), *Role),
        move("cancel", {GatheringStatus.PLANNED}, GatheringStatus.CANCELLED, _l("中止する"), *Role, needs_reason=True),
    ],
)


class Gathering(Table, table=True):
    """One date to meet; `question` opens a board of ideas, `pitch_seconds` is how long each may speak."""

    __tablename__ = "gathering"
    __table_args__ = (sa.Index("ix_gathering_town", "municipality_code", "starts_at"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    community_id: str | None = Field(default=None, max_length=26, foreign_key="community.id", index=True)
    hub_id: str | None = Field(default=None, max_length=26, foreign_key="hub.id", index=True)
    kind: GatheringKind = enum_field(GatheringKind, GatheringKind.MEETING)
    title: str = Field(max_length=80)
    about: str = text_field("", max_length=1000)
    question: str = Field(default="", max_length=200)
    place: str = Field(default="", max_length=120)
    starts_at: datetime
    ends_at: datetime
    pitch_seconds: int = Field(default=60, ge=20, le=600)
    capacity: int | None = Field(default=None, ge=1, le=1000)
    status: GatheringStatus = enum_field(GatheringStatus, GatheringStatus.PLANNED)
    created_by: str | None = Field(default=None, max_length=26, foreign_key="account.id")
    is_demo: bool = False
    created_at: datetime = created_field()

    @property
    def takes_people(self) -> bool:
        """Whether one can still say that one comes."""
        return self.status is GatheringStatus.PLANNED and now() < self.ends_at

    @property
    def takes_ideas(self) -> bool:
        """Whether the board is open: from the announcement until two weeks after the evening."""
        is_on = self.status is not GatheringStatus.CANCELLED
        return bool(self.question) and is_on and now() < self.ends_at + BOARD_OPEN


class Coming(Table, table=True):
    """Somebody who says that they come, and came; with a title they pitch, in the order of `position`."""

    __tablename__ = "gathering_coming"
    __table_args__ = (sa.UniqueConstraint("gathering_id", "user_id"),)

    id: str = id_field()
    gathering_id: str = Field(max_length=26, foreign_key="gathering.id")
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code", index=True)
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    shown_name: str = Field(max_length=60)
    pitch: str = Field(default="", max_length=80)
    position: int = 0
    came_at: datetime | None = None
    created_at: datetime = created_field()


class Idea(Table, table=True):
    """What somebody wrote on a board; the town may make a project's draft of it."""

    __tablename__ = "gathering_idea"

    id: str = id_field()
    gathering_id: str = Field(max_length=26, foreign_key="gathering.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code", index=True)
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    shown_name: str = Field(max_length=60)
    text: str = Field(max_length=400)
    next_step: str = Field(default="", max_length=200)
    is_hidden: bool = False
    project_id: str | None = Field(default=None, max_length=26)  # projects are a higher layer
    created_at: datetime = created_field()


leaves_blank(Coming, "shown_name", "pitch")
leaves_blank(Idea, "shown_name")
