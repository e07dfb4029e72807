"""Tables of scouting: what a place asked one person, and whom a person wants to hear no more from."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, col

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.models import Resident


class ScoutStatus(Labelled):
    """Where a scout stands. Opening it tells the sender nothing; `SEEN` is what the person chose to say."""

    SENT = "sent", _l("返事待ち")
    SEEN = "seen", _l("検討中")
    ACCEPTED = "accepted", _l("受けました")
    DECLINED = "declined", _l("見送りました")
    EXPIRED = "expired", _l("期限が過ぎました")
    WITHDRAWN = "withdrawn", _l("取り下げられました")


OPEN = (ScoutStatus.SENT, ScoutStatus.SEEN)


class DeclineReason(Labelled):
    """Why a person declines, if they care to say."""

    CONTENT = "content", _l("内容が合わない")
    TIME = "time", _l("いまは時期が合わない")
    FAR = "far", _l("場所が遠い")
    OTHER = "other", _l("そのほか")


def _told_contact(table: sa.Table) -> sa.ColumnElement[Any]:
    """Nothing of who asks for secrecy now, as on the screen."""
    secret = sa.select(col(Resident.user_id)).where(col(Resident.is_confidential))
    return sa.case((table.c.user_id.not_in(secret), table.c.contact))


class Scout(Table, table=True):
    """One question of one place to one person, under the name the person has for that listing.

    `sender` is the corporation's id or the municipality's code; `facts` are the reasons it chose, as field and codes;
    `contact` is empty until the person accepts, and does not leave with a town's data once they ask for secrecy. Who the
    person is never leaves.
    """

    __tablename__ = "scout"
    __table_args__ = (
        sa.Index(
            "uq_scout_open",
            "user_id",
            "sender",
            unique=True,
            sqlite_where=sa.text("status in ('sent', 'seen')"),
            postgresql_where=sa.text("status in ('sent', 'seen')"),
        ),
        sa.Index("ix_scout_sender", "sender", "sent_at"),
        sa.Index("ix_scout_person", "user_id", "status"),
        {"info": {"tenant_rows": lambda table: table.c.corporation_id.is_(None)}},  # the rest is the corporation's
    )

    id: str = id_field()
    sender: str = Field(max_length=26)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    corporation_id: str | None = Field(default=None, max_length=26, foreign_key="corporation.id")
    listing_id: str = Field(max_length=26, foreign_key="listing.id", index=True)
    user_id: str | None = Field(
        default=None, max_length=26, foreign_key="account.id", sa_column_kwargs={"info": {"kept_back": True}}
    )
    candidate: str = Field(max_length=12)
    status: ScoutStatus = enum_field(ScoutStatus, ScoutStatus.SENT)
    facts: list[dict[str, Any]] = json_field(list)
    message: str = text_field("", max_length=1000)
    next_step: str = Field(default="", max_length=200)
    signed: str = Field(default="", max_length=60)
    sent_by: str | None = Field(default=None, max_length=26)
    sent_at: datetime = created_field()
    reply_by: datetime
    answered_at: datetime | None = None
    decline_reason: DeclineReason | None = enum_field(DeclineReason, None, nullable=True)
    answer: str = text_field("", max_length=500)
    contact: dict[str, Any] = json_field(info={"leaves_as": _told_contact})
    is_demo: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the person may still answer."""
        return self.status in OPEN


_MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
_S = ScoutStatus

SCOUT = Workflow(
    "scout",
    _l("お声かけ"),
    ScoutStatus.SENT,
    [
        move("consider", {_S.SENT}, _S.SEEN, _l("検討中と伝える"), Role.RESIDENT),
        move("accept", {_S.SENT, _S.SEEN}, _S.ACCEPTED, _l("話を聞いてみる"), Role.RESIDENT),
        move("decline", {_S.SENT, _S.SEEN}, _S.DECLINED, _l("見送る"), Role.RESIDENT),
        move("retract", {_S.ACCEPTED}, _S.DECLINED, _l("連絡先を渡すのをやめる"), Role.RESIDENT),
        move("withdraw", {_S.SENT, _S.SEEN}, _S.WITHDRAWN, _l("お声かけを取り下げる"), *_MAKERS, needs_reason=True),
        move("expire", {_S.SENT, _S.SEEN}, _S.EXPIRED, _l("返事の期限が過ぎる")),
    ],
)


class ScoutBlock(Table, table=True):
    """A person wants nothing more from a sender; the sender is not told. Taking it back removes the row."""

    __tablename__ = "scout_block"
    __table_args__ = (sa.UniqueConstraint("user_id", "sender"),)

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    sender: str = Field(max_length=26, index=True)
    at: datetime = created_field()
