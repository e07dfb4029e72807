"""Small changes of earlier features: what matters to a resident about a town, threads that a town leaves unanswered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Earlier profiles say that nothing matters especially."""
    op.add_column("resident", sa.Column("matters", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("resident") as batch:
        batch.alter_column("matters", server_default=None)
    op.add_column("thread", sa.Column("told_further_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """What matters is forgotten."""
    with op.batch_alter_table("thread") as batch:
        batch.drop_column("told_further_at")
    with op.batch_alter_table("resident") as batch:
        batch.drop_column("matters")
