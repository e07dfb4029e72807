"""The end of a listing, questions whether it still holds, minimum wages."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listing", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "listing_confirmation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("asked", sa.String(length=40), nullable=False),
        sa.Column("consent_id", sa.String(length=26), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("still_holds", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_confirmation_listing_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_listing_confirmation_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_confirmation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_listing_confirmation_token_hash")),
    )
    op.create_table(
        "minimum_wage",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("prefecture_code", sa.String(length=6), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("yen_per_hour", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("yen_per_hour > 0", name=op.f("ck_minimum_wage_pays_something")),
        sa.ForeignKeyConstraint(
            ["prefecture_code"], ["municipality.code"], name=op.f("fk_minimum_wage_prefecture_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minimum_wage")),
        sa.UniqueConstraint("prefecture_code", "valid_from", name=op.f("uq_minimum_wage_prefecture_code_valid_from")),
    )
    op.create_table(
        "wage_check",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("answers", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("checked_by", sa.String(length=26), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_wage_check_listing_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_wage_check_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wage_check")),
    )
    for table, names in (
        ("listing_confirmation", ("listing_id", "municipality_code")),
        ("minimum_wage", ("prefecture_code",)),
        ("wage_check", ("listing_id", "municipality_code")),
    ):
        for name in names:
            op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)


def downgrade() -> None:
    for table in ("wage_check", "minimum_wage", "listing_confirmation"):
        op.drop_table(table)
    with op.batch_alter_table("listing") as batch:
        batch.drop_column("ended_at")
