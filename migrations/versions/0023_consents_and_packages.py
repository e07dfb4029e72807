"""Further recipients of a consent, requests to delete, information packages with their delivery log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _consents()
    _packages()


def _consents() -> None:
    op.create_table(
        "consent_recipient",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("consent_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["owner_consent.id"], name=op.f("fk_consent_recipient_consent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_recipient")),
        sa.UniqueConstraint(
            "consent_id", "kind", "organisation_id", name=op.f("uq_consent_recipient_consent_id_kind_organisation_id")
        ),
    )
    op.create_index(op.f("ix_consent_recipient_organisation_id"), "consent_recipient", ["organisation_id"])
    op.create_table(
        "deletion_request",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("consent_id", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("holder", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("items", _JSON, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=26), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["owner_consent.id"], name=op.f("fk_deletion_request_consent_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_deletion_request_listing_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_deletion_request_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion_request")),
        sa.UniqueConstraint("consent_id", "holder", name=op.f("uq_deletion_request_consent_id_holder")),
    )
    op.create_index(op.f("ix_deletion_request_listing_id"), "deletion_request", ["listing_id"])
    op.create_index(op.f("ix_deletion_request_municipality_code"), "deletion_request", ["municipality_code"])
    op.create_index(op.f("ix_deletion_request_holder"), "deletion_request", ["holder"])
    op.create_index("ix_deletion_request_open", "deletion_request", ["confirmed_at", "due_on"])


def _packages() -> None:
    op.create_table(
        "info_package",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("corporation_id", sa.String(length=26), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("prepared_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_info_package_municipality_code")
        ),
        sa.ForeignKeyConstraint(["corporation_id"], ["corporation.id"], name=op.f("fk_info_package_corporation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_info_package")),
    )
    op.create_index(op.f("ix_info_package_municipality_code"), "info_package", ["municipality_code"])
    op.create_index(op.f("ix_info_package_corporation_id"), "info_package", ["corporation_id"])
    op.create_table(
        "info_package_item",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("package_id", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recall_reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["info_package.id"], name=op.f("fk_info_package_item_package_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_info_package_item_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_info_package_item")),
        sa.UniqueConstraint("package_id", "listing_id", name=op.f("uq_info_package_item_package_id_listing_id")),
    )
    op.create_index(op.f("ix_info_package_item_listing_id"), "info_package_item", ["listing_id"])
    op.create_table(
        "info_delivery",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("package_id", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=26), nullable=True),
        sa.Column("contents", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["info_package.id"], name=op.f("fk_info_delivery_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_info_delivery")),
    )
    op.create_index(op.f("ix_info_delivery_package_id"), "info_delivery", ["package_id"])


def downgrade() -> None:
    for name in ("info_delivery", "info_package_item", "info_package", "deletion_request", "consent_recipient"):
        op.drop_table(name)
