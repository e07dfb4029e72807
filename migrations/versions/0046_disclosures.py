"""Files with personal data that were taken out, with the people in them; the language in which agreements were read."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

#: who answered earlier: nobody wrote down in which language
READ_IN = ("guardian_consent", "owner_consent")


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Of files taken earlier the trail knows who took them, not who was in them."""
    op.create_table(
        "taken_file",
        _text("id", 26), _text("municipality_code", 6), _text("organisation", 26), _text("what", 40), _text("role", 40),
        sa.Column("people", sa.Integer(), nullable=False), _text("taken_by", 26, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False), sa.Column("is_demo", sa.Boolean(), nullable=False),
        _to("taken_file", "municipality_code", "municipality.code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_file")),
    )  # fmt: skip
    op.create_index("ix_taken_file_town", "taken_file", ["municipality_code", "id"])
    op.create_table(
        "taken_person",
        _text("user_id", 26), _text("taken_file_id", 26), _to("taken_person", "user_id", "account.id"),
        _to("taken_person", "taken_file_id", "taken_file.id"),
        sa.PrimaryKeyConstraint("user_id", "taken_file_id", name=op.f("pk_taken_person")),
    )  # fmt: skip
    op.create_index("ix_taken_person_taken_file_id", "taken_person", ["taken_file_id"])
    for table in READ_IN:
        op.add_column(table, _text("read_in", 5, nullable=True))
    with op.batch_alter_table("pledge") as batch:
        batch.add_column(_text("agreement_source_digest", 64, nullable=True))
        batch.create_foreign_key(
            op.f("fk_pledge_agreement_source_digest"), "pledge_agreement", ["agreement_source_digest"], ["digest"]
        )


def downgrade() -> None:
    with op.batch_alter_table("pledge") as batch:
        batch.drop_constraint(op.f("fk_pledge_agreement_source_digest"), type_="foreignkey")
        batch.drop_column("agreement_source_digest")
    for table in READ_IN:
        op.drop_column(table, "read_in")
    op.drop_table("taken_person")
    op.drop_table("taken_file")
