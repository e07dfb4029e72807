"""Tables of a bank: itself, its member towns, its brokers, and how its costs are shared."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move


class BankStatus(Labelled):
    """Where a bank stands."""

    PREPARING = "preparing", _l("準備中")
    OPEN = "open", _l("運営中")
    CLOSED = "closed", _l("終了")


AKIYA_BANK = Workflow(
    "akiya_bank",
    _l("共同空き家バンク"),
    BankStatus.PREPARING,
    [
        move("open", {BankStatus.PREPARING}, BankStatus.OPEN, _l("運営を始める"), *TOWN_ROLES),
        move("close", {BankStatus.OPEN}, BankStatus.CLOSED, _l("運営を終える"), *TOWN_ROLES, needs_reason=True),
    ],
)


class AkiyaBank(Table, table=True):
    """One bank of vacant homes of several towns; `municipality_code` is the centre that runs it."""

    __tablename__ = "akiya_bank"
    __table_args__ = (sa.UniqueConstraint("prefix"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    status: BankStatus = enum_field(BankStatus, BankStatus.PREPARING)
    name: str = Field(max_length=80)
    prefix: str = Field(max_length=12)  # the region in numbers: 圏域-市町-連番
    operator: str = Field(default="", max_length=120)  # whom the centre entrusts with it, if anybody
    about: str = text_field("", max_length=2000)
    rules: str = text_field("", max_length=4000)
    contact: str = Field(default="", max_length=200)
    created_at: datetime = created_field()
    is_demo: bool = False


class MemberStatus(Labelled):
    """Where a town's membership stands."""

    INVITED = "invited", _l("参加を呼びかけ中")
    JOINED = "joined", _l("参加中")
    LEFT = "left", _l("脱退")


BANK_MEMBER = Workflow(
    "bank_member",
    _l("共同空き家バンクへの参加"),
    MemberStatus.INVITED,
    [
        move("join", {MemberStatus.INVITED}, MemberStatus.JOINED, _l("参加する"), *TOWN_ROLES),
        move(
            "leave",
            {MemberStatus.INVITED, MemberStatus.JOINED},
            MemberStatus.LEFT,
            _l("参加をやめる"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
    ],
)
_STANDING = sa.text("status IN ('invited', 'joined')")


class BankMember(Table, table=True):
    """One town of a bank; it counts its own homes. A town is in one bank at a time."""

    __tablename__ = "bank_member"
    __table_args__ = (
        sa.Index(
            "uq_bank_member_town",
            "municipality_code",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        sa.UniqueConstraint("bank_id", "label"),
    )

    id: str = id_field()
    bank_id: str = Field(max_length=26, foreign_key="akiya_bank.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    status: MemberStatus = enum_field(MemberStatus, MemberStatus.INVITED)
    label: str = Field(max_length=8)  # the town in numbers
    last_number: int = 0
    population: int | None = Field(default=None)  # for sharing costs
    population_source: str = Field(default="", max_length=120)
    joined_on: date | None = None
    left_on: date | None = None
    created_at: datetime = created_field()


class BankBroker(Table, table=True):
    """A licensed broker who works with a bank: surveys homes, mediates contracts."""

    __tablename__ = "bank_broker"

    id: str = id_field()
    bank_id: str = Field(max_length=26, foreign_key="akiya_bank.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    name: str = Field(max_length=100)
    licence: str = Field(max_length=60)  # 長野県知事（3）第1234号
    association: str = Field(default="", max_length=80)
    contact: str = Field(default="", max_length=60)
    email: str = Field(max_length=254)
    phone: str = Field(default="", max_length=20)
    is_active: bool = True
    checked_on: date
    created_at: datetime = created_field()


class BankCost(Table, table=True):
    """One year's cost of a bank and who pays how much of it; `lines` adds up to `total_yen` to the yen."""

    __tablename__ = "bank_cost"
    __table_args__ = (sa.UniqueConstraint("bank_id", "fiscal_year"),)

    id: str = id_field()
    bank_id: str = Field(max_length=26, foreign_key="akiya_bank.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    fiscal_year: int
    total_yen: int = Field(sa_type=sa.BigInteger)
    equal_percent: int
    population_percent: int
    homes_percent: int
    lines: list[Any] = json_field(list)  # municipality_code, population, homes, yen
    decided_at: datetime = created_field()
    decided_by: str | None = Field(default=None, max_length=26)
