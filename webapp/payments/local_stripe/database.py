"""One SQLite file, or memory, behind one lock: every change of state is a transaction of its own."""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LAYOUT = 2
FIRST_ACCOUNT = "acct_LocalTestServer1"
TABLES = f"""
CREATE TABLE IF NOT EXISTS account (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, key TEXT UNIQUE, created INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, created INTEGER NOT NULL,
    body TEXT NOT NULL, asked TEXT NOT NULL, account TEXT NOT NULL DEFAULT '{FIRST_ACCOUNT}');
CREATE TABLE IF NOT EXISTS reply (
    account TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    created INTEGER NOT NULL, PRIMARY KEY (account, key));
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL, endpoint TEXT NOT NULL, due REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting', answer TEXT);
CREATE TABLE IF NOT EXISTS secret (value TEXT NOT NULL);
"""
INDEXES = """
CREATE INDEX IF NOT EXISTS object_of_account ON object (account, kind, seq);
CREATE INDEX IF NOT EXISTS object_payment ON object (kind, json_extract(body, '$.payment_intent'));
CREATE INDEX IF NOT EXISTS object_charge ON object (kind, json_extract(body, '$.charge'));
CREATE INDEX IF NOT EXISTS object_status ON object (kind, json_extract(body, '$.status'));
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (state, due);
CREATE INDEX IF NOT EXISTS delivery_event ON delivery (event);
"""
# A file of the time when there was one account: its objects stay; answers and messages of that day are let go.
FROM_ONE_ACCOUNT = f"""
ALTER TABLE object ADD COLUMN account TEXT NOT NULL DEFAULT '{FIRST_ACCOUNT}';
DROP TABLE reply;
DROP TABLE delivery;
"""
OUTER = ("BEGIN IMMEDIATE", "COMMIT", ["ROLLBACK"])
INNER = ("SAVEPOINT part", "RELEASE part", ["ROLLBACK TO part", "RELEASE part"])


class Database:
    """The connection, its lock and its nested transactions."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        if path:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
        self._lay_out()
        self.run("UPDATE delivery SET state = 'waiting' WHERE state = 'sending'")

    def _lay_out(self) -> None:
        layout = self.run("PRAGMA user_version")[0][0]
        if layout < LAYOUT and self.run("SELECT 1 FROM sqlite_master WHERE name = 'object'"):
            self._db.executescript(FROM_ONE_ACCOUNT)
        self._db.executescript(TABLES + INDEXES + f"PRAGMA user_version = {LAYOUT};")

    def run(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        """One statement and all its rows."""
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    def secret(self) -> str:
        """A random text that stays the same as long as the file does."""
        with self.transaction():
            if not self.run("SELECT value FROM secret"):
                self.run("INSERT INTO secret VALUES (?)", secrets.token_hex(32))
            value: str = self.run("SELECT value FROM secret")[0]["value"]
        return value

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, also inside another transaction, where "nothing" means this part alone."""
        with self._lock:
            begin, end, undo = OUTER if self._depth == 0 else INNER
            self._db.execute(begin)
            self._depth += 1
            try:
                yield
            except BaseException:
                for statement in undo:
                    self._db.execute(statement)
                raise
            else:
                self._db.execute(end)
            finally:
                self._depth -= 1
