"""Accounts of municipalities, refunds, disputes, payouts, designations, and a ledger that is not only of attempts."""

import sqlalchemy as sa
from alembic import op

from webapp.core.append_only import statements

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
BOOKS = ("ledger_transaction", "ledger_entry")


def upgrade() -> None:
    _make_provider_tables()
    _make_money_back_tables()
    with op.batch_alter_table("payment_attempt") as batch:
        batch.add_column(sa.Column("account", sa.String(length=20), nullable=False, server_default="shared"))
        batch.add_column(sa.Column("request_hash", sa.String(length=64), nullable=False, server_default=""))
        batch.add_column(sa.Column("payment_ref", sa.String(length=255), nullable=True))
        batch.add_column(sa.Column("fee", sa.BigInteger(), nullable=True))
        batch.create_unique_constraint(op.f("uq_payment_attempt_payment_ref"), ["payment_ref"])
    with op.batch_alter_table("payment_attempt") as batch:
        for name in ("account", "request_hash"):
            batch.alter_column(name, server_default=None)
    _widen_notices()
    _widen_books()


def downgrade() -> None:
    for table in BOOKS:
        _let_go(table)
    op.execute(
        r"UPDATE ledger_entry SET account = 'municipality\:' || substr(account, 6, 6) || '\:project\:' || "
        r"substr(account, 21) WHERE account LIKE 'muni\:%\:pledges\:%'"
    )
    op.execute("UPDATE ledger_entry SET account = 'provider:clearing' WHERE account = 'psp:shared:clearing'")
    op.execute(
        "UPDATE ledger_transaction SET attempt_id = (SELECT min(id) FROM payment_attempt) WHERE attempt_id IS NULL"
    )
    with op.batch_alter_table("ledger_entry") as batch:
        batch.drop_constraint(op.f("uq_ledger_entry_transaction_id_account"), type_="unique")
    with op.batch_alter_table("ledger_transaction") as batch:
        for name in ("municipality_code", "pledge_id"):
            batch.drop_index(op.f(f"ix_ledger_transaction_{name}"))
            batch.drop_constraint(op.f(f"fk_ledger_transaction_{name}"), type_="foreignkey")
            batch.drop_column(name)
        batch.drop_column("reverses")
        batch.alter_column("attempt_id", existing_type=sa.String(length=26), nullable=False)
    for table in BOOKS:
        _close(table)
    with op.batch_alter_table("webhook_event") as batch:
        batch.drop_index(op.f("ix_webhook_event_state"))
        for name in ("account", "api_version", "state", "tries", "error"):
            batch.drop_column(name)
    with op.batch_alter_table("payment_attempt") as batch:
        batch.drop_constraint(op.f("uq_payment_attempt_payment_ref"), type_="unique")
        for name in ("account", "request_hash", "payment_ref", "fee"):
            batch.drop_column(name)
    for table in ("payment_payout", "payment_dispute", "payment_refund", "payment_trustee", "payment_account"):
        op.drop_table(table)


def _make_provider_tables() -> None:
    op.create_table(
        "payment_account",
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("key_hint", sa.String(length=8), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped_secret", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped_secret_old", sa.LargeBinary(), nullable=True),
        sa.Column("old_secret_until", TIME, nullable=True),
        sa.Column("kek_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        _town("payment_account"),
        sa.PrimaryKeyConstraint("municipality_code", name=op.f("pk_payment_account")),
    )
    op.create_table(
        "payment_trustee",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("revenues", sa.String(length=200), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("announcement", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("notice_text", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_payment_trustee_ends_after_start")),
        _town("payment_trustee"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_trustee")),
    )
    op.create_index("ix_payment_trustee_town", "payment_trustee", ["municipality_code", "starts_on"])
    op.create_table(
        "payment_payout",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=True),
        sa.Column("provider_ref", sa.String(length=255), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("arrives_on", sa.Date(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("failure", sa.String(length=100), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payment_payout_amount_not_zero")),
        _town("payment_payout"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_payout")),
        sa.UniqueConstraint("provider_ref", name=op.f("uq_payment_payout_provider_ref")),
    )
    for name in ("account", "municipality_code"):
        op.create_index(op.f(f"ix_payment_payout_{name}"), "payment_payout", [name])


def _make_money_back_tables() -> None:
    op.create_table(
        "payment_refund",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("attempt_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("provider_ref", sa.String(length=255), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=26), nullable=True),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("is_booked", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.String(length=100), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("settled_at", TIME, nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_refund_amount_positive")),
        _attempt("payment_refund"),
        _town("payment_refund"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_refund")),
        sa.UniqueConstraint("key", name=op.f("uq_payment_refund_key")),
        sa.UniqueConstraint("provider_ref", name=op.f("uq_payment_refund_provider_ref")),
    )
    op.create_table(
        "payment_dispute",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("attempt_id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("provider_ref", sa.String(length=255), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.BigInteger(), nullable=False),
        sa.Column("reinstated", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("was_lost", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("evidence_due", TIME, nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.CheckConstraint(
            "reinstated >= 0 and reinstated <= withdrawn", name=op.f("ck_payment_dispute_reinstated_within_withdrawn")
        ),
        _attempt("payment_dispute"),
        _town("payment_dispute"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_dispute")),
        sa.UniqueConstraint("provider_ref", name=op.f("uq_payment_dispute_provider_ref")),
    )
    indexes = {"payment_refund": ("attempt_id", "municipality_code", "status")}
    indexes["payment_dispute"] = ("attempt_id", "municipality_code")
    for table, names in indexes.items():
        for name in names:
            op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _town(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_municipality_code")
    return sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=name)


def _attempt(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["attempt_id"], ["payment_attempt.id"], name=op.f(f"fk_{table}_attempt_id"))


def _widen_notices() -> None:
    new = (
        ("account", sa.String(length=20), "shared"),
        ("api_version", sa.String(length=40), ""),
        ("state", sa.String(length=40), "received"),
        ("tries", sa.Integer(), "0"),
        ("error", sa.String(length=100), ""),
    )
    with op.batch_alter_table("webhook_event") as batch:
        for name, kind, before in new:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=before))
        batch.create_index(op.f("ix_webhook_event_state"), ["state"])
    op.execute("UPDATE webhook_event SET state = 'done' WHERE done_at IS NOT NULL")
    with op.batch_alter_table("webhook_event") as batch:
        for name, _kind, _before in new:
            batch.alter_column(name, server_default=None)


def _widen_books() -> None:
    for table in BOOKS:
        _let_go(table)
    op.execute("UPDATE ledger_entry SET account = 'psp:shared:clearing' WHERE account = 'provider:clearing'")
    op.execute(
        r"UPDATE ledger_entry SET account = 'muni\:' || substr(account, 14, 6) || '\:pledges\:' || substr(account, 29) "
        r"WHERE account LIKE 'municipality\:%\:project\:%'"
    )
    with op.batch_alter_table("ledger_transaction") as batch:
        batch.add_column(sa.Column("municipality_code", sa.String(length=6), nullable=True))
        batch.add_column(sa.Column("pledge_id", sa.String(length=26), nullable=True))
        batch.add_column(sa.Column("reverses", sa.String(length=120), nullable=True))
        batch.alter_column("attempt_id", existing_type=sa.String(length=26), nullable=True)
        batch.create_foreign_key(
            op.f("fk_ledger_transaction_municipality_code"), "municipality", ["municipality_code"], ["code"]
        )
        batch.create_foreign_key(op.f("fk_ledger_transaction_pledge_id"), "pledge", ["pledge_id"], ["id"])
        for name in ("municipality_code", "pledge_id"):
            batch.create_index(op.f(f"ix_ledger_transaction_{name}"), [name])
    op.execute(
        "UPDATE ledger_transaction SET pledge_id = (SELECT a.pledge_id FROM payment_attempt a "
        "WHERE a.id = ledger_transaction.attempt_id)"
    )
    op.execute(
        "UPDATE ledger_transaction SET municipality_code = (SELECT p.municipality_code FROM pledge p "
        "WHERE p.id = ledger_transaction.pledge_id)"
    )
    with op.batch_alter_table("ledger_entry") as batch:
        batch.create_unique_constraint(op.f("uq_ledger_entry_transaction_id_account"), ["transaction_id", "account"])
    for table in BOOKS:
        _close(table)


def _let_go(table: str) -> None:
    """Take the triggers away that refuse every change."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    else:
        op.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def _close(table: str) -> None:
    """Put them back."""
    for statement in statements(table, op.get_bind().dialect.name):
        op.execute(statement)
