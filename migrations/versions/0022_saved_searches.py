"""Kept searches; and when any listing last changed is read from an index, because every search asks for it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_listing_changed", table_name="listing")
    op.create_index("ix_listing_changed", "listing", ["updated_at", "status"], unique=False)
    op.create_table(
        "saved_search",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("user_id", sa.String(26), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("args", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("frequency", sa.String(40), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name="fk_saved_search_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"),
    )
    op.create_index("ix_saved_search_round", "saved_search", ["frequency", "told_until"], unique=False)
    op.create_index("ix_saved_search_user_id", "saved_search", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("saved_search")
    op.drop_index("ix_listing_changed", table_name="listing")
    op.create_index("ix_listing_changed", "listing", ["status", "updated_at"], unique=False)
