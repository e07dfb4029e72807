"""Benefits with terms, quotas and a life of their own; uses recorded once; passes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TERMS = (
    ("kind", sa.String(length=40), "other"),
    ("audience", sa.String(length=40), "any"),
    ("gives", sa.Text(), ""),
    ("place", sa.String(length=120), ""),
    ("contact", sa.String(length=120), ""),
    ("per", sa.String(length=40), "month"),
    ("total_per", sa.String(length=40), "whole"),
    ("partner_ids", _JSON, "[]"),
    ("status", sa.String(length=40), "active"),
    ("is_held_by_town", sa.Boolean(), sa.false()),
)
EMPTY_TERMS = (
    ("value_yen", sa.Integer()),
    ("total_times", sa.Integer()),
    ("proposed_by", sa.String(length=26)),
)
_BENEFIT = sa.table("benefit", sa.column("created_at", sa.DateTime(timezone=True)), sa.column("starts_on", sa.Date()))
_BENEFIT_TERMS = sa.table("benefit", sa.column("title"), sa.column("gives"))
_USE = sa.table("redemption", sa.column("certificate_id"), sa.column("user_id"))
_CERTIFICATE = sa.table("certificate", sa.column("id"), sa.column("user_id"))


def upgrade() -> None:
    _benefits()
    _uses()
    op.create_table(
        "benefit_version",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("benefit_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("terms", _JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["benefit_id"], ["benefit.id"], name=op.f("fk_benefit_version_benefit_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_benefit_version_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_version")),
        sa.UniqueConstraint("benefit_id", "number", name=op.f("uq_benefit_version_benefit_id_number")),
    )
    op.create_table(
        "benefit_pass",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("benefit_id", sa.String(length=26), nullable=False),
        sa.Column("certificate_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redemption_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["benefit_id"], ["benefit.id"], name=op.f("fk_benefit_pass_benefit_id")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_benefit_pass_certificate_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_benefit_pass_municipality_code")
        ),
        sa.ForeignKeyConstraint(["redemption_id"], ["redemption.id"], name=op.f("fk_benefit_pass_redemption_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_pass")),
        sa.UniqueConstraint("benefit_id", "certificate_id", name=op.f("uq_benefit_pass_benefit_id_certificate_id")),
        sa.UniqueConstraint("code", name=op.f("uq_benefit_pass_code")),
    )
    op.create_index(op.f("ix_benefit_pass_certificate_id"), "benefit_pass", ["certificate_id"])


def _benefits() -> None:
    with op.batch_alter_table("benefit") as batch:
        batch.alter_column("times_a_month", new_column_name="times")
        for name, kind, default in TERMS:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        for name, kind in EMPTY_TERMS:
            batch.add_column(sa.Column(name, kind, nullable=True))
        batch.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
    op.get_bind().execute(_BENEFIT.update().values(starts_on=sa.func.date(_BENEFIT.c.created_at)))
    op.get_bind().execute(_BENEFIT_TERMS.update().values(gives=_BENEFIT_TERMS.c.title))
    with op.batch_alter_table("benefit") as batch:
        for name, kind, _default in TERMS:
            batch.alter_column(name, existing_type=kind, server_default=None)
        batch.alter_column("starts_on", existing_type=sa.Date(), nullable=False)
        batch.create_index("ix_benefit_town", ["municipality_code", "status"])


def _uses() -> None:
    with op.batch_alter_table("redemption") as batch:
        batch.drop_index("ix_redemption_use")
        batch.alter_column("certificate_id", existing_type=sa.String(length=26), nullable=True)
        batch.add_column(sa.Column("user_id", sa.String(length=26), nullable=True))
        batch.add_column(sa.Column("status", sa.String(length=40), nullable=False, server_default="recorded"))
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("value_yen", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("form_key", sa.String(length=26), nullable=True))
        batch.add_column(sa.Column("is_demo", sa.Boolean(), nullable=False, server_default=sa.false()))
    whose = sa.select(_CERTIFICATE.c.user_id).where(_CERTIFICATE.c.id == _USE.c.certificate_id).scalar_subquery()
    op.get_bind().execute(_USE.update().values(user_id=whose))
    with op.batch_alter_table("redemption") as batch:
        for name, kind in (("status", sa.String(length=40)), ("version", sa.Integer()), ("is_demo", sa.Boolean())):
            batch.alter_column(name, existing_type=kind, server_default=None)
        batch.create_foreign_key(op.f("fk_redemption_user_id"), "account", ["user_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_redemption_form_key"), ["form_key"])
        batch.create_index("ix_redemption_use", ["benefit_id", "user_id", "used_on"])
        batch.create_index("ix_redemption_desk", ["municipality_code", "used_on"])
        batch.create_index("ix_redemption_counter", ["recorded_by", "id"])
        batch.create_index(op.f("ix_redemption_certificate_id"), ["certificate_id"])
        batch.create_index(op.f("ix_redemption_user_id"), ["user_id"])


def downgrade() -> None:
    op.drop_table("benefit_pass")
    op.drop_table("benefit_version")
    op.execute(sa.text("DELETE FROM redemption WHERE certificate_id IS NULL OR status <> 'recorded'"))
    with op.batch_alter_table("redemption") as batch:
        for name in ("desk", "counter", "use", "certificate_id", "user_id"):
            batch.drop_index(f"ix_redemption_{name}")
        batch.drop_constraint(op.f("uq_redemption_form_key"), type_="unique")
        batch.drop_constraint(op.f("fk_redemption_user_id"), type_="foreignkey")
        for name in ("user_id", "status", "version", "value_yen", "form_key", "is_demo"):
            batch.drop_column(name)
        batch.alter_column("certificate_id", existing_type=sa.String(length=26), nullable=False)
        batch.create_index("ix_redemption_use", ["certificate_id", "benefit_id", "used_on"])
    op.execute(sa.text("DELETE FROM benefit WHERE status IN ('proposed', 'declined')"))
    op.execute(sa.text("UPDATE benefit SET times = 31 WHERE times > 31"))
    with op.batch_alter_table("benefit") as batch:
        batch.drop_index("ix_benefit_town")
        for name in ("starts_on", *(name for name, _kind, _default in TERMS), *(name for name, _kind in EMPTY_TERMS)):
            batch.drop_column(name)
        batch.alter_column("times", new_column_name="times_a_month")
