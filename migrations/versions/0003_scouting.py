"""Scouting: what a place asks one person, and whom a person wants to hear no more from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_OPEN = sa.text("status in ('sent', 'seen')")


def upgrade() -> None:
    op.create_table(
        "scout",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("sender", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("corporation_id", sa.String(length=26), nullable=True),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("candidate", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("facts", _JSON, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(length=200), nullable=False),
        sa.Column("signed", sa.String(length=60), nullable=False),
        sa.Column("sent_by", sa.String(length=26), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("contact", _JSON, nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["corporation_id"], ["corporation.id"], name=op.f("fk_scout_corporation_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_scout_listing_id")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_scout_municipality_code")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_scout_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scout")),
    )
    with op.batch_alter_table("scout", schema=None) as batch_op:
        batch_op.create_index(
            "uq_scout_open", ["user_id", "sender"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        )
        batch_op.create_index("ix_scout_sender", ["sender", "sent_at"], unique=False)
        batch_op.create_index("ix_scout_person", ["user_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_scout_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_scout_listing_id"), ["listing_id"], unique=False)
    op.create_table(
        "scout_block",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("sender", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_scout_block_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scout_block")),
        sa.UniqueConstraint("user_id", "sender", name=op.f("uq_scout_block_user_id_sender")),
    )
    with op.batch_alter_table("scout_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scout_block_sender"), ["sender"], unique=False)


def downgrade() -> None:
    op.drop_table("scout_block")
    op.drop_table("scout")
