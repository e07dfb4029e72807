"""Tables of taking part: how a listing takes people in, and one person's application from the first word to the day after."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank


class Choosing(Labelled):
    """How a place is given away."""

    SELECTION = "selection", _l("応募を読んで選ぶ")
    FIRST_COME = "first_come", _l("先着順で決まる")


class ParticipationStatus(Labelled):
    """Where an application stands."""

    APPLIED = "applied", _l("返事を待っています")
    WAITING = "waiting", _l("キャンセル待ち")
    ACCEPTED = "accepted", _l("参加が決まりました")
    DECLINED = "declined", _l("今回は見送りになりました")
    WITHDRAWN = "withdrawn", _l("取り下げ")
    CANCELLED = "cancelled", _l("募集が中止になりました")
    DONE = "done", _l("参加しました")
    ABSENT = "absent", _l("連絡なく欠席")


_S = ParticipationStatus
_MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
#: something may still come of it
OPEN = (_S.APPLIED, _S.WAITING, _S.ACCEPTED)
#: takes up a place
HOLDS_PLACE = (_S.ACCEPTED, _S.DONE, _S.ABSENT)
#: it has taken place
OVER = (_S.DONE, _S.ABSENT)

PARTICIPATION = Workflow(
    "participation",
    _l("応募・参加"),
    _S.APPLIED,
    [
        move("accept", {_S.APPLIED, _S.WAITING}, _S.ACCEPTED, _l("参加してもらう"), *_MAKERS),
        move("keep_waiting", {_S.APPLIED}, _S.WAITING, _l("キャンセル待ちにする"), *_MAKERS),
        move("move_up", {_S.WAITING}, _S.ACCEPTED, _l("キャンセル待ちから繰り上がる")),
        move("decline", {_S.APPLIED, _S.WAITING}, _S.DECLINED, _l("見送る"), *_MAKERS, needs_reason=True),
        move("lapse", {_S.APPLIED, _S.WAITING}, _S.DECLINED, _l("返事のないまま終わる")),
        move("withdraw", set(OPEN), _S.WITHDRAWN, _l("取り下げる"), Role.RESIDENT),
        move("call_off", set(OPEN), _S.CANCELLED, _l("募集を中止する"), *_MAKERS, needs_reason=True),
        move("note_done", {_S.ACCEPTED, _S.ABSENT}, _S.DONE, _l("参加したと記録する"), *_MAKERS),
        move("note_absent", {_S.ACCEPTED, _S.DONE}, _S.ABSENT, _l("連絡なく欠席したと記録する"), *_MAKERS),
    ],
)


class ParticipationCall(Table, table=True):
    """How one listing takes people in; a listing without such a row goes by what its kind usually does."""

    __tablename__ = "participation_call"
    __table_args__ = (sa.CheckConstraint("capacity is null or capacity >= 1", name="capacity_positive"),)

    id: str = id_field()
    listing_id: str = Field(max_length=26, foreign_key="listing.id", unique=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    is_open: bool = True
    choosing: Choosing = enum_field(Choosing, Choosing.SELECTION)
    capacity: int | None = Field(default=None)  # people; None: no limit
    apply_until: date | None = None
    takes_waiting: bool = True
    children_from: int | None = Field(default=None, ge=0, le=17)  # youngest age; None: no children
    note: str = text_field("", max_length=600)  # what to write in an application
    updated_at: datetime = created_field()


_STILL_OPEN = sa.text("status IN ('applied', 'waiting', 'accepted')")


class Participation(Table, table=True):
    """One person's application. The place knows the shown name only; with the data erased, that somebody took part remains."""

    __tablename__ = "participation"
    __table_args__ = (
        sa.Index(
            "uq_participation_open",
            "listing_id",
            "user_id",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
        sa.Index("ix_participation_listing", "listing_id", "status", "applied_at"),
        sa.Index("ix_participation_person", "user_id", "applied_at"),
        sa.CheckConstraint("adults >= 1 and children >= 0", name="somebody_comes"),
        #: a corporation's applicants are its own: the town counts them and does not read them
        {"info": {"tenant_rows": lambda table: table.c.corporation_id.is_(None)}},
    )

    id: str = id_field()
    listing_id: str = Field(max_length=26, foreign_key="listing.id")
    municipality_code: str = Field(max_length=6, index=True)
    corporation_id: str | None = Field(default=None, max_length=26)
    user_id: str | None = Field(
        default=None, max_length=26, foreign_key="account.id", sa_column_kwargs={"info": {"kept_back": True}}
    )
    status: ParticipationStatus = enum_field(ParticipationStatus, ParticipationStatus.APPLIED)
    shown_name: str = Field(default="", max_length=40)
    is_alias: bool = False  # chosen by somebody who asks for secrecy, so that it may be shown
    shares_contact: bool = False
    adults: int = Field(default=1, ge=1, le=20)
    children: int = Field(default=0, ge=0, le=20)
    children_ages: str = Field(default="", max_length=60)
    wished_days: list[str] = json_field(list)  # ISO days, dearest first
    message: str = text_field("", max_length=1000)
    applied_at: datetime = created_field()
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=26)
    decision_reason: str = text_field("", max_length=600)
    over_at: datetime | None = None
    changes: int = Field(default=0)  # for calendars: the newest file wins
    is_demo: bool = False

    @property
    def people(self) -> int:
        """How many places it takes."""
        return self.adults + self.children

    @property
    def wished(self) -> list[date]:
        """The wished days, dearest first."""
        return [date.fromisoformat(day) for day in self.wished_days]

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self.status in OPEN

    @property
    def reference(self) -> str:
        """The number by which it is spoken of where no name is shown."""
        return f"{self.id[-8:-4]}-{self.id[-4:]}"


leaves_blank(Participation, "shown_name", "message", "children_ages")
