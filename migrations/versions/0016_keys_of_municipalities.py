"""Keys with which municipalities sign."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

UNIQUE = (
    ("uq_issuer_key_active_town", ["municipality_code", "purpose"], "municipality_code IS NOT NULL"),
    ("uq_issuer_key_active_operator", ["purpose"], "municipality_code IS NULL"),
)


def upgrade() -> None:
    op.create_table(
        "issuer_key",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=True),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("kid", sa.String(length=60), nullable=False),
        sa.Column("short_kid", sa.String(length=12), nullable=False),
        sa.Column("alg", sa.String(length=10), nullable=False),
        sa.Column("public_jwk", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("wrapped_private", sa.LargeBinary(), nullable=True),
        sa.Column("kek_id", sa.String(length=16), nullable=False),
        sa.Column("pkcs11_uri", sa.String(length=200), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compromised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name="fk_issuer_key_municipality_code"),
        sa.PrimaryKeyConstraint("id", name="pk_issuer_key"),
        sa.UniqueConstraint("kid", name="uq_issuer_key_kid"),
        sa.UniqueConstraint("short_kid", name="uq_issuer_key_short_kid"),
    )
    op.create_index("ix_issuer_key_municipality_code", "issuer_key", ["municipality_code"])
    for name, columns, whose in UNIQUE:
        where = sa.text(f"status = 'active' AND {whose}")
        op.create_index(name, "issuer_key", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_table("issuer_key")
