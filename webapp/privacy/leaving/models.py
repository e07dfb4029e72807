"""The table of leave-takings: what a person wants erased, and from when on it is."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field
from webapp.core.workflow import Workflow, move


class Scope(Labelled):
    """How much goes."""

    PROFILE = "profile", _l("プロフィールだけ")
    ACCOUNT = "account", _l("アカウントごと")


class DepartureStatus(Labelled):
    """Where it stands."""

    WAITING = "waiting", _l("待っています")
    TAKEN_BACK = "taken_back", _l("取りやめました")
    DONE = "done", _l("消しました")
    STOPPED = "stopped", _l("消せませんでした")


DEPARTURE = Workflow(
    "departure",
    _l("情報の消去"),
    DepartureStatus.WAITING,
    [
        move(
            "take_back",
            {DepartureStatus.WAITING},
            DepartureStatus.TAKEN_BACK,
            _l("消去を取りやめた"),
            *Role,
        ),
        move("finish", {DepartureStatus.WAITING}, DepartureStatus.DONE, _l("情報を消した")),
        move("stop", {DepartureStatus.WAITING}, DepartureStatus.STOPPED, _l("消去ができなかった")),
    ],
)
_WAITING = sa.text("status = 'waiting'")


class Departure(Table, table=True):
    """One wish to be forgotten, of which nothing is kept but when; at most one of a person waits."""

    __tablename__ = "departure"
    __table_args__ = (
        sa.Index("uq_departure_waiting", "user_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    scope: Scope = enum_field(Scope)
    status: DepartureStatus = enum_field(DepartureStatus, DepartureStatus.WAITING)
    asked_at: datetime = created_field()
    due_at: datetime
    ended_at: datetime | None = None
