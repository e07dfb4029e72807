"""Tables of receipts: proof of one donation each, in numbers without gaps."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.bulk import table_of
from webapp.core.table import Table, created_field, id_field
from webapp.pledges.models import Pledge
from webapp.residents.secrecy import leaves_blank, of_hidden_person


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


leaves_blank(Receipt, "donor_name", "donor_address", hidden=_is_receipt_of_hidden)
