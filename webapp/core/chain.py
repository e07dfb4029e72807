"""One chain a municipality over the trail: each entry is linked to the one before, in the transaction that wrote it."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.bulk import table_of
from webapp.core.chain_sums import NOTHING, SEALED, chain_of, content_sum, link_sum
from webapp.core.table import Table
from webapp.core.trail import TrailEntry

_UNLINKED = "trail_entries_without_link"


class TrailLink(Table, table=True):
    """The place of one entry in its municipality's chain. The operator's chain has the code 000000."""

    __tablename__ = "trail_link"

    municipality_code: str = Field(primary_key=True, max_length=6)
    seq: int = Field(primary_key=True, ge=1)
    entry_id: str = Field(max_length=26, foreign_key="trail.id", unique=True)
    content_sha256: str = Field(max_length=64)
    previous_sha256: str = Field(max_length=64)
    sha256: str = Field(max_length=64)


class TrailHead(Table, table=True):
    """Where a chain ends now: what the next writer locks, and what a town writes down."""

    __tablename__ = "trail_head"

    municipality_code: str = Field(primary_key=True, max_length=6)
    seq: int = Field(default=0)
    sha256: str = Field(default=NOTHING, max_length=64)


append_only(TrailLink)


@event.listens_for(OrmSession, "after_flush")
def _remember_entries(session: OrmSession, _context: Any) -> None:
    written = [row for row in session.new if isinstance(row, TrailEntry)]
    if written:
        session.info.setdefault(_UNLINKED, []).extend(written)


@event.listens_for(OrmSession, "before_commit")
def _link_entries(session: OrmSession) -> None:
    """Last of all before the end, so that no other lock is waited for while a chain's head is held."""
    if session.in_nested_transaction():
        return
    session.flush()
    written = session.info.pop(_UNLINKED, ())
    kept = [entry for entry in written if not sa.inspect(entry).transient]  # a savepoint may have taken some back
    if kept:
        link(session, kept)


@event.listens_for(OrmSession, "after_rollback")
def _forget_entries(session: OrmSession) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_UNLINKED, None)


def link(session: OrmSession, entries: Iterable[TrailEntry]) -> None:
    """Give each entry its place at the end of its chain. Chains are locked in order of their codes, until the end."""
    chains: dict[str, list[TrailEntry]] = {}
    for entry in entries:
        chains.setdefault(chain_of(entry.municipality_code), []).append(entry)
    heads = _locked_heads(session, sorted(chains))
    rows, ends = [], []
    for code, (seq, previous) in heads.items():
        for place, entry in enumerate(chains[code], seq + 1):
            content = content_sum({name: getattr(entry, name) for name in SEALED})
            last = link_sum(code, place, entry.id, content, previous)
            rows.append((code, place, entry.id, content, previous, last))
            previous = last
        ends.append({"code": code, "end": seq + len(chains[code]), "sum": previous})
    links, head = table_of(TrailLink), table_of(TrailHead)
    names = [column.name for column in links.columns]
    connection = session.connection()
    connection.execute(links.insert(), [dict(zip(names, row, strict=True)) for row in rows])
    moved = head.update().where(head.c.municipality_code == sa.bindparam("code"))
    connection.execute(moved.values(seq=sa.bindparam("end"), sha256=sa.bindparam("sum")), ends)


def _locked_heads(session: OrmSession, codes: list[str]) -> dict[str, tuple[int, str]]:
    """Place and sum at the end of each chain, locked in order; heads that are missing are made before any is locked."""
    found = _lock(session, codes) if len(codes) == 1 else {}
    if len(found) < len(codes):
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        begun = dialect.insert(table_of(TrailHead)).on_conflict_do_nothing()
        rows = [{"municipality_code": code, "seq": 0, "sha256": NOTHING} for code in codes]
        session.connection().execute(begun, rows)
        found = _lock(session, codes)
    return found


def _lock(session: OrmSession, codes: list[str]) -> dict[str, tuple[int, str]]:
    head = table_of(TrailHead)
    chosen = head.select().where(head.c.municipality_code.in_(codes)).order_by(head.c.municipality_code)
    rows = session.connection().execute(chosen.with_for_update())
    return {row.municipality_code: (row.seq, row.sha256) for row in rows}
