"""The table of supporters: one row a paid donation, with the words that the giver wants to be read."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank


class VoiceStatus(Labelled):
    """Whether everybody reads a supporter's name and words."""

    WAITING = "waiting", _l("まちが確認中")
    PUBLIC = "public", _l("公開中")
    LEFT_OUT = "left_out", _l("公開しません")


class Supporter(Table, table=True):
    """Who gave to a project. `id` is the pledge's; `shown_name` is empty unless the giver wants to be named.

    `email` is only there for who gave without an account. A row ends when the money goes back.
    """

    __tablename__ = "project_supporter"
    __table_args__ = (
        sa.Index("ix_project_supporter_project", "project_id", "status", "since"),
        sa.Index("ix_project_supporter_town", "municipality_code", "status"),
    )

    id: str = Field(primary_key=True, max_length=26)
    project_id: str = Field(max_length=26, foreign_key="project.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    email: str = Field(default="", max_length=254)
    shown_name: str = Field(default="", max_length=60)
    message: str = text_field("", max_length=300)
    status: VoiceStatus = enum_field(VoiceStatus, VoiceStatus.WAITING)
    since: datetime = created_field()
    ended_at: datetime | None = None
    letters_stopped_at: datetime | None = None
    is_demo: bool = False

    @property
    def has_words(self) -> bool:
        """Whether there is anything for others to read."""
        return bool(self.message or self.shown_name)


_S = VoiceStatus
VOICE = Workflow(
    "project_supporter",
    _l("応援の声"),
    VoiceStatus.WAITING,
    [
        move("show", {_S.WAITING, _S.LEFT_OUT}, _S.PUBLIC, _l("応援の声を公開する"), *TOWN_ROLES),
        move(
            "leave_out",
            {_S.WAITING, _S.PUBLIC},
            _S.LEFT_OUT,
            _l("応援の声を公開しない"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
    ],
)

leaves_blank(Supporter, "shown_name", "message", "email")
