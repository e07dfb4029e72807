"""Tables of receipts: proof of one donation each in numbers without gaps, what made one void, what was given again."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.bulk import table_of
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field
from webapp.pledges.models import Pledge
from webapp.residents.secrecy import leaves_blank, of_hidden_person

_FIRST = sa.text("replaces_id IS NULL")


class ReceiptCounter(Table, table=True):
    """The last receipt number of a municipality in a calendar year of the day of receipt."""

    __tablename__ = "receipt_counter"

    municipality_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    year: int = Field(primary_key=True)
    last_number: int = 0


class Receipt(Table, table=True):
    """Proof of one donation; never changed or removed. Those of a pledge are a chain: each stands for the one before."""

    __tablename__ = "receipt"
    __table_args__ = (
        sa.UniqueConstraint("municipality_code", "year", "number"),
        sa.Index("uq_receipt_first", "pledge_id", unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST),
    )

    id: str = id_field()
    pledge_id: str = Field(max_length=26, foreign_key="pledge.id", index=True)
    replaces_id: str | None = Field(default=None, max_length=26, foreign_key="receipt.id", unique=True)
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


class VoidReason(Labelled):
    """Why a receipt proves nothing any more."""

    CORRECTED = "corrected", _l("記載を直した")
    PARTLY_REFUNDED = "partly_refunded", _l("一部を返金した")
    REFUNDED = "refunded", _l("全額を返金した")
    CHARGED_BACK = "charged_back", _l("カード会社が支払いを取り消した")


class ReceiptVoid(Table, table=True):
    """A receipt that is void; its number stays taken."""

    __tablename__ = "receipt_void"

    receipt_id: str = Field(primary_key=True, max_length=26, foreign_key="receipt.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    reason: VoidReason = enum_field(VoidReason)
    voided_at: datetime = created_field()


class ReceiptCopy(Table, table=True):
    """A receipt that was given again under its own number; from then on it says so."""

    __tablename__ = "receipt_copy"
    __table_args__ = (sa.UniqueConstraint("receipt_id", "number"),)

    id: str = id_field()
    receipt_id: str = Field(max_length=26, foreign_key="receipt.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    number: int  # the first time is 1
    made_at: datetime = created_field()


for _table in (Receipt, ReceiptVoid, ReceiptCopy):
    append_only(_table)


def of_hidden_donor(table: sa.Table) -> sa.ColumnElement[bool]:
    """Whether a receipt is of somebody who asks for secrecy now."""
    given = table_of(Pledge)
    return table.c.pledge_id.in_(sa.select(given.c.id).where(of_hidden_person(given)))


leaves_blank(Receipt, "donor_name", "donor_address", hidden=of_hidden_donor)
