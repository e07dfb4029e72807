"""Tables of registrations: the application, its life cycle, and what was handed in each time."""

from datetime import date, datetime
from typing import Any, TypedDict

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.bulk import table_of
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank, of_hidden_person


class RegistrationStatus(Labelled):
    """Where an application stands."""

    DRAFT = "draft", _l("下書き")
    SUBMITTED = "submitted", _l("審査中")
    CORRECTION = "correction", _l("修正待ち（補正）")
    PROPOSED = "proposed", _l("二人目の確認待ち")
    APPROVED = "approved", _l("登録済み")
    SUSPENDED = "suspended", _l("一時停止中")
    REFUSED = "refused", _l("登録できませんでした")
    WITHDRAWN = "withdrawn", _l("取り下げ")
    EXPIRED = "expired", _l("期限切れ")
    ENDED = "ended", _l("登録終了")


_S = RegistrationStatus
#: handed in and not decided
PENDING = (_S.SUBMITTED, _S.CORRECTION, _S.PROPOSED)
#: the person is on the municipality's register
STANDING = (_S.APPROVED, _S.SUSPENDED)
#: the applicant may still change it
EDITABLE = (_S.DRAFT, _S.CORRECTION)
#: while one of these stands, the person cannot apply to the same municipality again
OPEN = (_S.DRAFT, *PENDING, *STANDING)
_OPEN_ROWS = "status IN ('draft', 'submitted', 'correction', 'proposed', 'approved', 'suspended')"

REGISTRATION = Workflow(
    "registration",
    _l("二地域居住の登録"),
    _S.DRAFT,
    [
        move("submit", {_S.DRAFT}, _S.SUBMITTED, _l("申請を送る"), Role.RESIDENT),
        move("enter", {_S.DRAFT}, _S.SUBMITTED, _l("代わりに入力して受け付ける"), *TOWN_ROLES),
        move(
            "ask_correction",
            {_S.SUBMITTED},
            _S.CORRECTION,
            _l("補正（直すこと）を求める"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
        move(
            "recall_correction",
            {_S.CORRECTION},
            _S.SUBMITTED,
            _l("補正の依頼を取りやめる"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
        move("resubmit", {_S.CORRECTION}, _S.SUBMITTED, _l("直して送り直す"), Role.RESIDENT, *TOWN_ROLES),
        move("propose", {_S.SUBMITTED}, _S.PROPOSED, _l("二人目に確認を頼む"), *TOWN_ROLES),
        move("send_back", {_S.PROPOSED}, _S.SUBMITTED, _l("審査に戻す"), *TOWN_ROLES, needs_reason=True),
        move("approve", {_S.SUBMITTED, _S.PROPOSED}, _S.APPROVED, _l("登録を認める"), *TOWN_ROLES),
        move("refuse", PENDING, _S.REFUSED, _l("登録を断る"), *TOWN_ROLES, needs_reason=True),
        move("withdraw", OPEN, _S.WITHDRAWN, _l("取り下げる"), Role.RESIDENT, *TOWN_ROLES),
        move("renew", {_S.APPROVED}, _S.APPROVED, _l("登録を更新する"), Role.RESIDENT, *TOWN_ROLES),
        move("suspend", {_S.APPROVED}, _S.SUSPENDED, _l("登録を一時停止する"), *TOWN_ROLES, needs_reason=True),
        move("resume", {_S.SUSPENDED}, _S.APPROVED, _l("登録を再開する"), *TOWN_ROLES, needs_reason=True),
        move("expire", STANDING, _S.EXPIRED, _l("有効期間が終わった")),
        move("move_out", STANDING, _S.ENDED, _l("転出・転入の届けで終える"), Role.RESIDENT, *TOWN_ROLES),
        move("end", STANDING, _S.ENDED, _l("登録を終える"), *TOWN_ROLES, needs_reason=True),
    ],
)


class Tier(Labelled):
    """How closely the person is tied: premium has shown it by activities and identity."""

    BASIC = "basic", _l("ベーシック")
    PREMIUM = "premium", _l("プレミアム")


class Channel(Labelled):
    """How an application came in."""

    ONLINE = "online", _l("オンライン")
    COUNTER = "counter", _l("窓口")
    PHONE = "phone", _l("電話")
    PAPER = "paper", _l("紙・郵送")
    LIST = "list", _l("これまでの名簿")


class BaseKind(Labelled):
    """What kind of place a person stays at."""

    OWNED = "owned", _l("持ち家")
    RENTED = "rented", _l("借りている家")
    FAMILY = "family", _l("実家・親族の家")
    SHARED = "shared", _l("シェアハウス")
    SUBSCRIPTION = "subscription", _l("定額で泊まれる住まい")
    HOTEL = "hotel", _l("ホテル・旅館・民宿")
    TRIAL = "trial", _l("お試し住宅")
    UNDECIDED = "undecided", _l("まだ決まっていない")


class StayFrequency(Labelled):
    """How often the person stays in the municipality."""

    WEEKLY = "weekly", _l("週に1回以上")
    FORTNIGHTLY = "fortnightly", _l("月に2〜3回")
    MONTHLY = "monthly", _l("月に1回")
    SEASONAL = "seasonal", _l("年に数回")


class _Place(TypedDict):
    kind: str
    area: str
    since: str


class Base(_Place, total=False):
    """One place of stay inside the municipality; `since` is an ISO day or empty when it is still to come."""

    nights: int | None  # a month
    months: list[int]  # 1–12; empty: all year round


class Registration(Table, table=True):
    """One person's application to one municipality."""

    __tablename__ = "registration"
    __table_args__ = (
        sa.Index(
            "uq_registration_open",
            "user_id",
            "municipality_code",
            unique=True,
            sqlite_where=sa.text(_OPEN_ROWS),
            postgresql_where=sa.text(_OPEN_ROWS),
        ),
        sa.Index("ix_registration_queue", "municipality_code", "status", "due_on"),
        sa.Index("ix_registration_valid_until", "status", "valid_until"),
        {"info": {"tenant_rows": lambda table: table.c.submitted_at.is_not(None)}},  # a draft is nobody's business
    )

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    status: RegistrationStatus = enum_field(RegistrationStatus, RegistrationStatus.DRAFT)
    tier: Tier = enum_field(Tier, Tier.BASIC)
    channel: Channel = enum_field(Channel, Channel.ONLINE)
    entered_by: str | None = Field(default=None, max_length=26)  # who typed it in for the person
    bases: list[Any] = json_field(list)  # of Base
    stay_frequency: StayFrequency | None = enum_field(StayFrequency, None, nullable=True)
    purpose: str = text_field("", max_length=1000)
    details: dict[str, Any] = json_field()  # `answers.Details`: address, household, ties, consents chosen
    snapshot: dict[str, Any] = json_field()  # the profile as it was when handed in; see `profile_snapshot`
    comments: dict[str, Any] = json_field()  # field → what the town asks to be corrected, of the last round
    created_at: datetime = created_field()
    submitted_at: datetime | None = None  # the first time
    resubmitted_at: datetime | None = None  # the last time
    due_on: date | None = None  # by when the town means to answer
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=26)
    decision_reason: str = text_field("", max_length=2000)
    assigned_to: str | None = Field(default=None, max_length=26, index=True)
    proposed_by: str | None = Field(default=None, max_length=26)  # who asked a second person to look
    proposed_move: str = Field(default="", max_length=20)  # approve or refuse
    proposed_reason: str = text_field("", max_length=2000)
    valid_from: date | None = None
    valid_until: date | None = None  # the last day on the register
    premium_until: date | None = None
    suspended_at: datetime | None = None
    ended_at: datetime | None = None
    search_text: str = text_field("", max_length=300)  # normalised name and number; no name where secrecy was asked
    is_demo: bool = False

    @property
    def reference(self) -> str:
        """The number a person quotes on the telephone."""
        return f"{self.id[-8:-4]}-{self.id[-4:]}"

    @property
    def applicant_name(self) -> str:
        """The name as it was handed in."""
        return f"{self.snapshot.get('family_name', '')} {self.snapshot.get('given_name', '')}".strip()

    @property
    def status_for_applicant(self) -> RegistrationStatus:
        """What a second look says is the town's own business until it is decided."""
        return _S.SUBMITTED if self.status is _S.PROPOSED else self.status

    @property
    def is_confidential(self) -> bool:
        """Whether the applicant asked for secrecy when handing in."""
        return bool(self.snapshot.get("is_confidential"))

    @property
    def is_overdue(self) -> bool:
        """Whether the town is late with its answer."""
        return self.status is RegistrationStatus.SUBMITTED and self.due_on is not None and self.due_on < today()


class Handover(Table, table=True):
    """What was handed in, one row each time: written once, so that a decision can be read later as it was made."""

    __tablename__ = "registration_handover"
    __table_args__ = (sa.UniqueConstraint("registration_id", "number"),)

    id: str = id_field()
    registration_id: str = Field(max_length=26, foreign_key="registration.id")
    number: int = Field(ge=1)
    content: dict[str, Any] = json_field()  # {"application": …, "profile": …}
    at: datetime = created_field()


def _is_hidden(table: sa.Table) -> sa.ColumnElement[bool]:
    """Of somebody who asks for secrecy now, or asked for it when handing in."""
    return sa.or_(of_hidden_person(table), table.c.snapshot["is_confidential"].as_boolean())


def _is_copy_of_hidden(table: sa.Table) -> sa.ColumnElement[bool]:
    rows = table_of(Registration)
    return table.c.registration_id.in_(sa.select(rows.c.id).where(_is_hidden(rows)))


leaves_blank(Registration, "snapshot", "details", "bases", "purpose", "comments", "search_text", hidden=_is_hidden)
leaves_blank(Handover, "content", hidden=_is_copy_of_hidden)
