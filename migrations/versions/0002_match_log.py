"""What residents say about suggestions gets its reason, and what was shown gets a log under other names."""

import sqlalchemy as sa
from alembic import op

from webapp.core.append_only import statements

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("match_feedback", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("shows_name", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("model_version", sa.String(length=64), nullable=False, server_default=""))
        batch_op.create_index("ix_match_feedback_listing", ["listing_id", "verdict", "at"], unique=False)
    with op.batch_alter_table("match_feedback", schema=None) as batch_op:
        batch_op.alter_column("shows_name", server_default=None)
        batch_op.alter_column("model_version", server_default=None)
    op.create_table(
        "match_person",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_match_person_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_person")),
        sa.UniqueConstraint("user_id", name=op.f("uq_match_person_user_id")),
    )
    op.create_table(
        "match_event",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("page", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_event")),
    )
    with op.batch_alter_table("match_event", schema=None) as batch_op:
        batch_op.create_index("ix_match_event_listing", ["listing_id", "kind"], unique=False)
        batch_op.create_index("ix_match_event_person", ["person", "listing_id"], unique=False)
    for statement in statements("match_event", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("match_event", schema=None) as batch_op:
        batch_op.drop_index("ix_match_event_person")
        batch_op.drop_index("ix_match_event_listing")
    op.drop_table("match_event")
    op.drop_table("match_person")
    with op.batch_alter_table("match_feedback", schema=None) as batch_op:
        batch_op.drop_index("ix_match_feedback_listing")
        batch_op.drop_column("model_version")
        batch_op.drop_column("shows_name")
        batch_op.drop_column("reason")
