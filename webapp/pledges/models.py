"""Tables of pledges and receipts."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.bulk import table_of
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank, of_hidden_person


class PledgeStatus(Labelled):
    """Where a pledge stands; only the payments layer moves it."""

    PENDING = "pending", _l("支払い待ち")
    AWAITING = "awaiting", _l("コンビニでの支払い待ち")
    PAID = "paid", _l("寄附を受け取りました")
    LAPSED = "lapsed", _l("支払われずに終わりました")
    REFUNDED = "refunded", _l("返金しました")


class Pledge(Table, table=True):
    """One donor's commitment to one project. Name and address are those of the 住民票, for the receipt."""

    __tablename__ = "pledge"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.Index("ix_pledge_project", "project_id", "status"),
        sa.Index("ix_pledge_donor", "user_id", "id"),
        # what was only tried is not the town's; what was said about money is kept as long as the money's books
        {"info": {"tenant_rows": lambda table: table.c.paid_at.is_not(None), "keeps_reasons": True}},
    )

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    user_id: str = Field(max_length=26, foreign_key="account.id")
    status: PledgeStatus = enum_field(PledgeStatus, PledgeStatus.PENDING)
    amount: int = Field(sa_type=sa.BigInteger)  # whole yen
    donor_name: str = Field(max_length=60)
    donor_address: str = Field(max_length=200)
    home_code: str = Field(max_length=6, foreign_key="municipality.code")
    message: str = text_field("", max_length=300)
    shows_name: bool = False
    agreement_version: str = Field(max_length=20)
    agreed_at: datetime
    created_at: datetime = created_field()
    paid_at: datetime | None = None
    is_demo: bool = False


_S = PledgeStatus
PLEDGE = Workflow(
    "pledge",
    _l("寄附"),
    PledgeStatus.PENDING,
    [
        move("await_slip", {_S.PENDING}, _S.AWAITING, _l("コンビニの払込票を発行した")),
        move("pay", {_S.PENDING, _S.AWAITING, _S.LAPSED}, _S.PAID, _l("入金を確かめた")),
        move("lapse", {_S.PENDING, _S.AWAITING}, _S.LAPSED, _l("支払われないまま期限が来た")),
        move("try_again", {_S.LAPSED}, _S.PENDING, _l("もう一度支払いに進んだ")),
        move("refund", {_S.PAID}, _S.REFUNDED, _l("全額を返金した")),
    ],
)


class ReceiptCounter(Table, table=True):
    """The last receipt number of a municipality in a calendar year of the day of receipt."""

    __tablename__ = "receipt_counter"

    municipality_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    year: int = Field(primary_key=True)
    last_number: int = 0


class Receipt(Table, table=True):
    """Proof of one donation; numbers run without gaps. Never changed or removed."""

    __tablename__ = "receipt"
    __table_args__ = (sa.UniqueConstraint("municipality_code", "year", "number"),)

    id: str = id_field()
    pledge_id: str = Field(max_length=26, foreign_key="pledge.id", unique=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    year: int
    number: int
    amount: int = Field(sa_type=sa.BigInteger)  # whole yen
    donor_name: str = Field(max_length=60)
    donor_address: str = Field(max_length=200)
    received_on: date  # the donor's day of payment in Japan: it decides the tax year
    issued_at: datetime = created_field()

    @property
    def shown_number(self) -> str:
        """「2026-000012」."""
        return f"{self.year}-{self.number:06}"


append_only(Receipt)


def _is_receipt_of_hidden(table: sa.Table) -> sa.ColumnElement[bool]:
    given = table_of(Pledge)
    return table.c.pledge_id.in_(sa.select(given.c.id).where(of_hidden_person(given)))


leaves_blank(Pledge, "donor_name", "donor_address", "message")
leaves_blank(Receipt, "donor_name", "donor_address", hidden=_is_receipt_of_hidden)
