"""SQL that was compiled for one test's database serves the next test's: compiling costs more than asking."""

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

_KEPT = 10_000


def share_compiled_statements() -> None:
    """Have all engines of one kind of database keep compiled statements and converted types in one place.

    SQLAlchemy looks them up by dialect, and each engine has a dialect object of its own, all made with the same options.
    """
    statements: dict[type, LRUCache[Any, Any]] = {}
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        statements[dialect] = LRUCache(_KEPT)
        replace: Any = dialect
        replace.__eq__ = _is_same_kind
        replace.__hash__ = _hash_of_kind
        replace._type_memos = WeakKeyDictionary()
    shared: Any = property(lambda engine: statements[type(engine.dialect)], lambda _engine, _own: None)
    Engine._compiled_cache = shared


def _is_same_kind(one: Any, other: object) -> bool:
    return type(one) is type(other)


def _hash_of_kind(one: Any) -> int:
    return hash(type(one))
