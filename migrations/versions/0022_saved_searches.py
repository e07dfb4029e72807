"""When any listing last changed is read from an index: every search asks for it."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_listing_changed", table_name="listing")
    op.create_index("ix_listing_changed", "listing", ["updated_at", "status"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_listing_changed", table_name="listing")
    op.create_index("ix_listing_changed", "listing", ["status", "updated_at"], unique=False)
