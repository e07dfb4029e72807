"""Learned models with their measures, and the prices found with them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_SERVES = sa.text("status = 'in_service'")


def upgrade() -> None:
    op.create_table(
        "match_model",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_from", _JSON, nullable=False),
        sa.Column("compared_with", sa.String(length=64), nullable=False),
        sa.Column("measures", _JSON, nullable=False),
        sa.Column("verdict", _JSON, nullable=False),
        sa.Column("bias", _JSON, nullable=False),
        sa.Column("in_service_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_model")),
        sa.UniqueConstraint("version", name=op.f("uq_match_model_version")),
    )
    with op.batch_alter_table("match_model", schema=None) as batch_op:
        batch_op.create_index(
            "uq_match_model_serving", ["status"], unique=True, sqlite_where=_SERVES, postgresql_where=_SERVES
        )
    op.create_table(
        "match_market",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=False),
        sa.Column("prices", _JSON, nullable=False),
        sa.Column("floors", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_market")),
    )


def downgrade() -> None:
    op.drop_table("match_market")
    op.drop_table("match_model")
