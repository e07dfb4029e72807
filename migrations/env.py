"""How Alembic reaches our tables: portable column types, safe rebuilds on SQLite, one address for both engines."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from webapp import load_tables
from webapp.config import Settings
from webapp.core.database import make_engine

load_tables()
METADATA = SQLModel.metadata


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write plain SQLAlchemy types, so that a migration needs no other import."""
    if kind != "type":
        return False
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, sa.JSON):
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    if type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave alone what our metadata does not know, such as search shadow tables."""
    return kind != "table" or name in METADATA.tables


def compare_type(_context: Any, _column: Any, _metadata_column: Any, in_database: Any, in_model: Any) -> bool | None:
    """Enums are stored as text: only the length could differ."""
    if isinstance(in_model, sa.Enum):
        return bool(getattr(in_database, "length", None) != in_model.length)
    return None


def run(connection: sa.Connection) -> None:
    """Migrate over an open connection."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=render_item,
        include_name=include_name,
        compare_type=compare_type,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite(connection: sa.Connection) -> None:
    """Foreign keys rest during a rebuild, or a parent's rebuild would delete its children; then all are checked."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
    run(connection)
    connection.commit()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    raw.execute("PRAGMA foreign_keys=ON")
    if broken:
        raise RuntimeError(f"the migration left {len(broken)} rows without their parent")


def main() -> None:
    """Use the connection handed over by the caller, or open the configured database."""
    given = context.config.attributes.get("connection")
    if given is not None:
        (run_on_sqlite if given.dialect.name == "sqlite" else run)(given)
        return
    engine = make_engine(context.config.attributes.get("url") or Settings().database)
    with engine.connect() as connection:
        (run_on_sqlite if engine.dialect.name == "sqlite" else run)(connection)
        connection.commit()
    engine.dispose()


main()
