"""One row in every table of a database as it stands at some revision, made from nothing but its reflected shape."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

SOME_TIME = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def reflect(connection: sa.Connection) -> sa.MetaData:
    """The tables of the database, without Alembic's own and without search shadow tables."""
    metadata = sa.MetaData()
    names = [n for n in sa.inspect(connection).get_table_names() if n != "alembic_version" and "_fts" not in n]
    metadata.reflect(connection, only=names)
    return metadata


def fill_empty_tables(connection: sa.Connection) -> None:
    """Insert one row into each empty table, parents before children."""
    for table in reflect(connection).sorted_tables:
        if connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0:
            connection.execute(table.insert().values(_row(connection, table)))
    connection.commit()


def counts(connection: sa.Connection) -> dict[str, int]:
    """Rows of each table."""
    tables = reflect(connection).sorted_tables
    return {t.name: connection.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in tables}


def _row(connection: sa.Connection, table: sa.Table) -> dict[str, Any]:
    wanted = [c for c in table.columns if (not c.nullable or c.foreign_keys) and not c.computed]
    return {column.name: _value(connection, column) for column in wanted}


def _value(connection: sa.Connection, column: sa.Column[Any]) -> Any:
    for key in column.foreign_keys:
        parent = key.column
        if parent.table is column.table:
            return None
        return connection.scalar(sa.select(parent).limit(1))
    return _plain_value(column)


def _plain_value(column: sa.Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.JSON):
        return {}
    if isinstance(kind, sa.String):
        return column.name[: kind.length or 20].ljust(min(kind.length or 1, 6), "0")
    if isinstance(kind, sa.DateTime):
        return SOME_TIME if kind.timezone else SOME_TIME.replace(tzinfo=None)
    if isinstance(kind, sa.LargeBinary):
        return b"0"
    plain = {sa.Boolean: False, sa.Date: date(2026, 4, 1), sa.Float: 1.0, sa.Numeric: 1, sa.Integer: 1}
    return next(value for known, value in plain.items() if isinstance(kind, known))
