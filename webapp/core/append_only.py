"""Tables whose rows the database itself refuses to change or remove."""

import sqlalchemy as sa
from sqlmodel import SQLModel

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION futamachi_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
"""


def statements(table: str, dialect: str) -> list[str]:
    """The DDL that makes a table append-only on `sqlite` or `postgresql`."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("update", "delete")
        ]
    return [
        _PG_FUNCTION,
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION futamachi_append_only()",
    ]


def append_only(model: type[SQLModel]) -> type[SQLModel]:
    """Declare a table append-only where it is made from the metadata; migrations run the same statements."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    table.info["append_only"] = True
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, dialect):
            ddl = sa.DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            sa.event.listen(table, "after_create", ddl)
    return model
