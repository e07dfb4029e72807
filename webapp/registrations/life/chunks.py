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


class SomeFailed(Exception):
    """Some rows could not be worked on; the others are done, and trying again takes up only what is left."""


def work_through(find: Find, do: Callable[[Any], object], *, size: int = CHUNK) -> int:
    """Call `do` once for every row that `find` gives; how many rows it was.

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


def _do_chunk(find: Find, do: Callable[[Any], object], cursor: str, size: int) -> None:
    with services().database.transaction(), following.together():
        for row in find(cursor, size):
            do(row)
        session().flush()


def _do_one(find: Find, do: Callable[[Any], object], cursor: str) -> bool:
    try:
        _do_chunk(find, do, cursor, 1)
    except Exception as error:
        log.error("row failed", error=type(error).__name__)
        return False
    return True
