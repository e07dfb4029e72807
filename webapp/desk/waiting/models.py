"""The table of moves that wait, and their life cycle."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field
from webapp.core.workflow import Workflow, move


class WaitingStatus(Labelled):
    """Where a move about many things stands."""

    WAITING = "waiting", _l("実行を待っています")
    TAKEN_BACK = "taken_back", _l("元にもどしました")
    DONE = "done", _l("実行しました")


_S = WaitingStatus
WAITING_MOVE = Workflow(
    "waiting_move",
    _l("まとめた操作"),
    _S.WAITING,
    [
        move("take_back", {_S.WAITING}, _S.TAKEN_BACK, _l("まとめた操作を元にもどす"), *TOWN_ROLES),
        move("take_effect", {_S.WAITING}, _S.DONE, _l("まとめた操作を実行する")),
    ],
)


class WaitingMove(Table, table=True):
    """What somebody asked for about many things; `content` is what the feature that lends the move needs, no names."""

    __tablename__ = "waiting_move"
    __table_args__ = (sa.Index("ix_waiting_move_mine", "made_by", "status", "id"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    made_by: str = Field(max_length=26, foreign_key="account.id")
    kind: str = Field(max_length=40)
    count: int
    content: dict[str, Any] = json_field()
    status: WaitingStatus = enum_field(WaitingStatus, WaitingStatus.WAITING)
    takes_effect_at: datetime
    created_at: datetime = created_field()
    settled_at: datetime | None = None
    result_id: str = Field(default="", max_length=26)  # of the feature's own note of what became of it
    is_demo: bool = False
