"""Life of a project from proposal to final account."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_PARENTS = ("community", "corporation", "hub_person")
_WITHIN_GOAL = "minimum_yen >= 0 AND minimum_yen <= goal_yen"
_OPEN_DRAFT = "goal_yen > 0 OR status IN ('draft', 'cancelled')"
_BACK_TO_FEWER = (
    "UPDATE project SET status = 'closed' WHERE status NOT IN ('draft', 'published', 'closed', 'cancelled')"
)


def _json() -> Any:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _filled() -> list[tuple[str, Any, str]]:
    """Columns that a row of before gets with a value."""
    texts = [(name, sa.Text(), "") for name in ("problem", "plan", "alternative")]
    words = [
        ("theme", sa.String(length=30), ""),
        ("place", sa.String(length=120), ""),
        ("budget_item", sa.String(length=80), ""),
    ]
    lists = [(name, _json(), "[]") for name in ("cost_plan", "stretches")]
    choices = [("below_choice", "reduced"), ("above_choice", "same"), ("subsidy_rule", "less_cost")]
    return [
        *texts,
        *words,
        *lists,
        *[(name, sa.String(length=40), value) for name, value in choices],
        ("comments", _json(), "{}"),
        ("minimum_yen", sa.BigInteger(), "0"),
        ("matching_percent", sa.Integer(), "0"),
        ("matching_cap_yen", sa.BigInteger(), "0"),
    ]


def _empty() -> list[sa.Column[Any]]:
    days = [
        sa.Column(name, sa.Date(), nullable=True)
        for name in ("ends_on", "report_due_on", "noticed_on", "late_noticed_on", "due_on")
    ]
    moments = [sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("submitted_at", "closed_at")]
    return [*days, *moments, sa.Column("subsidy_cap_yen", sa.BigInteger(), nullable=True)]


def upgrade() -> None:
    with op.batch_alter_table("project") as batch:
        for name, kind, value in _filled():
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        for column in _empty():
            batch.add_column(column)
        for parent in _PARENTS:
            batch.add_column(sa.Column(f"{parent}_id", sa.String(length=26), nullable=True))
            batch.create_foreign_key(op.f(f"fk_project_{parent}_id"), parent, [f"{parent}_id"], ["id"])
            batch.create_index(op.f(f"ix_project_{parent}_id"), [f"{parent}_id"])
        batch.drop_constraint(op.f("ck_project_goal_positive"), type_="check")
        batch.create_check_constraint(op.f("ck_project_goal_positive"), _OPEN_DRAFT)
    op.execute("UPDATE project SET minimum_yen = goal_yen")
    with op.batch_alter_table("project") as batch:
        for name, kind, _value in _filled():
            batch.alter_column(name, existing_type=kind, server_default=None)
        batch.create_check_constraint(op.f("ck_project_minimum_within_goal"), _WITHIN_GOAL)
    for create in (_photos, _proposals, _findings, _gifts, _reports, _subsidy):
        create()


def _photos() -> None:
    op.create_table(
        "project_photo",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("report_id", sa.String(length=26), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("original_key", sa.String(length=80), nullable=False),
        sa.Column("smaller", _json(), nullable=False),
        sa.Column("alt", sa.String(length=120), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_part_of("project_photo"),
    )
    _indexed("project_photo", "project_id", "report_id")


def _proposals() -> None:
    op.create_table(
        "project_eligibility",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        *_paper(),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        *_part_of("project_eligibility"),
        sa.UniqueConstraint("project_id", "kind", name=op.f("uq_project_eligibility_project_id_kind")),
    )
    op.create_table(
        "project_note",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("author_id", sa.String(length=26), nullable=True),
        sa.Column("author_name", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_part_of("project_note"),
    )
    _indexed("project_note", "project_id")


def _findings() -> None:
    op.create_table(
        "project_finding",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        *_part_of("project_finding"),
    )
    _indexed("project_finding", "project_id")
    counts = sa.text("replaced_at IS NULL")
    op.create_index(
        "uq_project_finding_counts",
        "project_finding",
        ["project_id", "kind"],
        unique=True,
        sqlite_where=counts,
        postgresql_where=counts,
    )


def _gifts() -> None:
    op.create_table(
        "project_gift",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("from_yen", sa.BigInteger(), nullable=False),
        sa.Column("cost_yen", sa.BigInteger(), nullable=False),
        sa.Column("side_cost_yen", sa.BigInteger(), nullable=False),
        sa.Column("value_yen", sa.BigInteger(), nullable=False),
        sa.Column("standard", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "from_yen > 0 AND cost_yen >= 0 AND side_cost_yen >= 0", name=op.f("ck_project_gift_amounts")
        ),
        sa.CheckConstraint("stock IS NULL OR stock >= 0", name=op.f("ck_project_gift_stock")),
        *_part_of("project_gift"),
    )
    _indexed("project_gift", "project_id")


def _reports() -> None:
    op.create_table(
        "project_milestone",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("late_noticed_on", sa.Date(), nullable=True),
        *_part_of("project_milestone"),
    )
    _indexed("project_milestone", "project_id")
    op.create_table(
        "project_report",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("milestone_id", sa.String(length=26), nullable=True),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["project_milestone.id"], name=op.f("fk_project_report_milestone_id")
        ),
        *_part_of("project_report"),
    )
    _indexed("project_report", "project_id")
    op.create_table(
        "project_expense",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("report_id", sa.String(length=26), nullable=True),
        sa.Column("budget_label", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        *_paper(),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("yen > 0", name=op.f("ck_project_expense_paid_something")),
        sa.ForeignKeyConstraint(["report_id"], ["project_report.id"], name=op.f("fk_project_expense_report_id")),
        *_part_of("project_expense"),
    )
    _indexed("project_expense", "project_id")


def _subsidy() -> None:
    yen = ("raised", "matching", "fee", "cost", "cost_taken", "granted", "kept", "spent", "own", "settled", "returned")
    op.create_table(
        "project_subsidy",
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        *[sa.Column(f"{name}_yen", sa.BigInteger(), nullable=False) for name in yen],
        sa.Column("donors", sa.Integer(), nullable=False),
        sa.Column("costs", _json(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lines", _json(), nullable=False),
        sa.Column("use_of_rest", sa.Text(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(length=26), nullable=True),
        sa.Column("return_due_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decided_on IS NULL OR raised_yen + matching_yen = cost_taken_yen + granted_yen + kept_yen",
            name=op.f("ck_project_subsidy_all_granted"),
        ),
        sa.CheckConstraint(
            "raised_yen >= 0 AND matching_yen >= 0 AND fee_yen >= 0 AND cost_yen >= fee_yen AND cost_taken_yen >= 0 "
            "AND cost_taken_yen <= cost_yen AND granted_yen >= 0 AND kept_yen >= 0",
            name=op.f("ck_project_subsidy_none_negative"),
        ),
        sa.CheckConstraint(
            "settled_on IS NULL OR (settled_yen + returned_yen = granted_yen AND settled_yen + own_yen = spent_yen "
            "AND settled_yen >= 0 AND returned_yen >= 0 AND own_yen >= 0)",
            name=op.f("ck_project_subsidy_all_settled"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_project_subsidy_municipality_code")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_subsidy_project_id")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_subsidy")),
    )
    _indexed("project_subsidy", "municipality_code")


def _part_of(table: str) -> tuple[Any, ...]:
    """The keys of a row that is a part of a project."""
    return (
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f(f"fk_{table}_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _paper() -> tuple[sa.Column[Any], ...]:
    """The columns of a file that was handed in."""
    lengths = {"file_key": 80, "file_name": 120, "mime": 40}
    return tuple(sa.Column(name, sa.String(length=length), nullable=False) for name, length in lengths.items())


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in ("subsidy", "expense", "report", "milestone", "gift", "finding", "note", "eligibility", "photo"):
        op.drop_table(f"project_{table}")
    op.execute(_BACK_TO_FEWER)
    op.execute("UPDATE project SET goal_yen = 1 WHERE goal_yen <= 0")
    with op.batch_alter_table("project") as batch:
        for name in ("goal_positive", "minimum_within_goal"):
            batch.drop_constraint(op.f(f"ck_project_{name}"), type_="check")
        batch.create_check_constraint(op.f("ck_project_goal_positive"), "goal_yen > 0")
        for parent in _PARENTS:
            batch.drop_constraint(op.f(f"fk_project_{parent}_id"), type_="foreignkey")
            batch.drop_index(op.f(f"ix_project_{parent}_id"))
            batch.drop_column(f"{parent}_id")
        for name, _kind, _value in _filled():
            batch.drop_column(name)
        for column in _empty():
            batch.drop_column(column.name)
