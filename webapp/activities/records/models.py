"""Tables of records: one person's taking part, its evidence, and who attested it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.activities.models import AttesterKind
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move


class RecordStatus(Labelled):
    """Where a record stands."""

    CLAIMED = "claimed", _l("確認待ち")
    ATTESTED = "attested", _l("証明済み")
    REFUSED = "refused", _l("証明できませんでした")
    WITHDRAWN = "withdrawn", _l("取り下げ")
    REVOKED = "revoked", _l("証明を取り消し")


class Way(Labelled):
    """How a record came about."""

    SCREEN = "screen", _l("会場の画面のQR")
    POSTER = "poster", _l("掲示のQR")
    CLAIM = "claim", _l("本人の届け")


_S = RecordStatus
_ATTESTERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)

ACTIVITY_RECORD = Workflow(
    "activity_record",
    _l("担い手活動の記録"),
    _S.CLAIMED,
    [
        move("attest", {_S.CLAIMED}, _S.ATTESTED, _l("参加を証明する"), *_ATTESTERS),
        move("refuse", {_S.CLAIMED}, _S.REFUSED, _l("証明を断る"), *_ATTESTERS, needs_reason=True),
        move("withdraw", {_S.CLAIMED}, _S.WITHDRAWN, _l("届けを取り下げる"), Role.RESIDENT),
        move("revoke", {_S.ATTESTED}, _S.REVOKED, _l("証明を取り消す"), *_ATTESTERS, needs_reason=True),
    ],
)
_SAME_OCCASION = sa.text("status <> 'withdrawn'")
_SAME_DAY = sa.text("activity_occasion_id IS NULL AND status IN ('claimed', 'attested')")


class ActivityRecord(Table, table=True):
    """That somebody took part once; the person is forgotten when they have their data erased, the count remains."""

    __tablename__ = "activity_record"
    __table_args__ = (
        sa.Index(
            "uq_activity_record_occasion",
            "user_id",
            "activity_occasion_id",
            unique=True,
            sqlite_where=_SAME_OCCASION,
            postgresql_where=_SAME_OCCASION,
        ),
        sa.Index(
            "uq_activity_record_day",
            "user_id",
            "activity_id",
            "done_on",
            unique=True,
            sqlite_where=_SAME_DAY,
            postgresql_where=_SAME_DAY,
        ),
        sa.Index("ix_activity_record_person", "user_id", "municipality_code", "status", "done_on"),
        sa.Index("ix_activity_record_town", "municipality_code", "status", "done_on"),
    )

    id: str = id_field()
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id")
    municipality_code: str = Field(max_length=6)
    activity_id: str = Field(max_length=26, foreign_key="activity.id", index=True)
    activity_occasion_id: str | None = Field(
        default=None, max_length=26, foreign_key="activity_occasion.id", index=True
    )
    status: RecordStatus = enum_field(RecordStatus, RecordStatus.CLAIMED)
    way: Way = enum_field(Way)
    done_on: date
    minutes: int = Field(ge=30, le=1440)
    is_late: bool = False  # checked in long after the end
    note: str = text_field("", max_length=600)
    claimed_at: datetime = created_field()
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=26)
    decision_reason: str = text_field("", max_length=2000)
    attester_kind: AttesterKind | None = enum_field(AttesterKind, None, nullable=True)
    attester_corporation_id: str | None = Field(default=None, max_length=26)
    attester_name: str = Field(default="", max_length=100)  # the organisation's, never a person's
    is_demo: bool = False

    @property
    def reference(self) -> str:
        """The number by which it is spoken of where no name is shown."""
        return f"{self.id[-8:-4]}-{self.id[-4:]}"


class EvidenceKind(Labelled):
    """What was handed in."""

    PICTURE = "picture", _l("写真")
    PDF = "pdf", _l("PDF")


class ActivityEvidence(Table, table=True):
    """One file that shows that somebody took part."""

    __tablename__ = "activity_evidence"

    id: str = id_field()
    activity_record_id: str = Field(max_length=26, foreign_key="activity_record.id", index=True)
    kind: EvidenceKind = enum_field(EvidenceKind)
    file_key: str = Field(max_length=50, index=True)
    size: int = Field(ge=1)
    created_at: datetime = created_field()
