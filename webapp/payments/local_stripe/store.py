"""Everything the server remembers: objects, answered requests and messages still to deliver, in one SQLite file."""

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.payments.local_stripe.errors import ApiError, not_found
from webapp.payments.local_stripe.objects import Object

SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, created INTEGER NOT NULL,
    body TEXT NOT NULL, asked TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, seq);
CREATE INDEX IF NOT EXISTS object_payment ON object (kind, json_extract(body, '$.payment_intent'));
CREATE TABLE IF NOT EXISTS reply (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting', answer TEXT);
CREATE TABLE IF NOT EXISTS secret (value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (state, due);
"""
BEFORE, AFTER = "seq < (SELECT seq FROM object WHERE id = ?)", "seq > (SELECT seq FROM object WHERE id = ?)"
OUTER = ("BEGIN IMMEDIATE", "COMMIT", ["ROLLBACK"])
INNER = ("SAVEPOINT part", "RELEASE part", ["ROLLBACK TO part", "RELEASE part"])
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


@dataclass(frozen=True)
class Reply:
    """An answer kept under an idempotency key."""

    fingerprint: str
    status: int
    body: str


@dataclass(frozen=True)
class Delivery:
    """One event on its way to the webhook."""

    id: int
    event: str
    tries: int
    state: str
    answer: str | None


class Store:
    """One connection behind one lock: every change of state is a transaction of its own."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        if path:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        self._db.execute("UPDATE delivery SET state = 'waiting' WHERE state = 'sending'")

    def secret(self) -> str:
        """A random text that stays the same as long as the file does."""
        with self.transaction():
            if not self._run("SELECT value FROM secret"):
                self._run("INSERT INTO secret VALUES (?)", secrets.token_hex(32))
            value: str = self._run("SELECT value FROM secret")[0]["value"]
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

    def _run(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    def add(self, new: Object, asked: Mapping[str, Any] | None = None) -> None:
        """Keep a new object, with the parameters it was made from."""
        self._run(
            "INSERT INTO object (id, kind, created, body, asked) VALUES (?, ?, ?, ?, ?)",
            new["id"],
            new["object"],
            new["created"],
            json.dumps(new),
            json.dumps(asked or {}),
        )

    def save(self, *changed: Object) -> None:
        """Keep objects as they are now."""
        for one in changed:
            self._run("UPDATE object SET body = ? WHERE id = ?", json.dumps(one), one["id"])

    def get(self, kind: str, ref: str) -> Object:
        """A copy of one object; ApiError 404."""
        rows = self._run("SELECT body FROM object WHERE id = ? AND kind = ?", ref, kind)
        if not rows:
            raise not_found(kind, ref)
        return _load(rows[0]["body"])

    def asked(self, ref: str) -> Object:
        """The parameters an object was made from."""
        return _load(self._run("SELECT asked FROM object WHERE id = ?", ref)[0]["asked"])

    def where(self, kind: str, **fields: str) -> list[Object]:
        """All objects of a kind with these values at the top, newest first."""
        clauses = "".join(f" AND json_extract(body, '$.{name}') = ?" for name in fields)
        rows = self._run(
            f"SELECT body FROM object WHERE kind = ?{clauses} ORDER BY seq DESC",  # noqa: S608 names are ours
            kind,
            *fields.values(),
        )
        return [_load(row["body"]) for row in rows]

    def page(self, kind: str, asked: Mapping[str, Any], fields: Mapping[str, str]) -> tuple[list[Object], bool]:
        """One page of a list as Stripe cuts it, newest first, and whether there is more."""
        limit = asked.get("limit", 10)
        if limit not in range(1, 101):
            raise ApiError("Invalid integer: limit is between 1 and 100.", param="limit")
        clauses, values = _conditions(asked, fields)
        is_backwards = "ending_before" in asked
        if cursor := asked.get("starting_after") or asked.get("ending_before"):
            self.get(kind, cursor)
            clauses.append(AFTER if is_backwards else BEFORE)
            values.append(cursor)
        conditions = " AND ".join(["kind = ?", *clauses])
        order = "ASC" if is_backwards else "DESC"
        rows = self._run(
            f"SELECT body FROM object WHERE {conditions} ORDER BY seq {order} LIMIT ?",  # noqa: S608 names are ours
            kind,
            *values,
            limit + 1,
        )
        found = [_load(row["body"]) for row in rows[:limit]]
        return (found[::-1] if is_backwards else found), len(rows) > limit

    def reply(self, key: str) -> Reply | None:
        """What was answered under a key."""
        rows = self._run("SELECT fingerprint, status, body FROM reply WHERE key = ?", key)
        return Reply(rows[0]["fingerprint"], rows[0]["status"], rows[0]["body"]) if rows else None

    def keep_reply(self, key: str, reply: Reply, *, now: int) -> None:
        """Keep an answer; keys older than a day are forgotten."""
        self._run("DELETE FROM reply WHERE created < ?", now - 86400)
        self._run("INSERT INTO reply VALUES (?, ?, ?, ?, ?)", key, reply.fingerprint, reply.status, reply.body, now)

    def queue(self, event: str, *, due: float) -> None:
        """Put a message on its way."""
        self._run("INSERT INTO delivery (event, due) VALUES (?, ?)", event, due)

    def claim(self, *, until: float) -> Delivery | None:
        """Take the message that has been due longest; it is ours until it is `settle`d."""
        with self.transaction():
            rows = self._run(
                "SELECT * FROM delivery WHERE state = 'waiting' AND due <= ? ORDER BY due, id LIMIT 1", until
            )
            if not rows:
                return None
            self._run("UPDATE delivery SET state = 'sending', tries = tries + 1 WHERE id = ?", rows[0]["id"])
        return Delivery(rows[0]["id"], rows[0]["event"], rows[0]["tries"] + 1, "sending", rows[0]["answer"])

    def settle(self, delivery: int, *, state: str, answer: str, due: float = 0) -> None:
        """Note how one try went: `done`, `waiting` for the next, or `given_up`."""
        self._run("UPDATE delivery SET state = ?, answer = ?, due = ? WHERE id = ?", state, answer, due, delivery)

    def deliveries(self, *states: str) -> list[Delivery]:
        """Messages in these states, oldest first; all when none is named."""
        marks = ",".join("?" * len(states))
        condition = f"WHERE state IN ({marks})" if states else ""
        rows = self._run(f"SELECT * FROM delivery {condition} ORDER BY id", *states)  # noqa: S608 only marks
        return [Delivery(r["id"], r["event"], r["tries"], r["state"], r["answer"]) for r in rows]

    def next_due(self) -> float | None:
        """When the next message is due."""
        rows = self._run("SELECT MIN(due) AS due FROM delivery WHERE state = 'waiting'")
        due: float | None = rows[0]["due"]
        return due


def _conditions(asked: Mapping[str, Any], fields: Mapping[str, str]) -> tuple[list[str], list[Any]]:
    clauses = [f"json_extract(body, '$.{name}') = ?" for name in fields]
    values: list[Any] = list(fields.values())
    created = asked.get("created", {})
    bounds = {"gte": created, "lte": created} if isinstance(created, int) else created
    for name, bound in bounds.items():
        clauses.append(f"created {COMPARISONS[name]} ?")
        values.append(bound)
    return clauses, values


def _load(text: str) -> Object:
    loaded: Object = json.loads(text)
    return loaded
