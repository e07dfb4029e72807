"""A municipality's books of donations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _make_months()
    _make_offline_donations()
    _make_reconciliations()


def downgrade() -> None:
    for table in (
        "reconciliation_difference",
        "reconciliation",
        "offline_sheet",
        "offline_donation",
        "budget_account",
        "accounting_line",
        "accounting_month",
    ):
        op.drop_table(table)


def _make_months() -> None:
    op.create_table(
        "accounting_month",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("totals", JSON, nullable=False),
        sa.Column("closed_by", sa.String(length=26), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_accounting_month_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounting_month")),
        sa.UniqueConstraint(
            "municipality_code", "first_day", name=op.f("uq_accounting_month_municipality_code_first_day")
        ),
    )
    op.create_table(
        "accounting_line",
        sa.Column("transaction_id", sa.String(length=26), nullable=False),
        sa.Column("month_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["month_id"], ["accounting_month.id"], name=op.f("fk_accounting_line_month_id")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["ledger_transaction.id"], name=op.f("fk_accounting_line_transaction_id")
        ),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("pk_accounting_line")),
    )
    op.create_index(op.f("ix_accounting_line_month_id"), "accounting_line", ["month_id"], unique=False)
    op.create_table(
        "budget_account",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_budget_account_municipality_code")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_budget_account_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_account")),
    )
    op.create_index("ix_budget_account_year", "budget_account", ["municipality_code", "fiscal_year"], unique=False)


def _make_offline_donations() -> None:
    op.create_table(
        "offline_donation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("pledge_id", sa.String(length=26), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_offline_donation_municipality_code")
        ),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_offline_donation_pledge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_donation")),
        sa.UniqueConstraint(
            "municipality_code", "source", "number", name=op.f("uq_offline_donation_municipality_code_source_number")
        ),
        sa.UniqueConstraint("pledge_id", name=op.f("uq_offline_donation_pledge_id")),
    )
    op.create_index(
        op.f("ix_offline_donation_municipality_code"), "offline_donation", ["municipality_code"], unique=False
    )
    op.create_table(
        "offline_sheet",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("sheet_key", sa.String(length=255), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("brought_in", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_offline_sheet_municipality_code")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_offline_sheet_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_sheet")),
    )
    op.create_index(op.f("ix_offline_sheet_municipality_code"), "offline_sheet", ["municipality_code"], unique=False)


def _make_reconciliations() -> None:
    op.create_table(
        "reconciliation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failure", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
    )
    op.create_index(op.f("ix_reconciliation_account"), "reconciliation", ["account"], unique=False)
    op.create_table(
        "reconciliation_difference",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("run_id", sa.String(length=26), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("pledge_id", sa.String(length=26), nullable=True),
        sa.Column("here_yen", sa.BigInteger(), nullable=True),
        sa.Column("there_yen", sa.BigInteger(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("resolved_by", sa.String(length=26), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_reconciliation_difference_municipality_code")
        ),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_reconciliation_difference_pledge_id")),
        sa.ForeignKeyConstraint(["run_id"], ["reconciliation.id"], name=op.f("fk_reconciliation_difference_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_difference")),
        sa.UniqueConstraint(
            "account", "kind", "reference", name=op.f("uq_reconciliation_difference_account_kind_reference")
        ),
    )
    op.create_index(
        op.f("ix_reconciliation_difference_municipality_code"),
        "reconciliation_difference",
        ["municipality_code"],
        unique=False,
    )
    op.create_index(op.f("ix_reconciliation_difference_run_id"), "reconciliation_difference", ["run_id"], unique=False)
    op.create_index(op.f("ix_reconciliation_difference_status"), "reconciliation_difference", ["status"], unique=False)
