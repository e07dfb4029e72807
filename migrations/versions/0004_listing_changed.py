"""When published listings last changed is read from an index: every search by words asks for it."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_listing_changed", "listing", ["status", "updated_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_listing_changed", table_name="listing")
