"""First steps: what tours and hints a person has put away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Nobody has put anything away yet."""
    op.add_column("account", sa.Column("put_away", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("account") as batch:
        batch.alter_column("put_away", server_default=None)


def downgrade() -> None:
    """Every hint is shown again."""
    op.drop_column("account", "put_away")
