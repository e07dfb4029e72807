"""Applications for the one-stop exception, notices of a move, donations made elsewhere, who files a tax return."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_applications()
    _make_elsewheres()
    _make_choices()
    _make_changes()


def downgrade() -> None:
    op.drop_table("onestop_change")
    op.drop_table("onestop_choice")
    op.drop_table("onestop_elsewhere")
    op.drop_table("onestop_application")


def _make_applications() -> None:
    op.create_table(
        "onestop_application",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("pledge_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kana", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("towns_elsewhere", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("void_cause", sa.String(length=40), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_onestop_application_municipality_code")
        ),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_onestop_application_pledge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onestop_application")),
        sa.UniqueConstraint("code", name=op.f("uq_onestop_application_code")),
        sa.UniqueConstraint("pledge_id", name=op.f("uq_onestop_application_pledge_id")),
    )
    op.create_index("ix_onestop_application_desk", "onestop_application", ["municipality_code", "year", "status"])


def _make_elsewheres() -> None:
    op.create_table(
        "onestop_elsewhere",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("town_code", sa.String(length=6), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("uses_onestop", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["town_code"], ["municipality.code"], name=op.f("fk_onestop_elsewhere_town_code")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_onestop_elsewhere_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onestop_elsewhere")),
        sa.UniqueConstraint("user_id", "year", "town_code", name=op.f("uq_onestop_elsewhere_user_id_year_town_code")),
    )


def _make_choices() -> None:
    op.create_table(
        "onestop_choice",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("user_id", sa.String(length=26), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("files_return", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_onestop_choice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onestop_choice")),
        sa.UniqueConstraint("user_id", "year", name=op.f("uq_onestop_choice_user_id_year")),
    )


def _make_changes() -> None:
    op.create_table(
        "onestop_change",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("application_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("old_name", sa.String(length=60), nullable=False),
        sa.Column("old_address", sa.String(length=200), nullable=False),
        sa.Column("new_name", sa.String(length=60), nullable=False),
        sa.Column("new_address", sa.String(length=200), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["onestop_application.id"], name=op.f("fk_onestop_change_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_onestop_change_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onestop_change")),
    )
    op.create_index(op.f("ix_onestop_change_application_id"), "onestop_change", ["application_id"])
    op.create_index(op.f("ix_onestop_change_municipality_code"), "onestop_change", ["municipality_code"])
