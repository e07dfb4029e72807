"""The town's desk: reasons, deputies, bulk decisions, entries on behalf; people without an address, letters on paper."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HAS_ADDRESS = sa.text("email <> ''")
CURRENT = sa.text("replaced_at IS NULL")
LETTER = (("municipality_code", 6), ("person_id", 26), ("posted_by", 26))


def _json() -> sa.types.TypeEngine:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _town(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=f"fk_{table}_municipality_code"),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _addresses() -> None:
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("kept_by", sa.String(length=6), nullable=True))
        batch.drop_constraint("uq_account_email", type_="unique")
    op.create_index(
        "uq_account_email", "account", ["email"], unique=True, sqlite_where=HAS_ADDRESS, postgresql_where=HAS_ADDRESS
    )
    for name, length in LETTER:
        op.add_column("letter", sa.Column(name, sa.String(length=length), nullable=True))
    for name, _length in LETTER[:2]:
        op.create_index(f"ix_letter_{name}", "letter", [name])


def upgrade() -> None:
    _addresses()
    op.create_table(
        "reason_template",
        *_town("reason_template"),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.String(length=26), nullable=True),
        _moment("created_at"),
        _moment("replaced_at", nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
    )
    op.create_index(
        "uq_reason_template_current",
        "reason_template",
        ["municipality_code", "answer", "key"],
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )
    op.create_table(
        "registration_deputy",
        *_town("registration_deputy"),
        sa.Column("absent_id", sa.String(length=26), nullable=False),
        sa.Column("deputy_id", sa.String(length=26), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        _moment("created_at"),
        _moment("ended_at", nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["absent_id"], ["account.id"], name="fk_registration_deputy_absent_id"),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name="fk_registration_deputy_deputy_id"),
    )
    op.create_table(
        "registration_bulk",
        *_town("registration_bulk"),
        sa.Column("made_by", sa.String(length=26), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("outcomes", _json(), nullable=False),
        _moment("created_at"),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "registration_entry",
        *_town("registration_entry"),
        sa.Column("registration_id", sa.String(length=26), nullable=False),
        sa.Column("manner", sa.String(length=40), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("purposes", _json(), nullable=False),
        sa.Column("recorded_by", sa.String(length=26), nullable=False),
        _moment("created_at"),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name="fk_registration_entry_registration_id"),
    )
    for table, column in (
        ("registration_deputy", "municipality_code"),
        ("registration_deputy", "deputy_id"),
        ("registration_bulk", "municipality_code"),
        ("registration_entry", "municipality_code"),
        ("registration_entry", "registration_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in ("registration_entry", "registration_bulk", "registration_deputy", "reason_template"):
        op.drop_table(table)
    op.drop_index("ix_letter_person_id", table_name="letter")
    op.drop_index("ix_letter_municipality_code", table_name="letter")
    with op.batch_alter_table("letter") as batch:
        for name, _length in LETTER:
            batch.drop_column(name)
    op.drop_index("uq_account_email", table_name="account")
    op.execute("UPDATE account SET email = 'none-' || lower(id) || '@account.invalid' WHERE email = ''")
    with op.batch_alter_table("account") as batch:
        batch.drop_column("kept_by")
        batch.create_unique_constraint("uq_account_email", ["email"])
