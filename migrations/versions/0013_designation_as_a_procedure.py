"""Designation as a procedure: application, papers, announcements, changes, orders, reports, invitations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OPEN = (
    "status IN ('consult', 'applied', 'correction', 'review', 'proposed', 'designated', 'noticed', 'change', 'order')"
)
NEW = (
    ("corporate_number", sa.String(length=13), ""),
    ("body", JSON, "{}"),
    ("officers", JSON, "[]"),
    ("plans", JSON, "{}"),
    ("accounts", JSON, "{}"),
    ("statement_version", sa.String(length=20), ""),
    ("question", sa.Text(), ""),
    ("answer", sa.Text(), ""),
    ("comments", JSON, "{}"),
    ("decision_reason", sa.Text(), ""),
    ("proposal", JSON, "{}"),
    ("hearing", sa.Text(), ""),
    ("is_demo", sa.Boolean(), sa.false()),
)
EMPTY = (
    ("applicant_id", sa.String(length=26)),
    ("stated_at", sa.DateTime(timezone=True)),
    ("submitted_at", sa.DateTime(timezone=True)),
    ("resubmitted_at", sa.DateTime(timezone=True)),
    ("due_on", sa.Date()),
    ("decided_at", sa.DateTime(timezone=True)),
    ("decided_by", sa.String(length=26)),
    ("proposed_by", sa.String(length=26)),
    ("sequence", sa.Integer()),
)
CORPORATION_NEW = (("seat", sa.String(length=200)), ("purpose", sa.Text()))


def _add_columns() -> None:
    for name, kind, default in NEW:
        op.add_column("designation", sa.Column(name, kind, nullable=False, server_default=default))
    for name, kind in EMPTY:
        op.add_column("designation", sa.Column(name, kind, nullable=True))
    for name, kind in CORPORATION_NEW:
        op.add_column("corporation", sa.Column(name, kind, nullable=False, server_default=""))
    op.add_column("corporation", sa.Column("established_on", sa.Date(), nullable=True))


def _carry_over() -> None:
    """What was in force is designated; its number counts on from there, and the body is as the register has it."""
    op.execute("UPDATE designation SET status = 'designated' WHERE status = 'in_force'")
    op.execute(
        "UPDATE designation SET corporate_number = "
        "(SELECT number FROM corporation WHERE corporation.id = designation.corporation_id)"
    )
    op.execute("UPDATE corporation SET seat = address")
    op.execute(
        "UPDATE designation SET sequence = (SELECT count(*) FROM designation AS d "
        "WHERE d.municipality_code = designation.municipality_code AND d.id <= designation.id)"
    )


def _tighten() -> None:
    with op.batch_alter_table("designation") as batch:
        for name, _kind, _default in NEW:
            batch.alter_column(name, server_default=None)
        batch.alter_column("corporation_id", existing_type=sa.String(length=26), nullable=True)
        batch.alter_column("designated_on", existing_type=sa.Date(), nullable=True)
        batch.create_unique_constraint(
            op.f("uq_designation_municipality_code_sequence"), ["municipality_code", "sequence"]
        )
    with op.batch_alter_table("corporation") as batch:
        for name, _kind in CORPORATION_NEW:
            batch.alter_column(name, server_default=None)


def _column(name: str, kind: object, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=nullable)  # type: ignore[call-overload]


def _make(table: str, *columns: sa.Column[object], of_designation: bool = True) -> None:
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    own: list[object] = [_column("id", sa.String(length=26))]
    refers: list[object] = []
    if of_designation:
        own.append(_column("designation_id", sa.String(length=26)))
        refers.append(_foreign(table, "designation_id", "designation.id"))
    if any(column.name == "municipality_code" for column in columns):
        refers.append(_foreign(table, "municipality_code", "municipality.code"))
    op.create_table(table, *own, *columns, *refers, key)  # type: ignore[arg-type]


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    other = target.partition(".")[0]
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{other}"))


def _town() -> sa.Column[object]:
    return _column("municipality_code", sa.String(length=6))


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return _column(name, sa.DateTime(timezone=True), nullable=nullable)


def _by(name: str) -> sa.Column[object]:
    return _column(name, sa.String(length=26), nullable=True)


def _text(name: str, length: int = 0) -> sa.Column[object]:
    return _column(name, sa.String(length=length) if length else sa.Text())


def _make_papers() -> None:
    _make(
        "document_requirement",
        _town(),
        _text("key", 40),
        _column("position", sa.Integer()),
        _text("title", 100),
        _text("help", 300),
        _column("is_required", sa.Boolean()),
        _column("max_age_months", sa.Integer(), nullable=True),
        _column("is_dropped", sa.Boolean()),
        of_designation=False,
    )
    with op.batch_alter_table("document_requirement") as batch:
        batch.create_unique_constraint(
            op.f("uq_document_requirement_municipality_code_key"), ["municipality_code", "key"]
        )
    _make(
        "designation_document",
        _text("key", 40),
        _text("file_key", 80),
        _text("file_name", 120),
        _text("mime", 40),
        _column("size", sa.Integer()),
        _column("issued_on", sa.Date(), nullable=True),
        _at("uploaded_at", nullable=False),
        _by("uploaded_by"),
        _at("replaced_at"),
        _text("verdict", 40),
        _text("verdict_note", 300),
        _by("checked_by"),
        _at("checked_at"),
    )
    op.create_index("ix_designation_document_of", "designation_document", ["designation_id", "key"])


def _make_notices_and_changes() -> None:
    _make(
        "designation_notice",
        _town(),
        _text("kind", 40),
        _text("title", 200),
        _text("text"),
        _text("number", 40),
        _at("made_at", nullable=False),
        _column("published_on", sa.Date(), nullable=True),
        _text("url", 300),
        _by("published_by"),
    )
    _make(
        "designation_change",
        _town(),
        _text("batch", 26),
        _column("changes", JSON),
        _column("effective_on", sa.Date()),
        _at("notified_at", nullable=False),
        _by("notified_by"),
        _at("noted_at"),
        _by("noted_by"),
        _at("applied_at"),
    )
    op.create_index("ix_designation_change_batch", "designation_change", ["batch"])


def _make_orders_and_reports() -> None:
    _make(
        "designation_order",
        _town(),
        _text("kind", 40),
        _text("text"),
        _column("due_on", sa.Date()),
        _at("issued_at", nullable=False),
        _by("issued_by"),
        _text("answer"),
        _at("answered_at"),
        _by("answered_by"),
        _text("file_key", 80),
        _text("file_name", 120),
        _at("closed_at"),
        _text("closing_note"),
    )
    _make(
        "designation_report",
        _town(),
        _column("fiscal_year", sa.Integer()),
        _column("due_on", sa.Date()),
        _at("asked_at", nullable=False),
        _at("reminded_at"),
        _at("submitted_at"),
        _by("submitted_by"),
        _column("consultations", sa.Integer(), nullable=True),
        _column("matches", sa.Integer(), nullable=True),
        _column("contracts", sa.Integer(), nullable=True),
        _text("text"),
        _text("file_key", 80),
        _text("file_name", 120),
    )
    with op.batch_alter_table("designation_report") as batch:
        batch.create_unique_constraint(
            op.f("uq_designation_report_designation_id_fiscal_year"), ["designation_id", "fiscal_year"]
        )
    for table in ("designation_notice", "designation_change", "designation_order", "designation_report"):
        for column in ("designation_id", "municipality_code"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def _make_invitations() -> None:
    _make(
        "designation_invitation",
        _town(),
        _text("corporate_number", 13),
        _text("name", 100),
        _text("contact_email", 254),
        _text("note", 300),
        _by("invited_by"),
        _at("invited_at", nullable=False),
        _at("withdrawn_at"),
        of_designation=False,
    )
    with op.batch_alter_table("designation_invitation") as batch:
        batch.create_unique_constraint(
            op.f("uq_designation_invitation_municipality_code_corporate_number"),
            ["municipality_code", "corporate_number"],
        )


def upgrade() -> None:
    op.drop_index("uq_designation_in_force", table_name="designation")
    _add_columns()
    _carry_over()
    _tighten()
    where = sa.text(OPEN)
    op.create_index(
        "uq_designation_open",
        "designation",
        ["corporate_number", "municipality_code"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_index("ix_designation_applicant_id", "designation", ["applicant_id"])
    op.create_index("ix_designation_queue", "designation", ["municipality_code", "status", "due_on"])
    _make_papers()
    _make_notices_and_changes()
    _make_orders_and_reports()
    _make_invitations()


MADE = (
    "designation_invitation",
    "designation_report",
    "designation_order",
    "designation_change",
    "designation_notice",
    "designation_document",
    "document_requirement",
)


def downgrade() -> None:
    for table in MADE:
        op.drop_table(table)
    for index in ("uq_designation_open", "ix_designation_applicant_id", "ix_designation_queue"):
        op.drop_index(index, table_name="designation")
    op.execute(
        "UPDATE designation SET status = 'in_force' WHERE status IN ('designated', 'noticed', 'change', 'order')"
    )
    op.execute("DELETE FROM designation WHERE corporation_id IS NULL OR designated_on IS NULL")
    with op.batch_alter_table("designation") as batch:
        batch.drop_constraint(op.f("uq_designation_municipality_code_sequence"), type_="unique")
        for name, *_kind in (*NEW, *EMPTY):
            batch.drop_column(name)
        batch.alter_column("corporation_id", existing_type=sa.String(length=26), nullable=False)
        batch.alter_column("designated_on", existing_type=sa.Date(), nullable=False)
    with op.batch_alter_table("corporation") as batch:
        for name in (*(name for name, _kind in CORPORATION_NEW), "established_on"):
            batch.drop_column(name)
    where = sa.text("status = 'in_force'")
    op.create_index(
        "uq_designation_in_force",
        "designation",
        ["corporation_id", "municipality_code"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
