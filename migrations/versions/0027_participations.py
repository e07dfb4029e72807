"""Applications to jobs, events and local needs, and what both sides say afterwards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("corporation_id", sa.String(length=26), nullable=True),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("shown_name", sa.String(length=40), nullable=False),
        sa.Column("is_alias", sa.Boolean(), nullable=False),
        sa.Column("shares_contact", sa.Boolean(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("children_ages", sa.String(length=60), nullable=False),
        sa.Column("wished_days", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("adults >= 1 and children >= 0", name=op.f("ck_participation_somebody_comes")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_participation_listing_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_participation_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index("ix_participation_listing", ["listing_id", "status", "applied_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index("ix_participation_person", ["user_id", "applied_at"], unique=False)
        batch_op.create_index(
            "uq_participation_open",
            ["listing_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('applied', 'waiting', 'accepted')"),
            postgresql_where=sa.text("status IN ('applied', 'waiting', 'accepted')"),
        )

    op.create_table(
        "participation_call",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("choosing", sa.String(length=40), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("apply_until", sa.Date(), nullable=True),
        sa.Column("takes_waiting", sa.Boolean(), nullable=False),
        sa.Column("children_from", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity is null or capacity >= 1", name=op.f("ck_participation_call_capacity_positive")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_participation_call_listing_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_participation_call_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_call")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_participation_call_listing_id")),
    )
    op.create_table(
        "participation_feedback",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("participation_id", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("confidential", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=26), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.String(length=26), nullable=True),
        sa.Column("handled_note", sa.Text(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_participation_feedback_listing_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_participation_feedback_participation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_feedback")),
        sa.UniqueConstraint("participation_id", "side", name=op.f("uq_participation_feedback_participation_id_side")),
    )
    with op.batch_alter_table("participation_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_feedback_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index("ix_participation_feedback_town", ["municipality_code", "handled_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("participation_feedback", schema=None) as batch_op:
        batch_op.drop_index("ix_participation_feedback_town")
        batch_op.drop_index(batch_op.f("ix_participation_feedback_listing_id"))

    op.drop_table("participation_feedback")
    op.drop_table("participation_call")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_participation_open",
            sqlite_where=sa.text("status IN ('applied', 'waiting', 'accepted')"),
            postgresql_where=sa.text("status IN ('applied', 'waiting', 'accepted')"),
        )
        batch_op.drop_index("ix_participation_person")
        batch_op.drop_index(batch_op.f("ix_participation_municipality_code"))
        batch_op.drop_index("ix_participation_listing")

    op.drop_table("participation")
