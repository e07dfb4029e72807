"""Sheets: own numbers of listings, kept mappings, sheets that wait."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "listing_number",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("owner", sa.String(length=26), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name="fk_listing_number_listing_id"),
        sa.PrimaryKeyConstraint("id", name="pk_listing_number"),
        sa.UniqueConstraint("owner", "number", name="uq_listing_number_owner_number"),
        sa.UniqueConstraint("listing_id", name="uq_listing_number_listing_id"),
    )
    op.create_table(
        "sheet_mapping",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("owner", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("fields", json, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_mapping"),
        sa.UniqueConstraint("owner", "kind", "signature", name="uq_sheet_mapping_owner_kind_signature"),
    )
    op.create_table(
        "sheet_run",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("corporation_id", sa.String(length=26), nullable=True),
        sa.Column("owner", sa.String(length=26), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sheet_key", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name="fk_sheet_run_municipality_code"),
        sa.ForeignKeyConstraint(["corporation_id"], ["corporation.id"], name="fk_sheet_run_corporation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_run"),
    )
    for column in ("municipality_code", "corporation_id", "owner"):
        op.create_index(f"ix_sheet_run_{column}", "sheet_run", [column])


def downgrade() -> None:
    op.drop_table("sheet_run")
    op.drop_table("sheet_mapping")
    op.drop_table("listing_number")
