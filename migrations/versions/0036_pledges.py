"""Donors with and without an account, ways to pay, agreement texts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.core.append_only import statements

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
#: new columns of pledges that are never empty: name, type, what earlier rows have
NEW = (
    ("email", sa.String(length=254), ""),
    ("refunded_yen", sa.BigInteger(), "0"),
    ("shown_name", sa.String(length=40), ""),
    ("gift_name", sa.String(length=120), ""),
)
MAYBE = (
    ("method", sa.String(length=40)),
    ("gift_id", sa.String(length=26)),
    ("agreement_digest", sa.String(length=64)),
    ("entered_by", sa.String(length=26)),
)


def upgrade() -> None:
    op.create_table(
        "pledge_agreement",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("paragraphs", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_pledge_agreement_municipality_code")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_pledge_agreement")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_pledge_agreement_municipality_code"), "pledge_agreement", ["municipality_code"])
    for statement in statements("pledge_agreement", op.get_bind().dialect.name):
        op.execute(statement)
    _widen_pledges()
    op.create_table(
        "pledge_guest_key",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("pledge_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_pledge_guest_key_pledge_id")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_pledge_guest_key")),
    )
    op.create_index(op.f("ix_pledge_guest_key_pledge_id"), "pledge_guest_key", ["pledge_id"])
    op.create_table(
        "pledge_draft",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("pledge_id", sa.String(length=26), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_pledge_draft_pledge_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_pledge_draft_project_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_pledge_draft_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_draft")),
        sa.UniqueConstraint("pledge_id", name=op.f("uq_pledge_draft_pledge_id")),
    )
    op.create_index(op.f("ix_pledge_draft_user_id"), "pledge_draft", ["user_id"])


def _widen_pledges() -> None:
    with op.batch_alter_table("pledge") as batch:
        for name, kind, before in NEW:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=before))
        for name, kind in MAYBE:
            batch.add_column(sa.Column(name, kind, nullable=True))
    with op.batch_alter_table("pledge") as batch:
        for name, _kind, _before in NEW:
            batch.alter_column(name, server_default=None)
        batch.alter_column("user_id", existing_type=sa.String(length=26), nullable=True)
        batch.create_check_constraint(
            op.f("ck_pledge_refund_within_amount"), "refunded_yen >= 0 and refunded_yen <= amount"
        )
        batch.create_foreign_key(
            op.f("fk_pledge_agreement_digest"), "pledge_agreement", ["agreement_digest"], ["digest"]
        )
        batch.create_index("ix_pledge_email", ["email"])


def downgrade() -> None:
    op.drop_table("pledge_draft")
    op.drop_table("pledge_guest_key")
    with op.batch_alter_table("pledge") as batch:  # user_id stays as it is: pledges without an account are not lost
        batch.drop_index("ix_pledge_email")
        batch.drop_constraint(op.f("fk_pledge_agreement_digest"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_pledge_refund_within_amount"), type_="check")
        for name, *_rest in (*NEW, *MAYBE):
            batch.drop_column(name)
    op.drop_table("pledge_agreement")
