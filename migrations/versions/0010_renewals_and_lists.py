"""Life of registrations: renewals and runs, moving; lists of registrants in and out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("receiver", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=26), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_disclosure_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    op.create_index("ix_disclosure_town", "disclosure", ["municipality_code", "id"], unique=False)

    op.create_table(
        "registrant_list",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("unused", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("said_yes", sa.Integer(), nullable=False),
        sa.Column("said_no", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=26), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=26), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_registrant_list_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrant_list")),
    )
    op.create_index("ix_registrant_list_town", "registrant_list", ["municipality_code", "id"], unique=False)

    op.create_table(
        "renewal_run",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("with_changed", sa.Boolean(), nullable=False),
        sa.Column("cursor", sa.String(length=26), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("started_by", sa.String(length=26), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_renewal_run_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_run")),
    )
    op.create_index(
        "uq_renewal_run_running",
        "renewal_run",
        ["municipality_code"],
        unique=True,
        sqlite_where=sa.text("status = 'running'"),
        postgresql_where=sa.text("status = 'running'"),
    )

    op.create_table(
        "disclosed_person",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("disclosure_id", sa.String(length=26), nullable=False),
        sa.Column("registration_id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["disclosure_id"], ["disclosure.id"], name=op.f("fk_disclosed_person_disclosure_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_disclosed_person_municipality_code")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_disclosed_person_registration_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_disclosed_person_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosed_person")),
        sa.UniqueConstraint(
            "disclosure_id", "registration_id", name=op.f("uq_disclosed_person_disclosure_id_registration_id")
        ),
    )
    op.create_index(op.f("ix_disclosed_person_user_id"), "disclosed_person", ["user_id"], unique=False)

    op.create_table(
        "moving_question",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("registration_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_moving_question_municipality_code")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_moving_question_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moving_question")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_moving_question_registration_id")),
    )
    op.create_table(
        "registrant_entry",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("registrant_list_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("family_name", sa.String(length=40), nullable=False),
        sa.Column("given_name", sa.String(length=40), nullable=False),
        sa.Column("family_kana", sa.String(length=60), nullable=False),
        sa.Column("given_kana", sa.String(length=60), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("home_code", sa.String(length=6), nullable=False),
        sa.Column("member_number", sa.String(length=40), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["home_code"], ["municipality.code"], name=op.f("fk_registrant_entry_home_code")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_registrant_entry_municipality_code")
        ),
        sa.ForeignKeyConstraint(
            ["registrant_list_id"], ["registrant_list.id"], name=op.f("fk_registrant_entry_registrant_list_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrant_entry")),
        sa.UniqueConstraint("registrant_list_id", "line", name=op.f("uq_registrant_entry_registrant_list_id_line")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_registrant_entry_token_hash")),
    )
    op.create_index("ix_registrant_entry_email", "registrant_entry", ["municipality_code", "email"], unique=False)

    op.create_table(
        "renewal",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("registration_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("noticed_days", sa.Integer(), nullable=True),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programme.municipality_code"], name=op.f("fk_renewal_municipality_code")
        ),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_renewal_registration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
        sa.UniqueConstraint("registration_id", "ends_on", name=op.f("uq_renewal_registration_id_ends_on")),
    )
    op.create_index("ix_renewal_queue", "renewal", ["municipality_code", "status", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("renewal")
    op.drop_table("registrant_entry")
    op.drop_table("moving_question")
    op.drop_table("disclosed_person")
    op.drop_table("renewal_run")
    op.drop_table("registrant_list")
    op.drop_table("disclosure")
