"""Photos in several widths, drawn by the worker from what was sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("listing_photo") as batch_op:
        batch_op.add_column(sa.Column("original_key", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("smaller", json, nullable=False, server_default="[]"))
    with op.batch_alter_table("listing_photo") as batch_op:
        batch_op.alter_column("original_key", server_default=None)
        batch_op.alter_column("smaller", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM listing_photo WHERE file_key = ''")
    with op.batch_alter_table("listing_photo") as batch_op:
        batch_op.drop_column("smaller")
        batch_op.drop_column("original_key")
