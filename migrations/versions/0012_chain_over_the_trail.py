"""The trail becomes a chain: reasons move to a table of their own, and every entry there is gets its link."""

import secrets
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from webapp.core.append_only import blank_only_statements, statements
from webapp.core.chain_sums import NOTHING, SEALED, chain_of, content_sum, link_sum, reason_sum

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BATCH = 1000
TRAIL = sa.table("trail", sa.column("reason", sa.Text), sa.column("at", sa.DateTime(timezone=True)))
for _name in SEALED:
    if _name != "at":
        TRAIL.append_column(sa.column(_name, sa.String))
REASON = sa.table("trail_reason", sa.column("entry_id"), sa.column("text"), sa.column("salt"))
_LINK = ("municipality_code", "seq", "entry_id", "content_sha256", "previous_sha256", "sha256")
LINK = sa.table("trail_link", *(sa.column(name) for name in _LINK))
HEAD = sa.table("trail_head", sa.column("municipality_code"), sa.column("seq"), sa.column("sha256"))


def upgrade() -> None:
    _let_go("trail")
    _make_tables()
    op.add_column("trail", sa.Column("reason_sha256", sa.String(length=64), nullable=False, server_default=""))
    _move_reasons()
    with op.batch_alter_table("trail") as batch:
        batch.drop_column("reason")
        batch.alter_column("reason_sha256", server_default=None)
    _link_all()
    dialect = op.get_bind().dialect.name
    kept = [*statements("trail", dialect), *statements("trail_link", dialect)]
    for statement in [*kept, *blank_only_statements("trail_reason", dialect, key="entry_id", blanks=("text", "salt"))]:
        op.execute(statement)


def downgrade() -> None:
    _let_go("trail")
    op.add_column("trail", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    text = sa.select(sa.column("text")).select_from(REASON).where(sa.column("entry_id") == TRAIL.c.id)
    op.execute(TRAIL.update().values(reason=sa.func.coalesce(text.scalar_subquery(), "")))
    for name in ("trail_head", "trail_link", "trail_reason"):
        op.drop_table(name)
    with op.batch_alter_table("trail") as batch:
        batch.drop_column("reason_sha256")
        batch.alter_column("reason", server_default=None)
    for statement in statements("trail", op.get_bind().dialect.name):
        op.execute(statement)


def _let_go(table: str) -> None:
    """Take the triggers away that refuse every change."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    else:
        op.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def _make_tables() -> None:
    op.create_table(
        "trail_reason",
        sa.Column("entry_id", sa.String(length=26), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("blanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["trail.id"], name=op.f("fk_trail_reason_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_trail_reason")),
    )
    op.create_table(
        "trail_link",
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=26), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["trail.id"], name=op.f("fk_trail_link_entry_id")),
        sa.PrimaryKeyConstraint("municipality_code", "seq", name=op.f("pk_trail_link")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_trail_link_entry_id")),
    )
    op.create_table(
        "trail_head",
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("municipality_code", name=op.f("pk_trail_head")),
    )


def _pages(*columns: Any, only: Any = True) -> Iterator[list[Any]]:
    """Rows of the trail in order of their ids, so many at a time: a long trail does not fit into memory."""
    last = ""
    while True:
        chosen = sa.select(*columns).where(TRAIL.c.id > last, only).order_by(TRAIL.c.id).limit(BATCH)
        rows = op.get_bind().execute(chosen).all()
        if not rows:
            return
        yield list(rows)
        last = rows[-1].id


def _move_reasons() -> None:
    told = sa.update(TRAIL).where(TRAIL.c.id == sa.bindparam("key")).values(reason_sha256=sa.bindparam("sum"))
    for rows in _pages(TRAIL.c.id, TRAIL.c.reason, only=TRAIL.c.reason != ""):
        moved = [{"entry_id": row.id, "text": row.reason, "salt": secrets.token_hex(16)} for row in rows]
        op.get_bind().execute(REASON.insert(), moved)
        sums = [{"key": row["entry_id"], "sum": reason_sum(row["salt"], row["text"])} for row in moved]
        op.get_bind().execute(told, sums)


def _link_all() -> None:
    heads: dict[str, tuple[int, str]] = {}
    for rows in _pages(*(TRAIL.c[name] for name in SEALED)):
        links = []
        for row in rows:
            code = chain_of(row.municipality_code)
            seq, previous = heads.get(code, (0, NOTHING))
            content = content_sum(row._mapping)
            heads[code] = (seq + 1, link_sum(code, seq + 1, row.id, content, previous))
            links.append(dict(zip(_LINK, (code, seq + 1, row.id, content, previous, heads[code][1]), strict=True)))
        op.get_bind().execute(LINK.insert(), links)
    if heads:
        ends = [{"municipality_code": code, "seq": seq, "sha256": last} for code, (seq, last) in heads.items()]
        op.get_bind().execute(HEAD.insert(), ends)
