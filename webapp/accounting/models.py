"""Tables of a town's books: months that are closed, what they hold, budget accounts, donations by other ways, differences."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.accounting.states import DifferenceKind, DifferenceStatus, MonthStatus
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field


class AccountingMonth(Table, table=True):
    """One month of one town; `totals` are what it held when it was closed."""

    __tablename__ = "accounting_month"
    __table_args__ = (sa.UniqueConstraint("municipality_code", "first_day"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    first_day: date
    status: MonthStatus = enum_field(MonthStatus, MonthStatus.OPEN)
    totals: dict[str, int] = json_field()
    closed_by: str | None = Field(default=None, max_length=26)
    closed_at: datetime | None = None


class AccountingLine(Table, table=True):
    """A movement of the ledger belongs to a closed month, and to one only."""

    __tablename__ = "accounting_line"

    transaction_id: str = Field(primary_key=True, max_length=26, foreign_key="ledger_transaction.id")
    month_id: str = Field(max_length=26, foreign_key="accounting_month.id", index=True)


class BudgetAccount(Table, table=True):
    """予算科目 of a fiscal year: of one project, or of all that have none of their own."""

    __tablename__ = "budget_account"
    __table_args__ = (sa.Index("ix_budget_account_year", "municipality_code", "fiscal_year"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    fiscal_year: int
    project_id: str | None = Field(default=None, max_length=26, foreign_key="project.id")
    code: str = Field(max_length=40)
    name: str = Field(max_length=120)
    created_at: datetime = created_field()


class OfflineDonation(Table, table=True):
    """A donation that came without the payment page: over the counter, by mail, by transfer, from another site."""

    __tablename__ = "offline_donation"
    __table_args__ = (sa.UniqueConstraint("municipality_code", "source", "number"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    pledge_id: str = Field(max_length=26, foreign_key="pledge.id", unique=True)
    source: str = Field(default="", max_length=40)  # the other site's name
    number: str = Field(max_length=60)  # of the donation there, or in the town's own list
    arrived_on: date
    sent_on: date | None = None
    taken_back: bool = False
    created_at: datetime = created_field()


class OfflineSheet(Table, table=True):
    """A sheet of such donations, kept while somebody looks at what it would do; then only how many came of it."""

    __tablename__ = "offline_sheet"

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    project_id: str = Field(max_length=26, foreign_key="project.id")
    sheet_key: str = Field(default="", max_length=255)
    file_name: str = Field(default="", max_length=120)
    brought_in: int | None = None
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()

    @property
    def is_waiting(self) -> bool:
        """Its file is here and nothing was written."""
        return bool(self.sheet_key) and self.brought_in is None


class Reconciliation(Table, table=True):
    """One comparison of what the provider says with what is written down here."""

    __tablename__ = "reconciliation"

    id: str = id_field()
    account: str = Field(max_length=20, index=True)
    since: datetime
    compared: int = 0
    started_at: datetime = created_field()
    failure: str = Field(default="", max_length=100)


class ReconciliationDifference(Table, table=True):
    """Something that does not agree; a person settles it with a sentence, nothing is put right by itself."""

    __tablename__ = "reconciliation_difference"
    __table_args__ = (sa.UniqueConstraint("account", "kind", "reference"),)

    id: str = id_field()
    run_id: str = Field(max_length=26, foreign_key="reconciliation.id", index=True)
    account: str = Field(max_length=20)
    municipality_code: str | None = Field(default=None, max_length=6, foreign_key="municipality.code", index=True)
    kind: DifferenceKind = enum_field(DifferenceKind)
    status: DifferenceStatus = enum_field(DifferenceStatus, DifferenceStatus.OPEN, index=True)
    reference: str = Field(max_length=255)
    pledge_id: str | None = Field(default=None, max_length=26, foreign_key="pledge.id")
    here_yen: int | None = Field(default=None, sa_type=sa.BigInteger)
    there_yen: int | None = Field(default=None, sa_type=sa.BigInteger)
    resolution: str = text_field("", max_length=500)
    resolved_by: str | None = Field(default=None, max_length=26)
    resolved_at: datetime | None = None
    found_at: datetime = created_field()
