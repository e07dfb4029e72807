"""Tables of the owner's side: one home on its way through the bank, its papers; and its life cycle."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.listings.models import Deal
from webapp.residents.secrecy import leaves_blank


class HomeStatus(Labelled):
    """Where a home stands in the bank."""

    DRAFT = "draft", _l("下書き")
    APPLIED = "applied", _l("申請受付")
    CORRECTION = "correction", _l("修正待ち（補正）")
    CHECKED = "checked", _l("書類確認ずみ")
    SURVEYING = "surveying", _l("調査を依頼中")
    SURVEYED = "surveyed", _l("調査報告ずみ")
    REGISTERED = "registered", _l("登録決定")
    PUBLISHED = "published", _l("公開中")
    NEGOTIATING = "negotiating", _l("交渉中")
    CONTRACTED = "contracted", _l("成約")
    REMOVED = "removed", _l("抹消")
    DECLINED = "declined", _l("登録しない")
    WITHDRAWN = "withdrawn", _l("取り下げ")


_S = HomeStatus
EDITABLE = (_S.DRAFT, _S.CORRECTION)
#: handed in and not decided
PENDING = (_S.APPLIED, _S.CORRECTION, _S.CHECKED, _S.SURVEYING, _S.SURVEYED)
#: in the bank's list
LISTED = (_S.PUBLISHED, _S.NEGOTIATING)
#: has a number and still belongs to the bank
STANDING = (_S.REGISTERED, *LISTED)
_ANYBODY = tuple(Role)

BANK_HOME = Workflow(
    "bank_home",
    _l("空き家バンクの登録（所有者）"),
    _S.DRAFT,
    [
        move("submit", {_S.DRAFT}, _S.APPLIED, _l("申請を送る"), *_ANYBODY),
        move("resubmit", {_S.CORRECTION}, _S.APPLIED, _l("直して送り直す"), *_ANYBODY),
        move("check_papers", {_S.APPLIED}, _S.CHECKED, _l("書類を確かめた"), *TOWN_ROLES),
        move(
            "ask_correction",
            {_S.APPLIED, _S.CHECKED},
            _S.CORRECTION,
            _l("補正（直すこと）を求める"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
        move("ask_survey", {_S.CHECKED}, _S.SURVEYING, _l("業者に調査を依頼する"), *TOWN_ROLES),
        move("report_survey", {_S.SURVEYING}, _S.SURVEYED, _l("調査の報告を記録する"), *TOWN_ROLES, needs_reason=True),
        move("register", {_S.SURVEYED}, _S.REGISTERED, _l("登録を決める"), *TOWN_ROLES),
        move("publish", {_S.REGISTERED}, _S.PUBLISHED, _l("公開する"), *TOWN_ROLES),
        move("negotiate", {_S.PUBLISHED}, _S.NEGOTIATING, _l("交渉に入る"), *TOWN_ROLES),
        move("reopen", {_S.NEGOTIATING}, _S.PUBLISHED, _l("募集に戻す"), *TOWN_ROLES),
        move("contract", LISTED, _S.CONTRACTED, _l("成約を記録する"), *TOWN_ROLES),
        move("remove", (*STANDING, _S.CONTRACTED), _S.REMOVED, _l("登録を抹消する"), *TOWN_ROLES, needs_reason=True),
        move("decline", PENDING, _S.DECLINED, _l("登録しないと決める"), *TOWN_ROLES, needs_reason=True),
        move("withdraw", (_S.DRAFT, *PENDING, *STANDING), _S.WITHDRAWN, _l("取り下げる"), *_ANYBODY),
    ],
)


def _was_sent(table: sa.Table) -> sa.ColumnElement[bool]:
    """What leaves with the town's data: a draft is its owner's alone."""
    return table.c.submitted_at.is_not(None)


class BankHome(Table, table=True):
    """One owner's home in one bank; `municipality_code` is where it stands, and that town handles it."""

    __tablename__ = "bank_home"
    __table_args__ = (
        sa.UniqueConstraint("bank_id", "number"),
        sa.Index("ix_bank_home_queue", "municipality_code", "status", "due_on"),
        {"info": {"tenant_rows": _was_sent}},
    )

    id: str = id_field()
    bank_id: str = Field(max_length=26, foreign_key="akiya_bank.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    status: HomeStatus = enum_field(HomeStatus, HomeStatus.DRAFT)
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)  # of an owner without an account
    listing_id: str | None = Field(default=None, max_length=26, foreign_key="listing.id", unique=True)
    broker_id: str | None = Field(default=None, max_length=26, foreign_key="bank_broker.id")
    number: str | None = Field(default=None, max_length=40)
    deal: Deal | None = enum_field(Deal, None, nullable=True)
    price: int | None = Field(default=None, sa_type=sa.BigInteger)
    monthly_cost: int | None = Field(default=None)
    private_address: str = Field(default="", max_length=200)
    public_address: str = Field(default="", max_length=120)
    facts: dict[str, Any] = json_field()  # layout, floor_area, built_year, structure, vacant_since, note
    owner_name: str = Field(default="", max_length=60)
    owner_kana: str = Field(default="", max_length=60)
    owner_address: str = Field(default="", max_length=200)
    owner_email: str = Field(default="", max_length=254)
    owner_phone: str = Field(default="", max_length=20)
    keeper: str = Field(default="", max_length=120)  # who looks after the house and opens it
    conditions: list[str] = json_field(list)  # codes of checks.CONDITIONS that the owner confirmed
    consent_items: list[str] = json_field(list)
    statement_version: str = Field(default="", max_length=20)
    comment: str = text_field("", max_length=2000)  # what has to be corrected
    survey: str = text_field("", max_length=2000)
    surveyed_on: date | None = None
    created_at: datetime = created_field()
    submitted_at: datetime | None = None
    due_on: date | None = None
    registered_on: date | None = None
    contracted_on: date | None = None
    contract_yen: int | None = Field(default=None, sa_type=sa.BigInteger)
    by_dual_resident: bool = False
    ended_at: datetime | None = None
    end_reason: str = text_field("", max_length=1000)
    is_demo: bool = False

    @property
    def reference(self) -> str:
        """The number of the home, or before there is one, what a person quotes on the telephone."""
        return self.number or f"{self.id[-8:-4]}-{self.id[-4:]}"

    @property
    def is_overdue(self) -> bool:
        """Whether the town is late."""
        return self.status in PENDING and self.due_on is not None and self.due_on < today()


leaves_blank(BankHome, "owner_name", "owner_kana", "owner_address", "owner_email", "owner_phone", "keeper")


class BankDocument(Table, table=True):
    """One paper of an application; a newer one takes the place of an older one."""

    __tablename__ = "bank_document"

    id: str = id_field()
    home_id: str = Field(max_length=26, foreign_key="bank_home.id", index=True)
    key: str = Field(max_length=40)
    file_key: str = Field(max_length=80)
    file_name: str = Field(max_length=120)
    mime: str = Field(max_length=40)
    size: int
    uploaded_at: datetime = created_field()
