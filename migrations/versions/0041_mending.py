"""Small changes of earlier features: what matters to a resident about a town, unanswered threads, threads with brokers, photos."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Earlier profiles say that nothing matters especially; no earlier thread is a broker's."""
    op.add_column("resident", sa.Column("matters", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("resident") as batch:
        batch.alter_column("matters", server_default=None)
    op.add_column("thread", sa.Column("told_further_at", sa.DateTime(timezone=True), nullable=True))
    _let_brokers_answer()
    op.add_column("listing_photo", sa.Column("shows", sa.String(length=40), nullable=True))


def _let_brokers_answer() -> None:
    with op.batch_alter_table("thread") as batch:
        batch.add_column(sa.Column("broker_id", sa.String(length=26), nullable=True))
        batch.add_column(sa.Column("handoff_id", sa.String(length=26), nullable=True))
        batch.create_foreign_key(op.f("fk_thread_broker_id"), "bank_broker", ["broker_id"], ["id"])
        batch.create_foreign_key(op.f("fk_thread_handoff_id"), "bank_talk", ["handoff_id"], ["id"])
        batch.create_index("ix_thread_handoff_id", ["handoff_id"])
    op.create_table(
        "thread_key",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("thread_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_key_thread_id")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_thread_key")),
    )
    op.create_index("ix_thread_key_thread_id", "thread_key", ["thread_id"])


def downgrade() -> None:
    """What matters is forgotten; links of brokers no longer open anything."""
    with op.batch_alter_table("listing_photo") as batch:
        batch.drop_column("shows")
    op.drop_table("thread_key")
    with op.batch_alter_table("thread") as batch:
        batch.drop_index("ix_thread_handoff_id")
        batch.drop_constraint(op.f("fk_thread_handoff_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_thread_broker_id"), type_="foreignkey")
        batch.drop_column("handoff_id")
        batch.drop_column("broker_id")
        batch.drop_column("told_further_at")
    with op.batch_alter_table("resident") as batch:
        batch.drop_column("matters")
