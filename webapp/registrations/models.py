"""Tables of registrations: the application, its life cycle, and what was handed in each time."""

from datetime import date, datetime
from typing import Any, TypedDict

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move


class RegistrationStatus(Labelled):
    """Where an application stands."""

    DRAFT = "draft", _l("下書き")
    SUBMITTED = "submitted", _l("審査中")
    CORRECTION = "correction", _l("修正待ち（補正）")
    APPROVED = "approved", _l("登録済み")
    REFUSED = "refused", _l("登録できませんでした")
    WITHDRAWN = "withdrawn", _l("取り下げ")
    ENDED = "ended", _l("登録終了")


#: while one of these stands, the person cannot apply to the same municipality again
OPEN = (
    RegistrationStatus.DRAFT,
    RegistrationStatus.SUBMITTED,
    RegistrationStatus.CORRECTION,
    RegistrationStatus.APPROVED,
)
#: handed in and not decided
PENDING = (RegistrationStatus.SUBMITTED, RegistrationStatus.CORRECTION)

REGISTRATION = Workflow(
    "registration",
    _l("二地域居住の登録"),
    RegistrationStatus.DRAFT,
    [
        move("submit", {RegistrationStatus.DRAFT}, RegistrationStatus.SUBMITTED, _l("申請を送る"), Role.RESIDENT),
        move(
            "ask_correction",
            {RegistrationStatus.SUBMITTED},
            RegistrationStatus.CORRECTION,
            _l("補正（直すこと）を求める"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
        move(
            "resubmit",
            {RegistrationStatus.CORRECTION},
            RegistrationStatus.SUBMITTED,
            _l("直して送り直す"),
            Role.RESIDENT,
        ),
        move("approve", {RegistrationStatus.SUBMITTED}, RegistrationStatus.APPROVED, _l("登録を認める"), *TOWN_ROLES),
        move("refuse", PENDING, RegistrationStatus.REFUSED, _l("登録を断る"), *TOWN_ROLES, needs_reason=True),
        move("withdraw", OPEN, RegistrationStatus.WITHDRAWN, _l("取り下げる"), Role.RESIDENT),
        move(
            "end",
            {RegistrationStatus.APPROVED},
            RegistrationStatus.ENDED,
            _l("登録を終える"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
    ],
)


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


class Base(TypedDict):
    """One place of stay inside the municipality; `since` is an ISO day or empty when it is still to come."""

    kind: str
    area: str
    since: str


class Registration(Table, table=True):
    """One person's application to one municipality."""

    __tablename__ = "registration"
    __table_args__ = (
        sa.Index(
            "uq_registration_open",
            "user_id",
            "municipality_code",
            unique=True,
            sqlite_where=sa.text("status IN ('draft', 'submitted', 'correction', 'approved')"),
            postgresql_where=sa.text("status IN ('draft', 'submitted', 'correction', 'approved')"),
        ),
        sa.Index("ix_registration_queue", "municipality_code", "status", "due_on"),
        {"info": {"tenant_rows": lambda table: table.c.submitted_at.is_not(None)}},  # a draft is nobody's business
    )

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    status: RegistrationStatus = enum_field(RegistrationStatus, RegistrationStatus.DRAFT)
    bases: list[Any] = json_field(list)  # of Base
    stay_frequency: StayFrequency | None = enum_field(StayFrequency, None, nullable=True)
    purpose: str = text_field("", max_length=1000)
    snapshot: dict[str, Any] = json_field()  # the profile as it was when handed in; see `profile_snapshot`
    comments: dict[str, Any] = json_field()  # field → what the town asks to be corrected, of the last round
    created_at: datetime = created_field()
    submitted_at: datetime | None = None  # the first time
    resubmitted_at: datetime | None = None  # the last time
    due_on: date | None = None  # by when the town means to answer
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=26)
    decision_reason: str = text_field("", max_length=2000)
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
