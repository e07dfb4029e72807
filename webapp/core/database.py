"""Engines, and the one transaction that a request, a job or a command runs in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session

_current: ContextVar["Scope | None"] = ContextVar("futamachi_scope", default=None)
Replay = Callable[[], None]


class GetWrote(RuntimeError):
    """A read-only scope tried to write: a programming error, never shown to a person."""


def make_engine(url: str) -> Engine:
    """An engine for an SQLite file or PostgreSQL.

    SQLite runs in WAL mode with foreign keys on; writers use BEGIN IMMEDIATE, because a deferred
    transaction that reads before it writes fails under load and busy_timeout cannot help it.
    Errors do not repeat the parameters of their statement, which may be personal data.
    Raises ArgumentError for an address that is none.
    """
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    try:
        make_url(url)
    except ValueError as error:
        raise ArgumentError("the port of a database is a number") from error
    if not url.startswith("sqlite"):
        patience = {"connect_timeout": 10}
        return create_engine(
            url, pool_pre_ping=True, pool_size=8, max_overflow=8, hide_parameters=True, connect_args=patience
        )
    engine = create_engine(url, connect_args={"timeout": 15}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi: Any, _record: Any) -> None:
    dbapi.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        dbapi.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    dbapi: Any = connection.connection  # told directly: the way through SQLAlchemy costs more than a small query
    dbapi.execute(f"BEGIN {mode}")


class Scope:
    """One unit of work: its session opens at first use and is committed or rolled back as a whole."""

    def __init__(self, database: "Database", *, read_only: bool) -> None:
        self.database = database
        self.read_only = read_only
        self.replays: list[Replay] = []
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The scope's session; the transaction begins with its first statement."""
        if self._session is None:
            engine = self.database.reading if self.read_only else self.database.writing
            self._session = Session(engine, expire_on_commit=False)
            self._session.info["read_only"] = self.read_only
        return self._session

    def commit(self) -> None:
        """Keep everything."""
        if self._session is not None:
            self._session.commit()
        self.replays.clear()  # what was counted is kept now: a later refusal must not count it again

    def rollback(self) -> None:
        """Drop everything but what must survive a refusal (see `keep_after_refusal`)."""
        if self._session is not None and self.read_only:
            self._session.close()  # there is nothing to undo; this ends the transaction and costs half as much
        elif self._session is not None:
            self._session.rollback()
        replays, self.replays = self.replays, []
        for replay in replays:
            replay()
        if replays:
            self.commit()

    def close(self) -> None:
        """Give the connection back."""
        if self._session is not None:
            self._session.close()
            self._session = None


@event.listens_for(OrmSession, "before_flush")
def _refuse_writes_when_reading(session: OrmSession, _context: Any, _instances: Any) -> None:
    if session.info.get("read_only") and (session.new or session.dirty or session.deleted):
        raise GetWrote("a read-only request tried to write")


@event.listens_for(OrmSession, "do_orm_execute")
def _refuse_statements_when_reading(state: ORMExecuteState) -> None:
    if state.session.info.get("read_only") and (state.is_insert or state.is_update or state.is_delete):
        raise GetWrote("a read-only request tried to write")


class Database:
    """One database: `reading` and `writing` are views of the same engine."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.reading = self.engine
        self.writing = self.engine.execution_options(sqlite_begin="IMMEDIATE")

    @property
    def is_sqlite(self) -> bool:
        """True for an SQLite file, False for PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def scope(self, *, read_only: bool = False) -> Iterator[Scope]:
        """Open a unit of work without deciding how it ends: the caller commits or rolls back."""
        scope = Scope(self, read_only=read_only)
        token = _current.set(scope)
        try:
            yield scope
        finally:
            _current.reset(token)
            scope.close()

    @contextmanager
    def transaction(self, *, read_only: bool = False) -> Iterator[Session]:
        """Commit at the end of the block, roll back when it raises."""
        with self.scope(read_only=read_only) as scope:
            try:
                yield scope.session
            except BaseException:
                scope.rollback()
                raise
            scope.commit()

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def current_scope() -> Scope:
    """The unit of work that is open here. Raises RuntimeError outside of one."""
    scope = _current.get()
    if scope is None:
        raise RuntimeError("no transaction is open here: use Database.transaction()")
    return scope


def enter_scope(scope: Scope | None) -> Scope | None:
    """Make a scope the current one, and return the one before: for the request hooks, which cannot use a with block."""
    before = _current.get()
    _current.set(scope)
    return before


def session() -> Session:
    """The session of the unit of work that is open here."""
    return current_scope().session


def keep_after_refusal(replay: Replay) -> None:
    """Have `replay` run again, and be kept, if this unit of work is rolled back: for attempt counters."""
    current_scope().replays.append(replay)
