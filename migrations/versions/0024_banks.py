"""Joint banks of vacant homes: towns, brokers, costs; owners' homes with papers; users and their way to a home."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TABLES = (
    "akiya_bank",
    "bank_member",
    "bank_broker",
    "bank_cost",
    "bank_home",
    "bank_document",
    "bank_user",
    "bank_talk",
)


def upgrade() -> None:
    _akiya_bank()
    _bank_member()
    _bank_broker()
    _bank_cost()
    _bank_home()
    _bank_document()
    _bank_user()
    _bank_talk()


def _akiya_bank() -> None:
    op.create_table(
        "akiya_bank",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("operator", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_akiya_bank_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_akiya_bank")),
        sa.UniqueConstraint("prefix", name=op.f("uq_akiya_bank_prefix")),
    )
    op.create_index(op.f("ix_akiya_bank_municipality_code"), "akiya_bank", ["municipality_code"])


def _bank_member() -> None:
    op.create_table(
        "bank_member",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("bank_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=8), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("population_source", sa.String(length=120), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["akiya_bank.id"], name=op.f("fk_bank_member_bank_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_bank_member_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_member")),
        sa.UniqueConstraint("bank_id", "label", name=op.f("uq_bank_member_bank_id_label")),
    )
    op.create_index(op.f("ix_bank_member_bank_id"), "bank_member", ["bank_id"])
    where = sa.text("status IN ('invited', 'joined')")
    op.create_index(
        "uq_bank_member_town",
        "bank_member",
        ["municipality_code"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _bank_broker() -> None:
    op.create_table(
        "bank_broker",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("bank_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("licence", sa.String(length=60), nullable=False),
        sa.Column("association", sa.String(length=80), nullable=False),
        sa.Column("contact", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["akiya_bank.id"], name=op.f("fk_bank_broker_bank_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_bank_broker_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_broker")),
    )
    op.create_index(op.f("ix_bank_broker_bank_id"), "bank_broker", ["bank_id"])


def _bank_cost() -> None:
    op.create_table(
        "bank_cost",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("bank_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("total_yen", sa.BigInteger(), nullable=False),
        sa.Column("equal_percent", sa.Integer(), nullable=False),
        sa.Column("population_percent", sa.Integer(), nullable=False),
        sa.Column("homes_percent", sa.Integer(), nullable=False),
        sa.Column("lines", _JSON, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["akiya_bank.id"], name=op.f("fk_bank_cost_bank_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_bank_cost_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_cost")),
        sa.UniqueConstraint("bank_id", "fiscal_year", name=op.f("uq_bank_cost_bank_id_fiscal_year")),
    )
    op.create_index(op.f("ix_bank_cost_bank_id"), "bank_cost", ["bank_id"])


def _bank_home() -> None:
    op.create_table(
        "bank_home",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("bank_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("listing_id", sa.String(length=26), nullable=True),
        sa.Column("broker_id", sa.String(length=26), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("deal", sa.String(length=40), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("monthly_cost", sa.Integer(), nullable=True),
        sa.Column("private_address", sa.String(length=200), nullable=False),
        sa.Column("public_address", sa.String(length=120), nullable=False),
        sa.Column("facts", _JSON, nullable=False),
        sa.Column("owner_name", sa.String(length=60), nullable=False),
        sa.Column("owner_kana", sa.String(length=60), nullable=False),
        sa.Column("owner_address", sa.String(length=200), nullable=False),
        sa.Column("owner_email", sa.String(length=254), nullable=False),
        sa.Column("owner_phone", sa.String(length=20), nullable=False),
        sa.Column("keeper", sa.String(length=120), nullable=False),
        sa.Column("conditions", _JSON, nullable=False),
        sa.Column("consent_items", _JSON, nullable=False),
        sa.Column("statement_version", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("surveyed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("contracted_on", sa.Date(), nullable=True),
        sa.Column("contract_yen", sa.BigInteger(), nullable=True),
        sa.Column("by_dual_resident", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["akiya_bank.id"], name=op.f("fk_bank_home_bank_id")),
        sa.ForeignKeyConstraint(["broker_id"], ["bank_broker.id"], name=op.f("fk_bank_home_broker_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_bank_home_listing_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_bank_home_municipality_code")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_bank_home_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_home")),
        sa.UniqueConstraint("bank_id", "number", name=op.f("uq_bank_home_bank_id_number")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_bank_home_listing_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_bank_home_token_hash")),
    )
    op.create_index(op.f("ix_bank_home_bank_id"), "bank_home", ["bank_id"])
    op.create_index("ix_bank_home_queue", "bank_home", ["municipality_code", "status", "due_on"])
    op.create_index(op.f("ix_bank_home_user_id"), "bank_home", ["user_id"])


def _bank_document() -> None:
    op.create_table(
        "bank_document",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("home_id", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["bank_home.id"], name=op.f("fk_bank_document_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_document")),
    )
    op.create_index(op.f("ix_bank_document_home_id"), "bank_document", ["home_id"])


def _bank_user() -> None:
    op.create_table(
        "bank_user",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("bank_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("full_name", sa.String(length=60), nullable=False),
        sa.Column("shown_name", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("household", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("pledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pledge_version", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["akiya_bank.id"], name=op.f("fk_bank_user_bank_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_bank_user_municipality_code")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_bank_user_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_user")),
    )
    op.create_index(op.f("ix_bank_user_municipality_code"), "bank_user", ["municipality_code"])
    op.create_index(op.f("ix_bank_user_user_id"), "bank_user", ["user_id"])
    where = sa.text("status IN ('applied', 'active', 'expired') AND user_id IS NOT NULL")
    op.create_index(
        "uq_bank_user_standing",
        "bank_user",
        ["bank_id", "user_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _bank_talk() -> None:
    op.create_table(
        "bank_talk",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("bank_id", sa.String(length=26), nullable=False),
        sa.Column("home_id", sa.String(length=26), nullable=False),
        sa.Column("bank_user_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("viewing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("viewed", sa.Boolean(), nullable=False),
        sa.Column("broker_id", sa.String(length=26), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_answer_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("is_dual_resident", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["akiya_bank.id"], name=op.f("fk_bank_talk_bank_id")),
        sa.ForeignKeyConstraint(["bank_user_id"], ["bank_user.id"], name=op.f("fk_bank_talk_bank_user_id")),
        sa.ForeignKeyConstraint(["broker_id"], ["bank_broker.id"], name=op.f("fk_bank_talk_broker_id")),
        sa.ForeignKeyConstraint(["home_id"], ["bank_home.id"], name=op.f("fk_bank_talk_home_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_bank_talk_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_talk")),
    )
    op.create_index(op.f("ix_bank_talk_bank_id"), "bank_talk", ["bank_id"])
    op.create_index(op.f("ix_bank_talk_bank_user_id"), "bank_talk", ["bank_user_id"])
    op.create_index("ix_bank_talk_queue", "bank_talk", ["municipality_code", "status"])
    where = sa.text("status IN ('asked', 'viewing', 'applied', 'handed')")
    op.create_index(
        "uq_bank_talk_open",
        "bank_talk",
        ["home_id", "bank_user_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
