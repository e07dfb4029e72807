"""Tables of the user's side: who may ask about homes of a bank, and one person's way to one home; with their life cycles."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank

_ANYBODY = tuple(Role)


class UserStatus(Labelled):
    """Where a registration stands."""

    APPLIED = "applied", _l("確認中")
    ACTIVE = "active", _l("登録中")
    EXPIRED = "expired", _l("期限切れ")
    DECLINED = "declined", _l("登録しない")
    ENDED = "ended", _l("登録の取り消し")
    WITHDRAWN = "withdrawn", _l("取り下げ")


_U = UserStatus
BANK_USER = Workflow(
    "bank_user",
    _l("空き家バンクの利用登録"),
    _U.APPLIED,
    [
        move("accept", {_U.APPLIED}, _U.ACTIVE, _l("登録する"), *TOWN_ROLES),
        move("decline", {_U.APPLIED}, _U.DECLINED, _l("登録しない"), *TOWN_ROLES, needs_reason=True),
        move("renew", {_U.ACTIVE, _U.EXPIRED}, _U.ACTIVE, _l("登録を延ばす"), *_ANYBODY),
        move("expire", {_U.ACTIVE}, _U.EXPIRED, _l("期限で終わる")),
        move("end", {_U.ACTIVE, _U.EXPIRED}, _U.ENDED, _l("登録を取り消す"), *TOWN_ROLES, needs_reason=True),
        move("withdraw", {_U.APPLIED, _U.ACTIVE, _U.EXPIRED}, _U.WITHDRAWN, _l("利用をやめる"), *_ANYBODY),
    ],
)
_STANDING = sa.text("status IN ('applied', 'active', 'expired') AND user_id IS NOT NULL")


class BankUser(Table, table=True):
    """One person who may ask about homes of a bank; `municipality_code` is the bank's centre, which decides."""

    __tablename__ = "bank_user"
    __table_args__ = (
        sa.Index(
            "uq_bank_user_standing",
            "bank_id",
            "user_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: str = id_field()
    bank_id: str = Field(max_length=26, foreign_key="akiya_bank.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    status: UserStatus = enum_field(UserStatus, UserStatus.APPLIED)
    full_name: str = Field(default="", max_length=60)
    shown_name: str = Field(default="", max_length=40)  # under which somebody who asks for secrecy is known
    address: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20)
    household: str = Field(default="", max_length=120)
    purpose: str = text_field("", max_length=1000)
    pledged_at: datetime
    pledge_version: str = Field(max_length=20)
    created_at: datetime = created_field()
    valid_until: date | None = None
    end_reason: str = text_field("", max_length=1000)
    is_demo: bool = False

    @property
    def may_ask(self) -> bool:
        """Registered and not past the last day."""
        return self.status is _U.ACTIVE and (self.valid_until is None or today() <= self.valid_until)


leaves_blank(BankUser, "full_name", "address", "phone", "household", "purpose")


class TalkStatus(Labelled):
    """Where one person's way to one home stands."""

    ASKED = "asked", _l("問合せ中")
    VIEWING = "viewing", _l("内見の予定あり")
    APPLIED = "applied", _l("交渉を申し込みました")
    HANDED = "handed", _l("業者に引き継ぎました")
    CONTRACTED = "contracted", _l("成約")
    FAILED = "failed", _l("成立しませんでした")
    WITHDRAWN = "withdrawn", _l("取り下げ")


_T = TalkStatus
#: something may still come of it
OPEN = (_T.ASKED, _T.VIEWING, _T.APPLIED, _T.HANDED)
_OPEN_ROWS = sa.text("status IN ('asked', 'viewing', 'applied', 'handed')")
BANK_TALK = Workflow(
    "bank_talk",
    _l("空き家バンクの交渉（利用者）"),
    _T.ASKED,
    [
        move("answer", {_T.ASKED}, _T.ASKED, _l("問合せに答える"), *TOWN_ROLES, needs_reason=True),
        move("set_viewing", {_T.ASKED, _T.VIEWING}, _T.VIEWING, _l("内見の日を決める"), *TOWN_ROLES),
        move("apply", {_T.ASKED, _T.VIEWING}, _T.APPLIED, _l("交渉を申し込む"), *_ANYBODY),
        move("hand_over", {_T.APPLIED}, _T.HANDED, _l("業者に引き継ぐ"), *TOWN_ROLES),
        move("succeed", {_T.HANDED}, _T.CONTRACTED, _l("成約を記録する"), *TOWN_ROLES),
        move("fail", OPEN, _T.FAILED, _l("成立しなかったと記録する"), *TOWN_ROLES, needs_reason=True),
        move("withdraw", OPEN, _T.WITHDRAWN, _l("取り下げる"), *_ANYBODY),
    ],
)


class BankTalk(Table, table=True):
    """One registered person and one home: from the first question to the result of what the broker mediated."""

    __tablename__ = "bank_talk"
    __table_args__ = (
        sa.Index(
            "uq_bank_talk_open", "home_id", "bank_user_id", unique=True, sqlite_where=_OPEN_ROWS, postgresql_where=_OPEN_ROWS
        ),
        sa.Index("ix_bank_talk_queue", "municipality_code", "status"),
    )  # fmt: skip

    id: str = id_field()
    bank_id: str = Field(max_length=26, foreign_key="akiya_bank.id", index=True)
    home_id: str = Field(max_length=26, foreign_key="bank_home.id")
    bank_user_id: str = Field(max_length=26, foreign_key="bank_user.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")  # where the home stands
    status: TalkStatus = enum_field(TalkStatus, TalkStatus.ASKED)
    question: str = text_field("", max_length=1000)
    answer: str = text_field("", max_length=2000)
    wish: str = text_field("", max_length=1000)  # what the person asks of the owner
    viewing_at: datetime | None = None
    viewed: bool = False
    broker_id: str | None = Field(default=None, max_length=26, foreign_key="bank_broker.id")
    asked_at: datetime = created_field()
    first_answer_at: datetime | None = None
    handed_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str = text_field("", max_length=1000)
    is_dual_resident: bool = False
