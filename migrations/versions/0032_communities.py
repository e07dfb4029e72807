"""Communities and who belongs to them."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "community",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("hub_id", sa.String(length=26), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_community_created_by")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_community_hub_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_community_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
    )
    op.create_index(op.f("ix_community_hub_id"), "community", ["hub_id"])
    op.create_index("ix_community_town", "community", ["municipality_code", "status"])
    op.create_table(
        "community_member",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("community_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("shown_name", sa.String(length=60), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_barred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_community_member_community_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_community_member_municipality_code")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_community_member_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_member")),
        sa.UniqueConstraint("community_id", "user_id", name=op.f("uq_community_member_community_id_user_id")),
    )
    op.create_index(op.f("ix_community_member_municipality_code"), "community_member", ["municipality_code"])
    op.create_index(op.f("ix_community_member_user_id"), "community_member", ["user_id"])


def downgrade() -> None:
    op.drop_table("community_member")
    op.drop_table("community")
