"""Threads with a clock, public questions, reports and complaints."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _thread()
    _thread_message()
    _thread_file()
    _thread_block()
    _reply_template()
    _question()
    _report()


def _thread() -> None:
    op.create_table(
        "thread",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("corporation_id", sa.String(length=26), nullable=True),
        sa.Column("answerer", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=True),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("shown_name", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("assigned_to", sa.String(length=26), nullable=True),
        sa.Column("offered_to", sa.String(length=26), nullable=True),
        sa.Column("handed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_reply_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_town_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_thread_municipality_code")),
        sa.ForeignKeyConstraint(["corporation_id"], ["corporation.id"], name=op.f("fk_thread_corporation_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_thread_listing_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_thread_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    op.create_index("ix_thread_answerer", "thread", ["answerer", "status", "due_at"])
    op.create_index(op.f("ix_thread_assigned_to"), "thread", ["assigned_to"])
    op.create_index(op.f("ix_thread_listing_id"), "thread", ["listing_id"])
    op.create_index(op.f("ix_thread_municipality_code"), "thread", ["municipality_code"])
    op.create_index("ix_thread_opened", "thread", ["answerer", "opened_at"])
    op.create_index("ix_thread_person", "thread", ["user_id", "changed_at"])


def _thread_message() -> None:
    op.create_table(
        "thread_message",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("thread_id", sa.String(length=26), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signed", sa.String(length=60), nullable=False),
        sa.Column("written_by", sa.String(length=26), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_message_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_message")),
    )
    op.create_index(op.f("ix_thread_message_thread_id"), "thread_message", ["thread_id"])


def _thread_file() -> None:
    op.create_table(
        "thread_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.String(length=26), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["thread_message.id"], name=op.f("fk_thread_file_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_file")),
    )
    op.create_index(op.f("ix_thread_file_message_id"), "thread_file", ["message_id"])


def _thread_block() -> None:
    op.create_table(
        "thread_block",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("answerer", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_thread_block_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_block")),
        sa.UniqueConstraint("user_id", "answerer", name=op.f("uq_thread_block_user_id_answerer")),
    )
    op.create_index(op.f("ix_thread_block_answerer"), "thread_block", ["answerer"])


def _reply_template() -> None:
    op.create_table(
        "reply_template",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation", sa.String(length=26), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
    )
    op.create_index(op.f("ix_reply_template_organisation"), "reply_template", ["organisation"])


def _question() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("corporation_id", sa.String(length=26), nullable=True),
        sa.Column("answerer", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_question_listing_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_question_municipality_code")
        ),
        sa.ForeignKeyConstraint(["corporation_id"], ["corporation.id"], name=op.f("fk_question_corporation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_question_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index("ix_question_answerer", "question", ["answerer", "status"])
    op.create_index("ix_question_listing", "question", ["listing_id", "status"])
    op.create_index(op.f("ix_question_municipality_code"), "question", ["municipality_code"])
    op.create_index(op.f("ix_question_user_id"), "question", ["user_id"])


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("listing_id", sa.String(length=26), nullable=True),
        sa.Column("thread_id", sa.String(length=26), nullable=True),
        sa.Column("user_id", sa.String(length=26), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_for_operator", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_report_municipality_code")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_report_listing_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_report_thread_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_report_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_desk", "report", ["municipality_code", "status", "due_at"])
    op.create_index(op.f("ix_report_listing_id"), "report", ["listing_id"])
    op.create_index(op.f("ix_report_user_id"), "report", ["user_id"])


def downgrade() -> None:
    for name in ("report", "question", "reply_template", "thread_block", "thread_file", "thread_message", "thread"):
        op.drop_table(name)
