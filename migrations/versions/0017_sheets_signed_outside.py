"""Certificates of the keys that sign sheets, and sheets that are signed outside of this house."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_certificate",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("kid", sa.String(length=60), nullable=False),
        sa.Column("der", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_signing_certificate_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_certificate")),
    )
    op.create_index("ix_signing_certificate_municipality_code", "signing_certificate", ["municipality_code"])
    op.create_index("ix_signing_certificate_kid", "signing_certificate", ["kid"])
    op.create_table(
        "outside_signature",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("certificate_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("prepared_key", sa.String(length=50), nullable=False),
        sa.Column("file_key", sa.String(length=50), nullable=False),
        sa.Column("signer", sa.String(length=300), nullable=False),
        sa.Column("prepared_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_outside_signature_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_outside_signature_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_signature")),
    )
    op.create_index("ix_outside_signature_certificate_id", "outside_signature", ["certificate_id"])
    op.create_index("ix_outside_signature_municipality_code", "outside_signature", ["municipality_code"])


def downgrade() -> None:
    op.drop_table("outside_signature")
    op.drop_table("signing_certificate")
