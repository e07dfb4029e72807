"""The designation of one corporation by one municipality, from the first draft to its end, and its life cycle."""

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
from webapp.corporations.models import SupportTask


class DesignationStatus(Labelled):
    """Where a designation stands."""

    DRAFT = "draft", _l("下書き")
    CONSULT = "consult", _l("事前相談")
    APPLIED = "applied", _l("申請受付")
    CORRECTION = "correction", _l("修正待ち（補正）")
    REVIEW = "review", _l("審査中")
    PROPOSED = "proposed", _l("二人目の確認待ち")
    DESIGNATED = "designated", _l("指定済み（公示待ち）")
    NOTICED = "noticed", _l("指定中（公示済み）")
    CHANGE = "change", _l("変更の届出あり")
    ORDER = "order", _l("改善命令中")
    REVOKED = "revoked", _l("指定取消し")
    DECLINED = "declined", _l("指定しない")
    ENDED = "ended", _l("終了")
    WITHDRAWN = "withdrawn", _l("取り下げ")


_S = DesignationStatus
#: the applicant may still write on it
EDITABLE = (_S.DRAFT, _S.CONSULT, _S.CORRECTION)
#: handed in and not decided
PENDING = (_S.APPLIED, _S.CORRECTION, _S.REVIEW, _S.PROPOSED)
#: the corporation is designated
STANDING = (_S.DESIGNATED, _S.NOTICED, _S.CHANGE, _S.ORDER)
#: while one of these stands, the same corporation cannot apply to the same municipality again
OPEN = (_S.CONSULT, *PENDING, *STANDING)
_OPEN_ROWS = (
    "status IN ('consult', 'applied', 'correction', 'review', 'proposed', 'designated', 'noticed', 'change', 'order')"
)

#: anybody signed in applies; whose row it is, the query decides
_ANYBODY = tuple(Role)

DESIGNATION = Workflow(
    "designation",
    _l("特定居住支援法人の指定"),
    _S.DRAFT,
    [
        move("consult", {_S.DRAFT, _S.CONSULT}, _S.CONSULT, _l("事前に相談する"), *_ANYBODY),
        move("answer", {_S.CONSULT}, _S.CONSULT, _l("相談に答える"), *TOWN_ROLES, needs_reason=True),
        move("submit", {_S.DRAFT, _S.CONSULT}, _S.APPLIED, _l("申請を送る"), *_ANYBODY),
        move("resubmit", {_S.CORRECTION}, _S.APPLIED, _l("直して送り直す"), *_ANYBODY),
        move("start_review", {_S.APPLIED}, _S.REVIEW, _l("審査を始める"), *TOWN_ROLES),
        move(
            "ask_correction",
            {_S.APPLIED, _S.REVIEW},
            _S.CORRECTION,
            _l("補正（直すこと）を求める"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
        move("propose", {_S.REVIEW}, _S.PROPOSED, _l("二人目に確認を頼む"), *TOWN_ROLES),
        move("send_back", {_S.PROPOSED}, _S.REVIEW, _l("審査に戻す"), *TOWN_ROLES, needs_reason=True),
        move("designate", {_S.REVIEW, _S.PROPOSED}, _S.DESIGNATED, _l("指定する"), *TOWN_ROLES),
        move("decline", PENDING, _S.DECLINED, _l("指定しないと決める"), *TOWN_ROLES, needs_reason=True),
        move("withdraw", (_S.DRAFT, _S.CONSULT, *PENDING), _S.WITHDRAWN, _l("取り下げる"), *_ANYBODY),
        move("publish_notice", {_S.DESIGNATED, _S.CHANGE}, _S.NOTICED, _l("公示したことを記録する"), *TOWN_ROLES),
        move(
            "notify_change",
            {_S.DESIGNATED, _S.NOTICED, _S.CHANGE},
            _S.CHANGE,
            _l("変更を届け出る"),
            Role.CORPORATION,
            *TOWN_ROLES,
        ),
        move(
            "order",
            {_S.NOTICED, _S.CHANGE},
            _S.ORDER,
            _l("改善を命じる"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
        move("lift_order", {_S.ORDER}, _S.NOTICED, _l("改善を確かめて命令を終える"), *TOWN_ROLES),
        move("lift_order_in_change", {_S.ORDER}, _S.CHANGE, _l("命令を終え、変更の手続きに戻る"), *TOWN_ROLES),
        move("revoke", STANDING, _S.REVOKED, _l("指定を取り消す"), *TOWN_ROLES, needs_reason=True),
        move("end", STANDING, _S.ENDED, _l("指定を終える"), *TOWN_ROLES, needs_reason=True),
    ],
)


class Officer(TypedDict):
    """One officer; never public."""

    name: str
    title: str
    address: str
    career: str


def _was_seen(table: sa.Table) -> sa.ColumnElement[bool]:
    """What leaves with the town's data: a draft is nobody's business, nor one that was given up."""
    is_given_up = sa.and_(table.c.status == "withdrawn", table.c.submitted_at.is_(None))
    return sa.and_(table.c.status != "draft", sa.not_(is_given_up))


class Designation(Table, table=True):
    """One municipality's designation of one corporation: the application, the decision, and what became of it."""

    __tablename__ = "designation"
    __table_args__ = (
        sa.Index(
            "uq_designation_open",
            "corporate_number",
            "municipality_code",
            unique=True,
            sqlite_where=sa.text(_OPEN_ROWS),
            postgresql_where=sa.text(_OPEN_ROWS),
        ),
        sa.UniqueConstraint("municipality_code", "sequence"),
        sa.Index("ix_designation_queue", "municipality_code", "status", "due_on"),
        {"info": {"tenant_rows": _was_seen}},
    )

    id: str = id_field()
    corporation_id: str | None = Field(default=None, max_length=26, foreign_key="corporation.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    status: DesignationStatus = enum_field(DesignationStatus, DesignationStatus.DRAFT)
    applicant_id: str | None = Field(default=None, max_length=26, index=True)
    corporate_number: str = Field(default="", max_length=13)
    body: dict[str, Any] = json_field()  # the corporation as the applicant described it
    officers: list[Any] = json_field(list)  # of Officer; seen by this town and the applicant only
    tasks: list[str] = json_field(list)
    plans: dict[str, Any] = json_field()  # task → what will be done
    area: str = Field(default="", max_length=200)
    accounts: dict[str, Any] = json_field()  # plan and accounts: yen a year, and how it is paid
    stated_at: datetime | None = None  # that no ground for disqualification applies
    statement_version: str = Field(default="", max_length=20)
    question: str = text_field("", max_length=2000)
    answer: str = text_field("", max_length=2000)
    comments: dict[str, Any] = json_field()  # screen → what must be corrected
    created_at: datetime = created_field()
    submitted_at: datetime | None = None
    resubmitted_at: datetime | None = None
    due_on: date | None = None
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=26)
    decision_reason: str = text_field("", max_length=2000)
    proposed_by: str | None = Field(default=None, max_length=26)
    proposal: dict[str, Any] = json_field()  # what the second person is asked to confirm
    sequence: int | None = None  # counts the designations of one municipality
    number: str = Field(default="", max_length=40)
    notice_url: str = Field(default="", max_length=300)
    designated_on: date | None = None
    ended_on: date | None = None
    end_reason: str = text_field("", max_length=1000)
    hearing: str = text_field("", max_length=1000)  # how the corporation was heard before a revocation
    is_demo: bool = False

    @property
    def is_in_force(self) -> bool:
        """Designated, and neither revoked nor ended."""
        return self.status in STANDING

    @property
    def public_label(self) -> Any:
        """Its standing for everybody: whether it is announced or under an order is the town's business."""
        return _l("指定中") if self.is_in_force else self.status.label

    @property
    def reference(self) -> str:
        """The number a person quotes on the telephone."""
        return f"{self.id[-8:-4]}-{self.id[-4:]}"

    @property
    def name(self) -> str:
        """The corporation's name as it was applied for."""
        return str(self.body.get("name", ""))

    @property
    def task_labels(self) -> list[str]:
        """The words of its tasks."""
        return [SupportTask(task).label for task in self.tasks]

    @property
    def is_overdue(self) -> bool:
        """Whether the town is late with its answer."""
        return self.status in PENDING and self.due_on is not None and self.due_on < today()
