"""The table of reports: a listing's fault, a complaint, a confidential word; each is decided and answered."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, col

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field
from webapp.core.workflow import Workflow, move
from webapp.residents.models import Resident


class ReportKind(Labelled):
    """What it is; a confidential word never reaches who it is about."""

    LISTING = "listing", _l("掲載の問題")
    COMPLAINT = "complaint", _l("苦情")
    CONFIDENTIAL = "confidential", _l("内密の相談")
    ABUSE = "abuse", _l("送信を止めた知らせ")


class ReportReason(Labelled):
    """Why somebody writes."""

    WRONG = "wrong", _l("内容が事実とちがう")
    GONE = "gone", _l("もう終わっている・連絡がつかない")
    UNLAWFUL = "unlawful", _l("法律に反しているおそれがある")
    DISCRIMINATING = "discriminating", _l("差別している")
    NO_ANSWER = "no_answer", _l("返事がない")
    CONDUCT = "conduct", _l("対応や約束がちがう")
    SAFETY = "safety", _l("危ない思い・嫌な思いをした")
    OTHER = "other", _l("そのほか")


class ReportStatus(Labelled):
    """Where a report stands."""

    OPEN = "open", _l("まちが受け付けました")
    TAKEN = "taken", _l("まちが調べています")
    UPHELD = "upheld", _l("問題を認めて対応しました")
    DISMISSED = "dismissed", _l("問題は認められませんでした")
    RAISED = "raised", _l("運営者が受け付けました")
    CONCLUDED = "concluded", _l("運営者が結論を出しました")
    WITHDRAWN = "withdrawn", _l("取り下げました")


#: the town has to decide
PENDING = (ReportStatus.OPEN, ReportStatus.TAKEN)


def _told(column: str) -> dict[str, Any]:
    """Nothing of who asks for secrecy now."""

    def leaves_as(table: sa.Table) -> sa.ColumnElement[Any]:
        secret = sa.select(col(Resident.user_id)).where(col(Resident.is_confidential))
        return sa.case((table.c.user_id.in_(secret), ""), else_=table.c[column])

    return {"info": {"leaves_as": leaves_as}}


class Report(Table, table=True):
    """One thing somebody told; who told it never leaves with the town's data. `email` is a visitor's, until answered."""

    __tablename__ = "report"
    __table_args__ = (
        sa.Index("ix_report_desk", "municipality_code", "status", "due_at"),
        {"info": {"tenant_rows": lambda t: t.c.is_for_operator.is_(False)}},
    )

    id: str = id_field()
    kind: ReportKind = enum_field(ReportKind)
    reason: ReportReason = enum_field(ReportReason)
    status: ReportStatus = enum_field(ReportStatus, ReportStatus.OPEN)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    listing_id: str | None = Field(default=None, max_length=26, foreign_key="listing.id", index=True)
    thread_id: str | None = Field(default=None, max_length=26, foreign_key="thread.id")
    user_id: str | None = Field(
        default=None,
        max_length=26,
        foreign_key="account.id",
        index=True,
        sa_column_kwargs={"info": {"kept_back": True}},
    )
    email: str = Field(default="", max_length=254, sa_column_kwargs={"info": {"kept_back": True}})
    text: str = Field(default="", max_length=2000, sa_type=sa.Text, sa_column_kwargs=_told("text"))
    decision: str = Field(default="", max_length=2000, sa_type=sa.Text, sa_column_kwargs=_told("decision"))
    reported_at: datetime = created_field()
    due_at: datetime
    decided_at: datetime | None = None
    is_for_operator: bool = False  # the town never sees it
    is_demo: bool = False

    @property
    def is_pending(self) -> bool:
        """Whether the town has to decide."""
        return self.status in PENDING


_S = ReportStatus

REPORT = Workflow(
    "report",
    _l("知らせと苦情"),
    ReportStatus.OPEN,
    [
        move("take", {_S.OPEN}, _S.TAKEN, _l("調べ始める"), *TOWN_ROLES),
        move("uphold", {_S.OPEN, _S.TAKEN}, _S.UPHELD, _l("問題を認めて答える"), *TOWN_ROLES, needs_reason=True),
        move("dismiss", {_S.OPEN, _S.TAKEN}, _S.DISMISSED, _l("問題は認められないと答える"), *TOWN_ROLES, needs_reason=True),
        move("raise", {_S.OPEN, _S.TAKEN, _S.UPHELD, _S.DISMISSED}, _S.RAISED, _l("運営者に申し出る"), *Role),
        move("conclude", {_S.RAISED}, _S.CONCLUDED, _l("結論を伝える"), Role.OPERATOR, needs_reason=True),
        move("withdraw", {_S.OPEN, _S.TAKEN, _S.RAISED}, _S.WITHDRAWN, _l("取り下げる"), *Role),
    ],
)  # fmt: skip
