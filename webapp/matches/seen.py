"""What pages showed: kept in this process while they are made, written a little later, many at once.

A page that is only read changes nothing while it is made. What it showed waits here; after an answer has left, the
whole heap goes into the log in a transaction of its own, as soon as it is old or large enough (docs/decisions/0010).
"""

import threading
import time
from collections.abc import Iterable
from weakref import WeakKeyDictionary

import structlog
from flask import Response, after_this_request
from sqlalchemy.exc import SQLAlchemyError

from webapp.core.actor import Actor, Role
from webapp.core.database import Database, current_scope
from webapp.listings.models import Listing
from webapp.matches.events import Happening, write
from webapp.matches.models import EventKind

log = structlog.get_logger(__name__)
LONGEST_WAIT = 5.0  # seconds
FULL = 500
MOST_KEPT = 20_000


class _Heap:
    """What waits for one database."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: list[Happening] = []
        self.since = 0.0

    def add(self, happenings: Iterable[Happening]) -> None:
        with self.lock:
            if not self.waiting:
                self.since = time.monotonic()
            self.waiting.extend(happenings)
            lost = len(self.waiting) - MOST_KEPT
            if lost > 0:
                del self.waiting[:lost]
                log.warning("match log overflowed", lost=lost)

    def take(self, *, only_when_due: bool) -> list[Happening]:
        with self.lock:
            is_due = len(self.waiting) >= FULL or time.monotonic() - self.since >= LONGEST_WAIT
            if only_when_due and not is_due:
                return []
            taken, self.waiting = self.waiting, []
            return taken


_heaps: WeakKeyDictionary[Database, _Heap] = WeakKeyDictionary()
_making = threading.Lock()


def note(happenings: Iterable[Happening]) -> None:
    """Remember what the page of the present request shows; it is logged after the answer has left."""
    database = current_scope().database
    _heap(database).add(happenings)

    @after_this_request
    def _later(response: Response) -> Response:
        response.call_on_close(lambda: flush(database, only_when_due=True))
        return response


def opened(actor: Actor, listing: Listing) -> None:
    """A resident looks at a public listing."""
    if actor.user_id is not None and actor.has(Role.RESIDENT):
        note([Happening(actor.user_id, listing.id, EventKind.VIEW)])


def flush(database: Database, *, only_when_due: bool = False) -> int:
    """Write what waits, in a transaction of its own; how many lines. What cannot be written now goes on waiting."""
    taken = _heap(database).take(only_when_due=only_when_due)
    if not taken:
        return 0
    try:
        with database.transaction():
            return write(taken)
    except SQLAlchemyError as error:
        log.warning("match log not written", lines=len(taken), error=type(error).__name__)
        _heap(database).add(taken)
        return 0


def _heap(database: Database) -> _Heap:
    with _making:
        return _heaps.setdefault(database, _Heap())
