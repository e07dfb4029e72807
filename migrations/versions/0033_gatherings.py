"""Gatherings, who comes, and what ideas came up."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_gatherings()
    _make_comings()
    _make_ideas()


def downgrade() -> None:
    op.drop_table("gathering_idea")
    op.drop_table("gathering_coming")
    op.drop_table("gathering")


def _make_gatherings() -> None:
    op.create_table(
        "gathering",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("community_id", sa.String(length=26), nullable=True),
        sa.Column("hub_id", sa.String(length=26), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pitch_seconds", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_gathering_community_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_gathering_created_by")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_gathering_hub_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_gathering_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
    )
    op.create_index(op.f("ix_gathering_community_id"), "gathering", ["community_id"])
    op.create_index(op.f("ix_gathering_hub_id"), "gathering", ["hub_id"])
    op.create_index("ix_gathering_town", "gathering", ["municipality_code", "starts_at"])


def _make_comings() -> None:
    op.create_table(
        "gathering_coming",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("gathering_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("shown_name", sa.String(length=60), nullable=False),
        sa.Column("pitch", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_gathering_coming_gathering_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_gathering_coming_municipality_code")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_gathering_coming_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_coming")),
        sa.UniqueConstraint("gathering_id", "user_id", name=op.f("uq_gathering_coming_gathering_id_user_id")),
    )
    op.create_index(op.f("ix_gathering_coming_municipality_code"), "gathering_coming", ["municipality_code"])
    op.create_index(op.f("ix_gathering_coming_user_id"), "gathering_coming", ["user_id"])


def _make_ideas() -> None:
    op.create_table(
        "gathering_idea",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("gathering_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("shown_name", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("next_step", sa.String(length=200), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_gathering_idea_gathering_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_gathering_idea_municipality_code")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_gathering_idea_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_idea")),
    )
    op.create_index(op.f("ix_gathering_idea_gathering_id"), "gathering_idea", ["gathering_id"])
    op.create_index(op.f("ix_gathering_idea_municipality_code"), "gathering_idea", ["municipality_code"])
    op.create_index(op.f("ix_gathering_idea_user_id"), "gathering_idea", ["user_id"])
