"""What one account has: its objects and the answers it was given under idempotency keys."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from webapp.payments.local_stripe.database import Database
from webapp.payments.local_stripe.errors import ApiError, not_found
from webapp.payments.local_stripe.objects import Object

BEFORE, AFTER = "seq < (SELECT seq FROM object WHERE id = ?)", "seq > (SELECT seq FROM object WHERE id = ?)"
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
KEPT_SECONDS = 86400


@dataclass(frozen=True)
class Reply:
    """An answer kept under an idempotency key."""

    fingerprint: str
    status: int
    body: str


@dataclass(frozen=True)
class Store:
    """One account's part of the database: nothing of another account is ever found here."""

    database: Database
    account: str

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing."""
        return self.database.transaction()

    def add(self, new: Object, asked: Mapping[str, Any] | None = None) -> None:
        """Keep a new object, with the parameters it was made from."""
        self.database.run(
            "INSERT INTO object (id, kind, created, body, asked, account) VALUES (?, ?, ?, ?, ?, ?)",
            new["id"],
            new["object"],
            new["created"],
            json.dumps(new),
            json.dumps(asked or {}),
            self.account,
        )

    def save(self, *changed: Object) -> None:
        """Keep objects as they are now."""
        for one in changed:
            self.database.run(
                "UPDATE object SET body = ? WHERE id = ? AND account = ?", json.dumps(one), one["id"], self.account
            )

    def remove(self, ref: str) -> None:
        """Forget an object."""
        self.database.run("DELETE FROM object WHERE id = ? AND account = ?", ref, self.account)

    def get(self, kind: str, ref: str) -> Object:
        """A copy of one object; ApiError 404."""
        rows = self.database.run(
            "SELECT body FROM object WHERE id = ? AND kind = ? AND account = ?", ref, kind, self.account
        )
        if not rows:
            raise not_found(kind, ref)
        return _load(rows[0]["body"])

    def asked(self, ref: str) -> Object:
        """The parameters an object was made from, and what was noted beside it since."""
        return _load(self.database.run("SELECT asked FROM object WHERE id = ?", ref)[0]["asked"])

    def note(self, ref: str, **facts: Any) -> None:
        """Keep something beside an object that Stripe's own object has no field for."""
        noted = json.dumps({**self.asked(ref), **facts})
        self.database.run("UPDATE object SET asked = ? WHERE id = ? AND account = ?", noted, ref, self.account)

    def where(self, kind: str, *, noted: Mapping[str, str | None] | None = None, **fields: str | None) -> list[Object]:
        """All objects of a kind with these values at the top, or noted beside them; newest first, None for none."""
        clauses, values = _matches("body", fields)
        more, further = _matches("asked", noted or {})
        conditions = " AND ".join(["kind = ?", "account = ?", *clauses, *more])
        rows = self.database.run(
            f"SELECT body FROM object WHERE {conditions} ORDER BY seq DESC",  # noqa: S608 names are ours
            kind,
            self.account,
            *values,
            *further,
        )
        return [_load(row["body"]) for row in rows]

    def page(
        self, kind: str, asked: Mapping[str, Any], fields: Mapping[str, str], noted: Mapping[str, str] | None = None
    ) -> tuple[list[Object], bool]:
        """One page of a list as Stripe cuts it, newest first, and whether there is more."""
        limit = asked.get("limit", 10)
        if limit not in range(1, 101):
            raise ApiError("Invalid integer: limit is between 1 and 100.", param="limit")
        clauses, values = _conditions(asked, fields, noted or {})
        is_backwards = "ending_before" in asked
        if cursor := asked.get("starting_after") or asked.get("ending_before"):
            self.get(kind, cursor)
            clauses.append(AFTER if is_backwards else BEFORE)
            values.append(cursor)
        conditions = " AND ".join(["kind = ?", "account = ?", *clauses])
        order = "ASC" if is_backwards else "DESC"
        rows = self.database.run(
            f"SELECT body FROM object WHERE {conditions} ORDER BY seq {order} LIMIT ?",  # noqa: S608 names are ours
            kind,
            self.account,
            *values,
            limit + 1,
        )
        found = [_load(row["body"]) for row in rows[:limit]]
        return (found[::-1] if is_backwards else found), len(rows) > limit

    def reply(self, key: str) -> Reply | None:
        """What was answered under a key."""
        rows = self.database.run(
            "SELECT fingerprint, status, body FROM reply WHERE account = ? AND key = ?", self.account, key
        )
        return Reply(rows[0]["fingerprint"], rows[0]["status"], rows[0]["body"]) if rows else None

    def keep_reply(self, key: str, reply: Reply, *, now: int) -> None:
        """Keep an answer; keys older than a day are forgotten."""
        self.database.run("DELETE FROM reply WHERE created < ?", now - KEPT_SECONDS)
        self.database.run(
            "INSERT INTO reply VALUES (?, ?, ?, ?, ?, ?)",
            self.account,
            key,
            reply.fingerprint,
            reply.status,
            reply.body,
            now,
        )


def _matches(column: str, fields: Mapping[str, str | None]) -> tuple[list[str], list[Any]]:
    tests = [f"json_extract({column}, '$.{name}') IS {'NULL' if v is None else '?'}" for name, v in fields.items()]
    return tests, [value for value in fields.values() if value is not None]


def _conditions(
    asked: Mapping[str, Any], fields: Mapping[str, str], noted: Mapping[str, str]
) -> tuple[list[str], list[Any]]:
    clauses, values = _matches("body", fields)
    more, further = _matches("asked", noted)
    clauses, values = clauses + more, values + further
    created = asked.get("created", {})
    bounds = {"gte": created, "lte": created} if isinstance(created, int) else created
    for name, bound in bounds.items():
        clauses.append(f"created {COMPARISONS[name]} ?")
        values.append(bound)
    return clauses, values


def _load(text: str) -> Object:
    loaded: Object = json.loads(text)
    return loaded
