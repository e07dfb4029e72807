"""Tier, channel, validity, second look and suspension of registrations."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = "status IN ('draft', 'submitted', 'correction', 'approved')"
AFTER = "status IN ('draft', 'submitted', 'correction', 'proposed', 'approved', 'suspended')"
NEW = (
    ("tier", sa.String(length=40), "basic"),
    ("channel", sa.String(length=40), "online"),
    ("proposed_move", sa.String(length=20), ""),
    ("proposed_reason", sa.Text(), ""),
)
EMPTY = (
    ("entered_by", sa.String(length=26)),
    ("assigned_to", sa.String(length=26)),
    ("proposed_by", sa.String(length=26)),
    ("valid_from", sa.Date()),
    ("valid_until", sa.Date()),
    ("premium_until", sa.Date()),
    ("suspended_at", sa.DateTime(timezone=True)),
)


def _open_index(condition: str) -> None:
    op.drop_index("uq_registration_open", table_name="registration")
    where = sa.text(condition)
    op.create_index(
        "uq_registration_open",
        "registration",
        ["user_id", "municipality_code"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def upgrade() -> None:
    for name, kind, default in NEW:
        op.add_column("registration", sa.Column(name, kind, nullable=False, server_default=default))
    for name, kind in EMPTY:
        op.add_column("registration", sa.Column(name, kind, nullable=True))
    with op.batch_alter_table("registration") as batch:
        for name, _kind, _default in NEW:
            batch.alter_column(name, server_default=None)
    _open_index(AFTER)
    op.create_index("ix_registration_assigned_to", "registration", ["assigned_to"])
    op.create_index("ix_registration_valid_until", "registration", ["status", "valid_until"])
    # a registration was as long as its certificate
    op.execute(
        "UPDATE registration SET valid_from = (SELECT max(valid_from) FROM certificate "
        "WHERE certificate.registration_id = registration.id), valid_until = (SELECT max(valid_until) "
        "FROM certificate WHERE certificate.registration_id = registration.id) WHERE status = 'approved'"
    )


def downgrade() -> None:
    op.drop_index("ix_registration_valid_until", table_name="registration")
    op.drop_index("ix_registration_assigned_to", table_name="registration")
    op.execute("UPDATE registration SET status = 'submitted' WHERE status = 'proposed'")
    op.execute("UPDATE registration SET status = 'ended' WHERE status IN ('suspended', 'expired')")
    _open_index(BEFORE)
    with op.batch_alter_table("registration") as batch:
        for name, *_kind in (*NEW, *EMPTY):
            batch.drop_column(name)
