"""Everything an application asks besides the profile, and the consent of a minor's guardian."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("registration", sa.Column("details", _JSON, nullable=False, server_default="{}"))
    with op.batch_alter_table("registration") as batch:
        batch.alter_column("details", server_default=None)
    op.create_table(
        "guardian_consent",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("registration_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("purposes", _JSON, nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("answer_hash", sa.String(length=64), nullable=True),
        sa.Column("withdraw_hash", sa.String(length=64), nullable=True),
        sa.Column("letters", _JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=26), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_guardian_consent_municipality_code")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_guardian_consent_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_consent")),
        sa.UniqueConstraint("answer_hash", name=op.f("uq_guardian_consent_answer_hash")),
        sa.UniqueConstraint("withdraw_hash", name=op.f("uq_guardian_consent_withdraw_hash")),
    )
    for name in ("registration_id", "municipality_code"):
        op.create_index(op.f(f"ix_guardian_consent_{name}"), "guardian_consent", [name], unique=False)


def downgrade() -> None:
    op.drop_table("guardian_consent")
    with op.batch_alter_table("registration") as batch:
        batch.drop_column("details")
