"""Many rows at once, past the session's object by object work: for files and master data."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def table_of(model: type[SQLModel]) -> sa.Table:
    """The table behind a model."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table


def upsert(
    session: Session,
    model: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    *,
    keys: Sequence[str],
    where: Any = None,
    keep: Sequence[str] = (),
) -> None:
    """Insert rows, or update those whose `keys` are there already; `keep` names columns that an update leaves alone.

    All rows must have the same columns. `keys` need a unique index; `where` is that index's own condition when
    it is a partial one. Objects of these rows that the session holds already are not refreshed.
    """
    if not rows:
        return
    table = table_of(model)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    left_alone = {*keys, *keep}
    changes = {name: statement.excluded[name] for name in rows[0] if name not in left_alone}
    session.execute(statement.on_conflict_do_update(index_elements=keys, index_where=where, set_=changes), list(rows))


def insert_or_ignore(
    session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]], *, keys: Sequence[str]
) -> None:
    """Insert rows; those whose `keys` (a unique index) are there already stay as they are."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table_of(model)).on_conflict_do_nothing(index_elements=keys)
    session.execute(statement, list(rows))
