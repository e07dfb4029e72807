"""Receipts that stand for others, void ones, copies, and signed sheets made for a whole year."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from webapp.core.append_only import statements

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
FIRST = sa.text("replaces_id IS NULL")


def upgrade() -> None:
    _let_go("receipt")
    with op.batch_alter_table("receipt") as batch:
        batch.drop_constraint(op.f("uq_receipt_pledge_id"), type_="unique")
        batch.add_column(sa.Column("replaces_id", sa.String(length=26), nullable=True))
        batch.create_foreign_key(op.f("fk_receipt_replaces_id"), "receipt", ["replaces_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_receipt_replaces_id"), ["replaces_id"])
    op.create_index(op.f("ix_receipt_pledge_id"), "receipt", ["pledge_id"])
    op.create_index(
        "uq_receipt_first", "receipt", ["pledge_id"], unique=True, sqlite_where=FIRST, postgresql_where=FIRST
    )
    _make_facts_about_receipts()
    _make_sheets()
    for table in ("receipt", "receipt_void", "receipt_copy"):
        _close(table)


def downgrade() -> None:
    for table in ("receipt_sheet", "receipt_batch", "receipt_copy", "receipt_void"):
        op.drop_table(table)
    _let_go("receipt")
    op.execute("DELETE FROM receipt WHERE replaces_id IS NOT NULL")
    op.drop_index("uq_receipt_first", table_name="receipt")
    op.drop_index(op.f("ix_receipt_pledge_id"), table_name="receipt")
    with op.batch_alter_table("receipt") as batch:
        batch.drop_constraint(op.f("uq_receipt_replaces_id"), type_="unique")
        batch.drop_constraint(op.f("fk_receipt_replaces_id"), type_="foreignkey")
        batch.drop_column("replaces_id")
        batch.create_unique_constraint(op.f("uq_receipt_pledge_id"), ["pledge_id"])
    _close("receipt")


def _make_facts_about_receipts() -> None:
    op.create_table(
        "receipt_void",
        sa.Column("receipt_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("voided_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_receipt_void")),
        *_keys("receipt_void", ("receipt_id", "receipt.id"), ("municipality_code", "municipality.code")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_receipt_void_municipality_code"), "receipt_void", ["municipality_code"])
    op.create_table(
        "receipt_copy",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("receipt_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_copy")),
        sa.UniqueConstraint("receipt_id", "number", name=op.f("uq_receipt_copy_receipt_id_number")),
        *_keys("receipt_copy", ("receipt_id", "receipt.id"), ("municipality_code", "municipality.code")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_receipt_copy_municipality_code"), "receipt_copy", ["municipality_code"])


def _make_sheets() -> None:
    op.create_table(
        "receipt_batch",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("total", "done", "made")),
        sa.Column("failed", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_batch")),
        *_keys("receipt_batch", ("municipality_code", "municipality.code")),
    )
    op.create_index("ix_receipt_batch_town", "receipt_batch", ["municipality_code", "id"])
    op.create_table(
        "receipt_sheet",
        sa.Column("receipt_id", sa.String(length=26), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=50), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("receipt_id", "copy_number", name=op.f("pk_receipt_sheet")),
        *_keys("receipt_sheet", ("receipt_id", "receipt.id")),
    )


def _keys(table: str, *pairs: tuple[str, str]) -> list[sa.Constraint]:
    return [sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}")) for name, target in pairs]


def _let_go(table: str) -> None:
    """Take the triggers away that refuse every change."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    else:
        op.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def _close(table: str) -> None:
    for statement in statements(table, op.get_bind().dialect.name):
        op.execute(statement)
