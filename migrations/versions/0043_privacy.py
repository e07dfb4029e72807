"""Privacy centre: who read what, copies on paper, leave-takings with days to think, and requests with a clock."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

WAITING = sa.text("status = 'waiting'")


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _long(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Nobody's earlier reading is known, and nobody has asked for anything."""
    op.create_table(
        "data_read",
        _text("id", 26), _text("user_id", 26, nullable=True), _text("municipality_code", 6, nullable=True),
        _text("organisation", 26), _text("reader_id", 26), _text("role", 40), _text("what", 40), _day("on_day"),
        _moment("at"), _to("data_read", "user_id", "account.id"),
        _to("data_read", "municipality_code", "municipality.code"), _key("data_read"),
    )  # fmt: skip
    once = ["user_id", "reader_id", "what", "on_day", "organisation"]
    op.create_index("uq_data_read_once", "data_read", once, unique=True)
    op.create_index("ix_data_read_town", "data_read", ["municipality_code", "on_day"])
    op.create_index("ix_data_read_on_day", "data_read", ["on_day"])
    op.create_table(
        "own_data_file",
        _text("id", 26), _text("user_id", 26), _text("status", 40), _text("file_key", 50), _moment("asked_at"),
        _moment("ready_at", nullable=True), _moment("taken_at", nullable=True), _moment("expires_at"),
        _to("own_data_file", "user_id", "account.id"), _key("own_data_file"),
    )  # fmt: skip
    op.create_index("ix_own_data_file_user_id", "own_data_file", ["user_id"])
    op.create_table(
        "departure",
        _text("id", 26), _text("user_id", 26), _text("scope", 40), _text("status", 40), _moment("asked_at"),
        _moment("due_at"), _moment("ended_at", nullable=True), _to("departure", "user_id", "account.id"),
        _key("departure"),
    )  # fmt: skip
    op.create_index(
        "uq_departure_waiting", "departure", ["user_id"], unique=True, sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.add_column("consent", _text("screen", 40, nullable=True))
    _create_requests()


def _create_requests() -> None:
    op.create_table(
        "privacy_request",
        _text("id", 26), _text("municipality_code", 6), _text("user_id", 26, nullable=True), _text("kind", 40),
        _text("way", 40), _text("status", 40), _text("name", 80), _text("email", 254), _long("words"),
        _day("received_on"), _day("due_on"), _text("checked_by", 26, nullable=True), _text("proof", 40, nullable=True),
        _text("extended_by", 26, nullable=True), _day("extended_from", nullable=True), _long("extension_reason"),
        _text("decided_by", 26, nullable=True), _moment("decided_at", nullable=True),
        _text("ground", 40, nullable=True), _long("answer"), _text("entered_by", 26, nullable=True),
        _moment("created_at"), sa.Column("is_demo", sa.Boolean(), nullable=False),
        _to("privacy_request", "municipality_code", "programme.municipality_code"),
        _to("privacy_request", "user_id", "account.id"), _key("privacy_request"),
    )  # fmt: skip
    op.create_index("ix_privacy_request_town", "privacy_request", ["municipality_code", "status", "due_on"])
    op.create_index("ix_privacy_request_user_id", "privacy_request", ["user_id"])


def downgrade() -> None:
    for table in ("privacy_request", "departure", "own_data_file", "data_read"):
        op.drop_table(table)
    op.drop_column("consent", "screen")
