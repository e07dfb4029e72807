"""The matching desk: batches of places to give out, and what each suggests to whom."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "match_batch",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("offers", _JSON, nullable=False),
        sa.Column("model_version", sa.String(length=80), nullable=False),
        sa.Column("rate_is_assumed", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_step", sa.String(length=200), nullable=False),
        sa.Column("signed", sa.String(length=60), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_match_batch_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_batch")),
    )
    with op.batch_alter_table("match_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_batch_municipality_code"), ["municipality_code"], unique=False)
    op.create_table(
        "match_suggestion",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("batch_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("options", _JSON, nullable=False),
        sa.Column("market_listing_id", sa.String(length=26), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("chosen_listing_id", sa.String(length=26), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("scout_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["match_batch.id"], name=op.f("fk_match_suggestion_batch_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_match_suggestion_municipality_code")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_match_suggestion_user_id")),
        sa.ForeignKeyConstraint(
            ["market_listing_id"], ["listing.id"], name=op.f("fk_match_suggestion_market_listing_id")
        ),
        sa.ForeignKeyConstraint(
            ["chosen_listing_id"], ["listing.id"], name=op.f("fk_match_suggestion_chosen_listing_id")
        ),
        sa.ForeignKeyConstraint(["scout_id"], ["scout.id"], name=op.f("fk_match_suggestion_scout_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_suggestion")),
        sa.UniqueConstraint("batch_id", "code", name=op.f("uq_match_suggestion_batch_id_code")),
    )
    with op.batch_alter_table("match_suggestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_suggestion_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index("ix_match_suggestion_person", ["user_id", "status"], unique=False)


def downgrade() -> None:
    op.drop_table("match_suggestion")
    op.drop_table("match_batch")
