"""Official statistics of every municipality, by edition; lines for maps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "statistics_edition",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("items", JSON, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_edition")),
        sa.UniqueConstraint("source", "name", name=op.f("uq_statistics_edition_source_name")),
    )
    op.create_table(
        "town_numbers",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("edition_id", sa.String(length=26), nullable=False),
        sa.Column("town_code", sa.String(length=6), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["statistics_edition.id"], name=op.f("fk_town_numbers_edition_id")),
        sa.ForeignKeyConstraint(["town_code"], ["municipality.code"], name=op.f("fk_town_numbers_town_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_numbers")),
        sa.UniqueConstraint("edition_id", "town_code", name=op.f("uq_town_numbers_edition_id_town_code")),
    )
    op.create_index(op.f("ix_town_numbers_town_code"), "town_numbers", ["town_code"])
    op.create_table(
        "prefecture_lines",
        sa.Column("prefecture_code", sa.String(length=6), nullable=False),
        sa.Column("outer", JSON, nullable=False),
        sa.Column("inner", JSON, nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["prefecture_code"], ["municipality.code"], name=op.f("fk_prefecture_lines_prefecture_code")
        ),
        sa.PrimaryKeyConstraint("prefecture_code", name=op.f("pk_prefecture_lines")),
    )


def downgrade() -> None:
    op.drop_table("prefecture_lines")
    op.drop_table("town_numbers")
    op.drop_table("statistics_edition")
