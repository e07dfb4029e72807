"""Tables whose rows the database itself refuses to change or remove, or lets go blank at most."""

from collections.abc import Sequence

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


def blank_only_statements(table: str, dialect: str, *, key: str, blanks: Sequence[str]) -> list[str]:
    """The DDL that lets a row's texts `blanks` become empty and refuses every other change, and removal."""
    is_other = " OR ".join([f"NEW.{key} <> OLD.{key}", *(f"NEW.{name} <> ''" for name in blanks)])
    words = f"{table} may only be blanked"
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_blank_only BEFORE UPDATE ON {table} WHEN {is_other} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
        ]
    return [
        _PG_FUNCTION,
        f"CREATE TRIGGER {table}_blank_only BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({is_other}) "
        "EXECUTE FUNCTION futamachi_append_only()",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION futamachi_append_only()",
    ]


def append_only(model: type[SQLModel]) -> type[SQLModel]:
    """Declare a table append-only where it is made from the metadata; migrations run the same statements."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    table.info["append_only"] = True
    for dialect in _DIALECTS:
        _run_after_create(table, statements(table.name, dialect), dialect)
    return model


def blank_only(model: type[SQLModel], *, key: str, blanks: Sequence[str]) -> type[SQLModel]:
    """Declare that a table's rows stay, and that only these texts of theirs may be emptied."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    for dialect in _DIALECTS:
        _run_after_create(table, blank_only_statements(table.name, dialect, key=key, blanks=blanks), dialect)
    return model


_DIALECTS = ("sqlite", "postgresql")


def _run_after_create(table: sa.Table, ddl: list[str], dialect: str) -> None:
    for statement in ddl:
        wanted = sa.DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
        sa.event.listen(table, "after_create", wanted)
