"""Work on many rows: in chunks, each its own transaction, so that a worker may die and nobody waits for a long lock."""

from collections.abc import Callable, Sequence
from typing import Any

import structlog

from webapp.core.database import session
from webapp.core.services import services
from webapp.registrations import following

log = structlog.get_logger(__name__)
CHUNK = 200
#: rows after a cursor in the order of their ids, at most so many, locked
Find = Callable[[str, int], Sequence[Any]]
#: what is done with a chunk of them
Do = Callable[[Sequence[Any]], object]


class SomeFailed(Exception):
    """Some rows could not be worked on; the others are done, and trying again takes up only what is left."""


def each(do_one: Callable[[Any], object]) -> Do:
    """Work on the rows of a chunk one after the other."""

    def do(rows: Sequence[Any]) -> None:
        for row in rows:
            do_one(row)

    return do


def work_through(find: Find, do: Do, *, size: int = CHUNK) -> int:
    """Have every row that `find` gives done, a chunk at a time; how many rows it was.

    A row that fails takes nothing with it: its chunk is done again row by row. Raises SomeFailed at the end.
    """
    cursor, seen, failed = "", 0, 0
    while ids := _ids_after(find, cursor, size):
        try:
            _do_chunk(find, do, cursor, size)
        except Exception as error:
            log.warning("chunk failed, row by row", error=type(error).__name__)
            failed += sum(not _do_one(find, do, before) for before in [cursor, *ids[:-1]])
        cursor, seen = ids[-1], seen + len(ids)
    if failed:
        raise SomeFailed(f"{failed} of {seen} rows failed")
    return seen


def _ids_after(find: Find, cursor: str, size: int) -> list[str]:
    with services().database.transaction(read_only=True):
        return [row.id for row in find(cursor, size)]


def _do_chunk(find: Find, do: Do, cursor: str, size: int) -> None:
    with services().database.transaction(), following.together():
        do(find(cursor, size))
        session().flush()


def _do_one(find: Find, do: Do, cursor: str) -> bool:
    try:
        _do_chunk(find, do, cursor, 1)
    except Exception as error:
        log.error("row failed", error=type(error).__name__)
        return False
    return True
