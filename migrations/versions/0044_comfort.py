"""Comfort of staff: kept filters, how often reasons are used, moves that can be taken back, calendars, the counter."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Everybody keeps the keys on; nothing is known about documents seen at earlier counters."""
    op.add_column("account", _moment("shortcuts_off_at", nullable=True))
    op.add_column("registration_entry", sa.Column("saw_document", sa.Boolean(), nullable=True))
    op.create_table(
        "kept_filter",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("args", JSON, nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        _moment("created_at"),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_kept_filter_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_filter")),
        sa.UniqueConstraint("user_id", "place", "name", name=op.f("uq_kept_filter_user_id_place_name")),
    )
    op.create_index("ix_kept_filter_user_id", "kept_filter", ["user_id"])
    default = sa.text("is_default")
    op.create_index(
        "uq_kept_filter_default",
        "kept_filter",
        ["user_id", "place"],
        unique=True,
        sqlite_where=default,
        postgresql_where=default,
    )
    _moves_that_wait()
    _calendars_and_reasons()


def _moves_that_wait() -> None:
    op.create_table(
        "waiting_move",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("made_by", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        _moment("takes_effect_at"),
        _moment("created_at"),
        _moment("settled_at", nullable=True),
        sa.Column("result_id", sa.String(length=26), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_waiting_move_made_by")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_waiting_move_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_move")),
    )
    op.create_index("ix_waiting_move_municipality_code", "waiting_move", ["municipality_code"])
    op.create_index("ix_waiting_move_mine", "waiting_move", ["made_by", "status", "id"])


def _calendars_and_reasons() -> None:
    op.create_table(
        "deadline_feed",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _moment("created_at"),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_deadline_feed_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_deadline_feed_token_hash")),
        sa.UniqueConstraint("user_id", name=op.f("uq_deadline_feed_user_id")),
    )
    op.create_table(
        "reason_use",
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        _moment("last_at"),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_reason_use_municipality_code")
        ),
        sa.PrimaryKeyConstraint("municipality_code", "answer", "key", name=op.f("pk_reason_use")),
    )


def downgrade() -> None:
    """Moves that wait are not done any more."""
    for table in ("reason_use", "deadline_feed", "waiting_move", "kept_filter"):
        op.drop_table(table)
    with op.batch_alter_table("registration_entry") as batch:
        batch.drop_column("saw_document")
    op.drop_column("account", "shortcuts_off_at")
