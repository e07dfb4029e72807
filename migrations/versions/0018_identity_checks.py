"""Checks of identity, and attempts on the way to a provider."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_check",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("subject_sha256", sa.String(length=64), nullable=False),
        sa.Column("acr", sa.String(length=200), nullable=False),
        sa.Column("document_kind", sa.String(length=40), nullable=True),
        sa.Column("checked_by", sa.String(length=26), nullable=True),
        sa.Column("seen_name", sa.String(length=120), nullable=False),
        sa.Column("seen_birth_date", sa.Date(), nullable=True),
        sa.Column("seen_address", sa.String(length=300), nullable=False),
        sa.Column("address_matches", sa.Boolean(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_identity_check_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_check")),
    )
    op.create_index("ix_identity_check_person", "identity_check", ["user_id", "id"])
    op.create_index(op.f("ix_identity_check_municipality_code"), "identity_check", ["municipality_code"])
    op.create_index(op.f("ix_identity_check_subject_sha256"), "identity_check", ["subject_sha256"])
    op.create_table(
        "identity_attempt",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_identity_attempt_user_id")),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_identity_attempt")),
    )
    op.create_index(op.f("ix_identity_attempt_user_id"), "identity_attempt", ["user_id"])


def downgrade() -> None:
    op.drop_table("identity_attempt")
    op.drop_table("identity_check")
