"""Tables of bookings: calendars on which something can be booked, days off, and the bookings themselves."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank


class BookingUse(Labelled):
    """What is booked; the first three are the values of a listing's `Use`."""

    VIEWING = "viewing", _l("見学・内見")
    SEAT = "seat", _l("席・部屋の利用")
    STAY = "stay", _l("お試し滞在")
    CONSULTATION = "consultation", _l("相談")


class BookingStatus(Labelled):
    """Where a booking stands."""

    REQUESTED = "requested", _l("返事を待っています")
    CONFIRMED = "confirmed", _l("予約済み")
    WAITING = "waiting", _l("キャンセル待ち")
    DECLINED = "declined", _l("受けられませんでした")
    CANCELLED = "cancelled", _l("取り消し")
    CALLED_OFF = "called_off", _l("受け入れ側の都合で中止")
    DONE = "done", _l("利用済み")
    ABSENT = "absent", _l("連絡なく不在")
    LAPSED = "lapsed", _l("空きが出ないまま終了")


_S = BookingStatus
_MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
#: takes up a place
HOLDS_PLACE = (_S.REQUESTED, _S.CONFIRMED)
#: something may still come of it
OPEN = (*HOLDS_PLACE, _S.WAITING)

BOOKING = Workflow(
    "booking",
    _l("予約"),
    _S.REQUESTED,
    [
        move("confirm", {_S.REQUESTED}, _S.CONFIRMED, _l("予約を受ける"), *_MAKERS),
        move("keep_waiting", {_S.REQUESTED}, _S.WAITING, _l("キャンセル待ちに入る")),
        move("move_up", {_S.WAITING}, _S.REQUESTED, _l("キャンセル待ちから繰り上がる")),
        move("move", set(OPEN), _S.REQUESTED, _l("日時を変える"), Role.RESIDENT),
        move("decline", {_S.REQUESTED}, _S.DECLINED, _l("予約を断る"), *_MAKERS, needs_reason=True),
        move("cancel", set(OPEN), _S.CANCELLED, _l("予約を取り消す"), Role.RESIDENT),
        move("call_off", set(OPEN), _S.CALLED_OFF, _l("予約を中止する"), *_MAKERS, needs_reason=True),
        move("note_done", {_S.CONFIRMED, _S.ABSENT}, _S.DONE, _l("利用したと記録する"), *_MAKERS),
        move("note_absent", {_S.CONFIRMED, _S.DONE}, _S.ABSENT, _l("連絡なく不在と記録する"), *_MAKERS),
        move("lapse", {_S.REQUESTED, _S.WAITING}, _S.LAPSED, _l("時刻を過ぎて終わる")),
    ],
)


class BookingCalendar(Table, table=True):
    """One thing that can be booked, with its hours and rules: a viewing, one kind of seat, a room, somebody's time."""

    __tablename__ = "booking_calendar"
    __table_args__ = (
        sa.Index("ix_booking_calendar_town", "municipality_code", "is_open", "use"),
        sa.CheckConstraint("capacity >= 1", name="capacity_positive"),
    )

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    corporation_id: str | None = Field(default=None, max_length=26, foreign_key="corporation.id", index=True)
    listing_id: str | None = Field(default=None, max_length=26, foreign_key="listing.id", index=True)
    use: BookingUse = enum_field(BookingUse)
    title: str = Field(max_length=80)
    place: str = Field(default="", max_length=120)
    with_whom: str = Field(default="", max_length=80)
    note: str = text_field("", max_length=600)
    days: str = Field(default="", max_length=60)  # the words that webapp.core.opening reads
    hours: str = Field(default="", max_length=60)
    closed: str = Field(default="", max_length=100)
    weekend_hours: str = Field(default="", max_length=60)
    slot_minutes: int = Field(default=60, ge=0, le=720)  # 0: a whole stretch of opening at once
    capacity: int = Field(default=1, ge=1, le=500)
    counts_people: bool = False  # each person takes a place; else each party takes one
    needs_word: bool = False  # somebody says yes or no to each
    takes_waiting: bool = True
    lead_hours: int = Field(default=24, ge=0, le=720)
    horizon_days: int = Field(default=60, ge=1, le=365)
    cancel_hours: int = Field(default=24, ge=0, le=720)
    min_nights: int = Field(default=1, ge=1, le=90)
    max_nights: int = Field(default=7, ge=1, le=365)
    check_in: str = Field(default="15:00", max_length=5)
    check_out: str = Field(default="10:00", max_length=5)
    is_open: bool = True
    created_at: datetime = created_field()
    created_by: str | None = Field(default=None, max_length=26)
    is_demo: bool = False

    @property
    def is_by_night(self) -> bool:
        """Whether nights are booked and not hours."""
        return self.use is BookingUse.STAY


class BookingClosure(Table, table=True):
    """Days on which a calendar is closed although its hours say otherwise."""

    __tablename__ = "booking_closure"

    id: str = id_field()
    booking_calendar_id: str = Field(max_length=26, foreign_key="booking_calendar.id", index=True)
    first: date
    last: date
    reason: str = Field(max_length=200)
    created_at: datetime = created_field()


_STILL_OPEN = sa.text("status IN ('requested', 'confirmed', 'waiting')")


class Booking(Table, table=True):
    """One person's time on a calendar. The place knows the shown name only; with the data erased, that there was one remains."""

    __tablename__ = "booking"
    __table_args__ = (
        sa.Index(
            "uq_booking_person",
            "booking_calendar_id",
            "user_id",
            "starts_at",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
        sa.Index("ix_booking_time", "booking_calendar_id", "starts_at", "ends_at"),
        sa.Index("ix_booking_person", "user_id", "starts_at"),
        sa.CheckConstraint("ends_at >= starts_at", name="ends_after_start"),
        sa.CheckConstraint("people >= 1", name="somebody_comes"),
        #: a corporation's guests are its own
        {"info": {"tenant_rows": lambda table: table.c.corporation_id.is_(None)}},
    )

    id: str = id_field()
    booking_calendar_id: str = Field(max_length=26, foreign_key="booking_calendar.id")
    municipality_code: str = Field(max_length=6, index=True)
    corporation_id: str | None = Field(default=None, max_length=26)
    user_id: str | None = Field(
        default=None, max_length=26, foreign_key="account.id", sa_column_kwargs={"info": {"kept_back": True}}
    )
    status: BookingStatus = enum_field(BookingStatus, BookingStatus.REQUESTED)
    starts_at: datetime
    ends_at: datetime
    people: int = Field(default=1, ge=1, le=50)
    shown_name: str = Field(default="", max_length=40)
    is_alias: bool = False  # chosen by somebody who asks for secrecy, so that it may be shown
    shares_contact: bool = False
    message: str = text_field("", max_length=600)
    created_at: datetime = created_field()
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=26)
    decision_reason: str = text_field("", max_length=600)
    is_late_cancellation: bool = False
    changes: int = 0  # for calendars: the newest file wins
    is_demo: bool = False

    @property
    def is_still_open(self) -> bool:
        """Whether something may still come of it."""
        return self.status in OPEN

    @property
    def reference(self) -> str:
        """The number by which it is spoken of where no name is shown."""
        return f"{self.id[-8:-4]}-{self.id[-4:]}"


leaves_blank(Booking, "shown_name", "message")
