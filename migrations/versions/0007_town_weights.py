"""What a town counts how much when it looks for people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_weights",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("points", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=26), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_match_weights_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_weights")),
    )
    with op.batch_alter_table("match_weights", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_weights_municipality_code"), ["municipality_code"], unique=False)


def downgrade() -> None:
    op.drop_table("match_weights")
