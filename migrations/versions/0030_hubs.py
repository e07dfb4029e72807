"""Parts of a town, hubs, hub persons."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "ward",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_ward_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ward")),
        sa.UniqueConstraint("municipality_code", "name", name=op.f("uq_ward_municipality_code_name")),
    )
    op.create_table(
        "hub",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("ward_id", sa.String(length=26), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("access", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("open_days", sa.String(length=100), nullable=False),
        sa.Column("open_hours", sa.String(length=100), nullable=False),
        sa.Column("closed_days", sa.String(length=100), nullable=False),
        sa.Column("here", sa.Text(), nullable=False),
        sa.Column("within_30", sa.Text(), nullable=False),
        sa.Column("within_60", sa.Text(), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_hub_municipality_code")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_hub_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub")),
    )
    op.create_index("ix_hub_town", "hub", ["municipality_code", "status"])
    op.create_index(op.f("ix_hub_ward_id"), "hub", ["ward_id"])
    op.create_table(
        "hub_person",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("hub_id", sa.String(length=26), nullable=True),
        sa.Column("ward_id", sa.String(length=26), nullable=True),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("shown_name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("topics", JSON, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("office_days", sa.String(length=100), nullable=False),
        sa.Column("office_hours", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("next_plan", sa.Text(), nullable=False),
        sa.Column("most_work", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_person_hub_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_hub_person_municipality_code")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_hub_person_user_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_hub_person_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_person")),
    )
    op.create_index(op.f("ix_hub_person_hub_id"), "hub_person", ["hub_id"])
    op.create_index("ix_hub_person_town", "hub_person", ["municipality_code", "status"])
    op.create_index(op.f("ix_hub_person_user_id"), "hub_person", ["user_id"])
    op.create_index(op.f("ix_hub_person_ward_id"), "hub_person", ["ward_id"])


def downgrade() -> None:
    op.drop_table("hub_person")
    op.drop_table("hub")
    op.drop_table("ward")
