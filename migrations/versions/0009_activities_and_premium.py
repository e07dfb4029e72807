"""Designated activities, who took part, the premium tier, and registration with the prefecture."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prefecture_registration",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("prefecture_code", sa.String(length=6), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_prefecture_registration_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prefecture_registration")),
    )
    with op.batch_alter_table("prefecture_registration", schema=None) as batch_op:
        batch_op.create_index("ix_prefecture_registration_prefecture", ["prefecture_code", "until"], unique=False)
        batch_op.create_index(
            "uq_prefecture_registration_standing",
            ["user_id", "prefecture_code"],
            unique=True,
            sqlite_where=sa.text('"until" IS NULL'),
            postgresql_where=sa.text('"until" IS NULL'),
        )

    op.create_table(
        "activity",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("what_counts", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("hubs_attest", sa.Boolean(), nullable=False),
        sa.Column("takes_claims", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("listing_id", sa.String(length=26), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_activity_listing_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_activity_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index("ix_activity_town", ["municipality_code", "status"], unique=False)

    op.create_table(
        "activity_attester",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("activity_id", sa.String(length=26), nullable=False),
        sa.Column("corporation_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_attester_activity_id")),
        sa.ForeignKeyConstraint(
            ["corporation_id"], ["corporation.id"], name=op.f("fk_activity_attester_corporation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_attester")),
        sa.UniqueConstraint(
            "activity_id", "corporation_id", name=op.f("uq_activity_attester_activity_id_corporation_id")
        ),
    )
    with op.batch_alter_table("activity_attester", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_attester_corporation_id"), ["corporation_id"], unique=False)

    op.create_table(
        "activity_occasion",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("activity_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("poster_code", sa.String(length=12), nullable=False),
        sa.Column("opened_by", sa.String(length=26), nullable=True),
        sa.Column("attester_kind", sa.String(length=40), nullable=True),
        sa.Column("attester_corporation_id", sa.String(length=26), nullable=True),
        sa.Column("attester_name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_occasion_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_occasion")),
        sa.UniqueConstraint("poster_code", name=op.f("uq_activity_occasion_poster_code")),
    )
    with op.batch_alter_table("activity_occasion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_occasion_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_occasion_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index("ix_activity_occasion_open", ["status", "ends_at"], unique=False)

    op.create_table(
        "premium_request",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("registration_id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("is_renewal", sa.Boolean(), nullable=False),
        sa.Column("found", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("granted_from", sa.Date(), nullable=True),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("shortage_told_on", sa.Date(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_premium_request_registration_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_premium_request_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premium_request")),
    )
    with op.batch_alter_table("premium_request", schema=None) as batch_op:
        batch_op.create_index("ix_premium_request_queue", ["municipality_code", "status", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_premium_request_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_premium_request_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_premium_request_waiting",
            ["registration_id"],
            unique=True,
            sqlite_where=sa.text("status = 'requested'"),
            postgresql_where=sa.text("status = 'requested'"),
        )

    op.create_table(
        "activity_record",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("activity_id", sa.String(length=26), nullable=False),
        sa.Column("activity_occasion_id", sa.String(length=26), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("attester_kind", sa.String(length=40), nullable=True),
        sa.Column("attester_corporation_id", sa.String(length=26), nullable=True),
        sa.Column("attester_name", sa.String(length=100), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_record_activity_id")),
        sa.ForeignKeyConstraint(
            ["activity_occasion_id"], ["activity_occasion.id"], name=op.f("fk_activity_record_activity_occasion_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_activity_record_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_record")),
    )
    with op.batch_alter_table("activity_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_record_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_activity_record_activity_occasion_id"), ["activity_occasion_id"], unique=False
        )
        batch_op.create_index(
            "ix_activity_record_person", ["user_id", "municipality_code", "status", "done_on"], unique=False
        )
        batch_op.create_index("ix_activity_record_town", ["municipality_code", "status", "done_on"], unique=False)
        batch_op.create_index(
            "uq_activity_record_day",
            ["user_id", "activity_id", "done_on"],
            unique=True,
            sqlite_where=sa.text("activity_occasion_id IS NULL AND status IN ('claimed', 'attested')"),
            postgresql_where=sa.text("activity_occasion_id IS NULL AND status IN ('claimed', 'attested')"),
        )
        batch_op.create_index(
            "uq_activity_record_occasion",
            ["user_id", "activity_occasion_id"],
            unique=True,
            sqlite_where=sa.text("status <> 'withdrawn'"),
            postgresql_where=sa.text("status <> 'withdrawn'"),
        )

    op.create_table(
        "activity_evidence",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("activity_record_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_key", sa.String(length=50), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_record_id"], ["activity_record.id"], name=op.f("fk_activity_evidence_activity_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_evidence")),
    )
    with op.batch_alter_table("activity_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_evidence_activity_record_id"), ["activity_record_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_activity_evidence_file_key"), ["file_key"], unique=False)


def downgrade() -> None:
    op.drop_table("activity_evidence")
    op.drop_table("activity_record")
    op.drop_table("premium_request")
    op.drop_table("activity_occasion")
    op.drop_table("activity_attester")
    op.drop_table("activity")
    op.drop_table("prefecture_registration")
