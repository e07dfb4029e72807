"""Every published listing as the search sees it, kept in each process and brought up to date by what changed."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from webapp.core.database import Database, current_scope, session
from webapp.listings.finding.columns import ENTRIES, TABLE, Columns, columns_of, joined, micros, moment
from webapp.listings.finding.texts import Rows, Texts, rows_with_any
from webapp.listings.models import OFFERED

#: what is kept is checked after so long, even if nothing seems to have changed
KEPT_SECONDS = 60.0
#: how far back that check looks for a change whose transaction ended after a later one's, in microseconds
OVERLAP = 300_000_000
MOST_LATER, MOST_WORDS_KEPT = 1_000, 32
_STAMP: Any = sa.select(sa.func.max(TABLE.c.updated_at))
_COUNT: Any = sa.select(sa.func.count()).where(TABLE.c.status.in_(OFFERED))
_CHANGED: Any = sa.select(TABLE.c.id, TABLE.c.updated_at, (TABLE.c.status.in_(OFFERED)).label("is_shown")).where(
    TABLE.c.updated_at >= sa.bindparam("since")
)
_THESE: Any = ENTRIES.where(TABLE.c.id.in_(sa.bindparam("ids", expanding=True)))
AT_ONCE, IN_PARTS = 500, 5_000


@dataclass(frozen=True)
class Kept:
    """The rows, which of them are still shown, their texts in parts, and their places from the newest on."""

    stamp: int
    read_at: float
    columns: Columns
    alive: NDArray[np.bool_]
    texts: tuple[Texts, ...]
    rank: NDArray[np.int32]
    having: dict[tuple[str, ...], Rows] = field(default_factory=dict)
    counted: dict[Any, Any] = field(default_factory=dict)  # what facets counted, by search
    drawn: dict[Any, Any] = field(default_factory=dict)  # maps, by search

    def __len__(self) -> int:
        return len(self.alive)

    def text(self, row: int) -> str:
        """The text of a row."""
        return next(part for part in reversed(self.texts) if row >= part.first).of(row)

    def with_any(self, words: tuple[str, ...]) -> Rows:
        """The rows in whose text one of these words occurs. The next page of a search asks for the same again."""
        found = self.having.get(words)
        if found is None:
            if len(self.having) >= MOST_WORDS_KEPT:
                self.having.clear()
            found = self.having[words] = rows_with_any(self.texts, words)
        return found


_kept: WeakKeyDictionary[Database, Kept] = WeakKeyDictionary()
_reading = threading.Lock()


def present() -> Kept:
    """What is published now: kept from before, with what has changed since."""
    database = current_scope().database
    stamp = micros(session().execute(_STAMP).scalar())
    if (kept := _kept.get(database)) is not None and _is_present(kept, stamp):
        return kept
    with _reading:
        kept = _kept.get(database)
        if kept is None or stamp < kept.stamp:
            kept = _read_all(stamp)
        elif not _is_present(kept, stamp):
            kept = _brought_up_to_date(kept, stamp)
        _kept[database] = kept
    return kept


def _is_present(kept: Kept, stamp: int) -> bool:
    return kept.stamp == stamp and time.monotonic() - kept.read_at <= KEPT_SECONDS


def _read_all(stamp: int) -> Kept:
    """Everything, in parts: a process must not need twice the memory for it."""
    columns: list[Columns] = []

    def parts() -> Iterator[list[str]]:
        for rows in session().execute(ENTRIES, execution_options={"yield_per": IN_PARTS}).partitions():
            columns.append(columns_of(rows))
            yield [row.search_text for row in rows]

    texts = (Texts(parts()),)
    count = len(texts[0])
    alive, rank = np.ones(count, np.bool_), np.arange(count, dtype=np.int32)
    return Kept(stamp, time.monotonic(), joined(columns), alive, texts, rank)


def _brought_up_to_date(kept: Kept, stamp: int) -> Kept:
    """With what changed since; once a minute looking further back, and counting."""
    is_check = time.monotonic() - kept.read_at > KEPT_SECONDS
    since = moment(kept.stamp - OVERLAP if is_check else kept.stamp)
    changed = {row.id.encode(): row for row in session().execute(_CHANGED, {"since": since})}
    known = {
        key: number for number, key in enumerate(kept.columns.ids.tolist()) if key in changed and kept.alive[number]
    }
    is_new = {
        key: row.is_shown
        for key, row in changed.items()
        if bool(row.is_shown) != (key in known)
        or (row.is_shown and kept.columns.changed[known[key]] != micros(row.updated_at))
    }
    read_at = time.monotonic() if is_check else kept.read_at
    fresh = replace(kept, stamp=stamp, read_at=read_at)
    if is_new:
        gone = [known[key] for key in is_new if key in known]
        fresh = _with(fresh, gone, [key.decode() for key, is_shown in is_new.items() if is_shown])
    is_wrong = is_check and session().execute(_COUNT).scalar_one() != np.count_nonzero(fresh.alive)
    return _read_all(stamp) if is_wrong else fresh


def _with(kept: Kept, gone: list[int], ids: list[str]) -> Kept:
    """Some rows taken out, and these listings read and put behind the others."""
    alive = kept.alive.copy()
    alive[gone] = False
    firsts = range(0, len(ids), AT_ONCE)
    rows = [row for first in firsts for row in session().execute(_THESE, {"ids": ids[first : first + AT_ONCE]})]
    later = [text for part in kept.texts[1:] for text in part.all()] + [row.search_text for row in rows]
    columns = joined([kept.columns, columns_of(rows)])
    alive = np.concatenate([alive, np.ones(len(rows), np.bool_)])
    texts = (kept.texts[0], Texts([later], len(kept.texts[0])))
    rank = _ranks(columns)
    made = Kept(kept.stamp, kept.read_at, columns, alive, texts, rank)
    return _put_together(made) if len(later) > MOST_LATER else made


def _ranks(columns: Columns) -> NDArray[np.int32]:
    """The place of each row from the newest on, as `queries.NEWEST` orders them."""
    order = np.lexsort((columns.ids, columns.published))[::-1]
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank


def _put_together(kept: Kept) -> Kept:
    """One part again, in the order of the newest, without what is gone."""
    rows = np.flatnonzero(kept.alive)
    rows = rows[np.argsort(kept.rank[rows])]
    texts = (Texts([[kept.text(row) for row in rows.tolist()]]),)
    columns, count = kept.columns.taken(rows), len(rows)
    return Kept(kept.stamp, kept.read_at, columns, np.ones(count, np.bool_), texts, np.arange(count, dtype=np.int32))
