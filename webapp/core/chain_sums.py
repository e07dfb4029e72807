"""The sums that chain the trail: pure functions over plain values, so that anybody can work them out again."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

#: the first part of every sum: a later way to calculate gets another name
VERSION = "futamachi-trail-1"
#: what stands before the first entry
NOTHING = "0" * 64
#: the chain of what no municipality owns
OPERATOR = "000000"
#: what of an entry is sealed, in this order; its reason only as a salted sum, so that the text may lawfully go
SEALED = (
    "id",
    "at",
    "actor_id",
    "actor_name",
    "action",
    "subject_type",
    "subject_id",
    "municipality_code",
    "from_status",
    "to_status",
    "request_id",
    "reason_sha256",
)


def reason_sum(salt: str, text: str) -> str:
    """Sum of a reason: SHA-256 in hex over its random salt and the text; short sentences cannot be guessed from it."""
    return _sum(["reason", salt, text])


def content_sum(entry: Mapping[str, Any]) -> str:
    """Sum of one entry's columns as named in SEALED; `at` is an aware time (one without a zone is read as UTC)."""
    return _sum(["entry", *(_plain(entry[name]) for name in SEALED)])


def link_sum(code: str, seq: int, entry_id: str, content: str, previous: str) -> str:
    """Sum of one place in a chain: whose chain, which place (from 1), which entry, its sum, and the sum before."""
    return _sum(["link", code, seq, entry_id, content, previous])


def chain_of(municipality_code: str | None) -> str:
    """Whose chain an entry belongs to."""
    return municipality_code or OPERATOR


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _sum(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps([VERSION, *parts], separators=(",", ":")).encode()).hexdigest()
