"""Calendars on which something can be booked, days off, bookings, and private calendar addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_calendar_feed_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
        sa.UniqueConstraint("user_id", name=op.f("uq_calendar_feed_user_id")),
    )
    op.create_table(
        "booking_calendar",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("corporation_id", sa.String(length=26), nullable=True),
        sa.Column("listing_id", sa.String(length=26), nullable=True),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("with_whom", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("days", sa.String(length=60), nullable=False),
        sa.Column("hours", sa.String(length=60), nullable=False),
        sa.Column("closed", sa.String(length=100), nullable=False),
        sa.Column("weekend_hours", sa.String(length=60), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("counts_people", sa.Boolean(), nullable=False),
        sa.Column("needs_word", sa.Boolean(), nullable=False),
        sa.Column("takes_waiting", sa.Boolean(), nullable=False),
        sa.Column("lead_hours", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("cancel_hours", sa.Integer(), nullable=False),
        sa.Column("min_nights", sa.Integer(), nullable=False),
        sa.Column("max_nights", sa.Integer(), nullable=False),
        sa.Column("check_in", sa.String(length=5), nullable=False),
        sa.Column("check_out", sa.String(length=5), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_booking_calendar_capacity_positive")),
        sa.ForeignKeyConstraint(
            ["corporation_id"], ["corporation.id"], name=op.f("fk_booking_calendar_corporation_id")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_booking_calendar_listing_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_booking_calendar_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_calendar")),
    )
    with op.batch_alter_table("booking_calendar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_calendar_corporation_id"), ["corporation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_calendar_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index("ix_booking_calendar_town", ["municipality_code", "is_open", "use"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("booking_calendar_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("corporation_id", sa.String(length=26), nullable=True),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("shown_name", sa.String(length=40), nullable=False),
        sa.Column("is_alias", sa.Boolean(), nullable=False),
        sa.Column("shares_contact", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("is_late_cancellation", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_booking_ends_after_start")),
        sa.CheckConstraint("people >= 1", name=op.f("ck_booking_somebody_comes")),
        sa.ForeignKeyConstraint(
            ["booking_calendar_id"], ["booking_calendar.id"], name=op.f("fk_booking_booking_calendar_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_booking_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index("ix_booking_person", ["user_id", "starts_at"], unique=False)
        batch_op.create_index("ix_booking_time", ["booking_calendar_id", "starts_at", "ends_at"], unique=False)
        batch_op.create_index(
            "uq_booking_person",
            ["booking_calendar_id", "user_id", "starts_at"],
            unique=True,
            sqlite_where=sa.text("status IN ('requested', 'confirmed', 'waiting')"),
            postgresql_where=sa.text("status IN ('requested', 'confirmed', 'waiting')"),
        )

    op.create_table(
        "booking_closure",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("booking_calendar_id", sa.String(length=26), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_calendar_id"], ["booking_calendar.id"], name=op.f("fk_booking_closure_booking_calendar_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_closure")),
    )
    with op.batch_alter_table("booking_closure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_booking_closure_booking_calendar_id"), ["booking_calendar_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("booking_closure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_closure_booking_calendar_id"))

    op.drop_table("booking_closure")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_booking_person",
            sqlite_where=sa.text("status IN ('requested', 'confirmed', 'waiting')"),
            postgresql_where=sa.text("status IN ('requested', 'confirmed', 'waiting')"),
        )
        batch_op.drop_index("ix_booking_time")
        batch_op.drop_index("ix_booking_person")
        batch_op.drop_index(batch_op.f("ix_booking_municipality_code"))

    op.drop_table("booking")
    with op.batch_alter_table("booking_calendar", schema=None) as batch_op:
        batch_op.drop_index("ix_booking_calendar_town")
        batch_op.drop_index(batch_op.f("ix_booking_calendar_listing_id"))
        batch_op.drop_index(batch_op.f("ix_booking_calendar_corporation_id"))

    op.drop_table("booking_calendar")
    op.drop_table("calendar_feed")
