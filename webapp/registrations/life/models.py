"""Tables of a registration's life: its renewals, the town's yearly run, the question whether somebody moved in."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move


class RenewalStatus(Labelled):
    """Where one renewal stands."""

    ASKED = "asked", _l("本人の確認待ち")
    CONFIRMED = "confirmed", _l("まちの確認待ち")
    RENEWED = "renewed", _l("更新済み")
    STOPPED = "stopped", _l("本人が更新しない")
    DECLINED = "declined", _l("まちが更新しない")
    LAPSED = "lapsed", _l("更新されずに終わった")


_S = RenewalStatus
#: the person may still say yes
ANSWERABLE = (_S.ASKED, _S.STOPPED)

RENEWAL = Workflow(
    "renewal",
    _l("登録の更新"),
    _S.ASKED,
    [
        move("confirm", ANSWERABLE, _S.CONFIRMED, _l("今も同じだと確かめる"), Role.RESIDENT, *TOWN_ROLES),
        move("renew", {_S.CONFIRMED}, _S.RENEWED, _l("更新する"), Role.RESIDENT, *TOWN_ROLES),
        move("stop", {_S.ASKED, _S.CONFIRMED}, _S.STOPPED, _l("更新しないと伝える"), Role.RESIDENT),
        move("decline", {_S.CONFIRMED}, _S.DECLINED, _l("更新を認めない"), *TOWN_ROLES, needs_reason=True),
        move("lapse", set(_S) - {_S.RENEWED, _S.LAPSED}, _S.LAPSED, _l("登録が終わった"), Role.RESIDENT, *TOWN_ROLES),
    ],
)


class Renewal(Table, table=True):
    """The renewal of one registration at one end of its validity."""

    __tablename__ = "renewal"
    __table_args__ = (
        sa.UniqueConstraint("registration_id", "ends_on"),
        sa.Index("ix_renewal_queue", "municipality_code", "status", "id"),
    )

    id: str = id_field()
    registration_id: str = Field(max_length=26, foreign_key="registration.id")
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    status: RenewalStatus = enum_field(RenewalStatus, RenewalStatus.ASKED)
    ends_on: date  # the last day that is to be moved on
    noticed_days: int | None = None  # the latest reminder that left, as days before the end
    is_changed: bool = False  # what was confirmed differs from what the town knew
    note: str = text_field("", max_length=1000)  # what has changed, in the person's words
    created_at: datetime = created_field()
    confirmed_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=26)
    reason: str = text_field("", max_length=2000)  # why the town does not renew
    is_demo: bool = False


class RunStatus(Labelled):
    """Where a yearly run stands."""

    RUNNING = "running", _l("実行中")
    DONE = "done", _l("終わりました")


class RenewalRun(Table, table=True):
    """One press of "renew all that confirmed": done in pieces, each with the cursor in its own transaction."""

    __tablename__ = "renewal_run"
    __table_args__ = (
        sa.Index(
            "uq_renewal_run_running",
            "municipality_code",
            unique=True,
            sqlite_where=sa.text("status = 'running'"),
            postgresql_where=sa.text("status = 'running'"),
        ),
    )

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    status: RunStatus = enum_field(RunStatus, RunStatus.RUNNING)
    with_changed: bool = False  # also those who said that something has changed
    cursor: str = Field(default="", max_length=26)  # the last renewal that was looked at
    total: int = 0
    done: int = 0
    skipped: list[Any] = json_field(list)  # [registration id, why]
    started_by: str | None = Field(default=None, max_length=26)
    started_at: datetime = created_field()
    finished_at: datetime | None = None
    is_demo: bool = False


class MovingStatus(Labelled):
    """What the person says to the question."""

    ASKED = "asked", _l("本人に確認中")
    MOVED = "moved", _l("転入した")
    NOT_MOVED = "not_moved", _l("転入していない")


class MovingQuestion(Table, table=True):
    """The profile says that somebody now lives in the town they are registered with: is that so?"""

    __tablename__ = "moving_question"
    __table_args__ = (sa.UniqueConstraint("registration_id"),)

    id: str = id_field()
    registration_id: str = Field(max_length=26, foreign_key="registration.id")
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    status: MovingStatus = enum_field(MovingStatus, MovingStatus.ASKED)
    asked_at: datetime = created_field()
    answered_at: datetime | None = None
    is_demo: bool = False


class Departure(Labelled):
    """Why somebody is no longer a dual resident of the town."""

    MOVED_IN = "moved_in", _l("このまちに引っ越し、住所がこのまちになった")
    LEFT = "left", _l("このまちには、もう通わない（滞在しない）")
