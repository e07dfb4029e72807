"""Exact top-k by inner product: one matrix product per block, a running threshold, rules asked only for survivors.

Where items come in groups of which whole ones can be ruled out for a query, only what is left is multiplied.

The first items give each query a threshold. Then the threshold is one more dimension of the product, so that what may
get into a list is what lies above zero: one comparison with a constant, and eight answers are looked at as one number.
Such candidates are checked, kept as 64-bit keys (score above, place below) and sorted now and then.

A matrix product rounds a pair differently in different blocks, so its values only choose candidates, with a margin for
the largest rounding error possible. The score told is the inner product summed in float64 and rounded once to float32:
it depends on the two vectors alone, and so does the list, for every block size.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.bounds import Bound, Bounds, true_places
from matching.keys import Keys, keys_of, places_of, scores_of

Vectors = NDArray[np.float32]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]
Allowed = Callable[[Index, Index], Flags]

FOLD = 4
"""First items that are folded into one maximum."""
START, START_ROWS = 1024, 256
"""Items and queries that give first thresholds."""
SPARE = 12
"""Candidates kept beyond k, for those that rounding cannot tell from the last one."""
ROOM = 16
"""New candidates of one query that are taken in at once."""
LOGGED = 8
"""Candidates of one query, on average, after which the rules are asked."""
UNIT = 2.0**-24
GATHERED = 512
"""Items of one query that are gathered at once, so that they stay in the cache."""
NORMED = 1 << 14
"""Vectors whose lengths are worked out at once."""
NEARLY_ALL = 0.95
"""From this share of the queries on, all are multiplied: choosing them costs more."""


@dataclass(frozen=True)
class Grouped:
    """Items in groups. order: (m,) their places, some from everywhere before the first group. starts: (groups + 1,)
    where each group begins in it, and its end. hope: called with rows (n,), answers (groups, n) bool, False only where
    nothing of a group is allowed for a row. bound: how large products can be, in the order of ``order``; None = not
    known."""

    order: NDArray[np.int32]
    starts: NDArray[np.int64]
    hope: Callable[[Index], Flags]
    bound: Bound | None = None


def top_k(
    queries: Vectors,
    items: Vectors,
    k: int,
    *,
    allowed: Allowed | None = None,
    grouped: Grouped | None = None,
    block: tuple[int, int] = (2048, 512),
) -> tuple[Vectors, NDArray[np.int32]]:
    """The k items of largest inner product for every query, best first.

    queries: (n, d) float32. items: (m, d) float32, may be memory-mapped. k: how many. allowed: called with rows (p,)
    and places (p,), answers (p,) bool, whether each pair may be in a list. grouped: what of the items need not be
    looked at for whom. block: queries and items of one product, for speed and memory only.
    Returns scores (n, k) float32 and places (n, k) int32; short lists end in -inf and -1. Equal scores: smaller place
    first. ValueError for shapes that do not fit, a k or block below 1, and numbers that are not finite.
    """
    if min(block) < 1 or k < 1:
        raise ValueError("k and the sizes of a block must be at least 1")
    queries, items = _checked("queries", queries), _checked("items", items)
    if queries.shape[1] != items.shape[1]:
        raise ValueError(f"queries have {queries.shape[1]} dimensions but items have {items.shape[1]}")
    reach = _norms("queries", queries) * _norms("items", items).max(initial=0)
    scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
    places = np.full((len(queries), k), -1, dtype=np.int32)
    world = _World(items, allowed, grouped)
    for start in range(0, len(queries), block[0]):
        rows = np.arange(start, min(start + block[0], len(queries)))
        _answer(queries, world, rows, reach[rows], block[1], scores, places)
    return scores, places


def top_k_one(
    query: Vectors, items: Vectors, k: int, *, keep: Flags | Index | None = None, longest: float | None = None
) -> tuple[Vectors, NDArray[np.int32]]:
    """The k items of largest inner product for one query, among those to keep; the same scores as ``top_k`` gives.

    query: (d,) float32. items: (m, d) float32. keep: (m,) bool, or places in rising order; None = all. longest: no kept
    item is longer; None = worked out, which takes as long as the search.
    Returns scores and places, (at most k,), best first; equal scores: smaller place first. ValueError as ``top_k``.
    """
    query, items = _checked("query", query, 1), _checked("items", items)
    if k < 1 or len(query) != items.shape[1]:
        raise ValueError(f"k must be at least 1 and the query have {items.shape[1]} dimensions")
    kept: Index = _kept(keep, len(items))
    scores, squares = np.empty(len(kept), dtype=np.float32), np.zeros(1)
    for start in range(0, len(kept), GATHERED):
        part = slice(start, start + GATHERED)
        rows = items[part] if keep is None else items.take(kept[part], axis=0)
        np.matmul(rows, query, out=scores[part])
        if longest is None:
            squares = np.maximum(squares, np.einsum("ij,ij->i", rows, rows).max(initial=0))
    if not np.isfinite(scores).all():
        raise ValueError("query and items must be finite and not too large")
    if len(scores) > k:
        reach = float(np.linalg.norm(query)) * (float(np.sqrt(squares[0])) if longest is None else longest)
        near = np.flatnonzero(scores >= np.partition(scores, -k)[-k] - _margins(len(query), np.float64(reach)))
        kept = kept.take(near)
    exact = exact_scores(query[None, :], items, np.zeros(len(kept), dtype=np.intp), kept)
    order = np.lexsort((kept, -exact))[:k]
    return exact.take(order), kept.take(order).astype(np.int32)


@dataclass(frozen=True)
class _World:
    """What is searched."""

    items: Vectors
    allowed: Allowed | None
    grouped: Grouped | None

    @property
    def first(self) -> int:
        """How many items give first thresholds."""
        return START if self.grouped is None else int(self.grouped.starts[0])

    def at(self, start: int, stop: int) -> Vectors:
        """Items in the order they are looked at."""
        return self.items[start:stop] if self.grouped is None else self.items.take(self.grouped.order[start:stop], 0)

    def places(self, number: Index) -> Index:
        """Places of the items that are looked at as these."""
        return number if self.grouped is None else self.grouped.order.take(number).astype(np.intp)

    def blocks(self, rows: Index, width: int) -> Iterator[tuple[int, int, Index | None]]:
        """Start and end of each block after the first items, and which of the rows may find something there."""
        if self.grouped is None:
            yield from ((n, min(n + width, len(self.items)), None) for n in range(START, len(self.items), width))
            return
        starts = self.grouped.starts.tolist()
        for first, last, hope in zip(starts, starts[1:], self.grouped.hope(rows), strict=False):
            some = np.flatnonzero(hope)
            chosen = None if len(some) > NEARLY_ALL * len(rows) else some
            if len(some):
                yield from ((n, min(n + width, last), chosen) for n in range(first, last, width))


def _answer(
    queries: Vectors,
    world: _World,
    rows: Index,
    reach: NDArray[np.float64],
    width: int,
    scores: Vectors,
    places: NDArray[np.int32],
) -> None:
    """Fill in the lists of ``rows``; those whose end rounding leaves open are searched again with more spare places."""
    if world.grouped and not reach.all():  # everything ties at 0, and only in the order of places the first come first
        none = reach == 0
        _answer(queries, replace(world, grouped=None), rows[none], reach[none], width, scores, places)
        rows, reach = rows[~none], reach[~none]
    k, spare = min(scores.shape[1], max(len(world.items), 1)), SPARE
    while len(rows) and len(world.items):
        search = _Search(queries[rows], world, k, spare, reach, rows)
        search.run(width)
        done = search.is_certain()
        found, where = search.lists()
        scores[rows[done], :k], places[rows[done], :k] = found[done], where[done]
        rows, reach, spare = rows[~done], reach[~done], spare * 8


class _Search:
    """The lists of one block of queries while the items pass by."""

    def __init__(
        self, queries: Vectors, world: _World, k: int, spare: int, reach: NDArray[np.float64], rows: Index
    ) -> None:
        self.queries, self.world, self.k, self.rows = queries, world, k, rows
        self.floor = (-1.01 * reach - np.finfo(np.float32).tiny).astype(np.float32)
        self.margins = _margins(world.items.shape[1], reach)
        self.room = max(ROOM, k)
        self.keys: Keys = np.zeros((len(rows), self.room + k + spare), dtype=np.uint64)
        """Unsorted newcomers in the first ``room`` places, then the best in rising order; 0 = none."""
        self.log: list[tuple[Index, Index, Vectors]] = []
        self.logged = 0
        self.threshold = np.full(len(rows), -np.inf, dtype=np.float32)

    def run(self, width: int) -> None:
        """Pass all items by."""
        count, width = len(self.rows), min(width, len(self.world.items))
        memory = np.empty(max(self.world.first * min(START_ROWS, count), width * count), dtype=np.float32)
        for start in range(0, count, START_ROWS):
            self._start(np.arange(start, min(start + START_ROWS, count)), memory)
        flags = np.empty(width * count, dtype=bool)
        bound = self.world.grouped.bound if self.world.grouped else None
        bounds = Bounds(bound, self.rows, width, memory, flags) if bound else None
        products = _Products(self, width, memory, flags)
        self._rise(products, bounds)
        for start, stop, rows in self.world.blocks(self.rows, width):
            pairs = bounds.pairs(start, stop, rows) if bounds else None
            if pairs is None:
                self._note(start, *products.above(start, stop, rows), rows)
            else:
                self._note_pairs(*pairs)
            if self.logged > LOGGED * count:
                self._settle()
                self._rise(products, bounds)
        self._settle()

    def _rise(self, products: "_Products", bounds: Bounds | None) -> None:
        """Look for what is above the thresholds of now."""
        least = np.maximum(self.threshold, self.floor)
        products.rise(least)
        if bounds:
            bounds.rise(least)

    def _start(self, rows: Index, memory: Vectors) -> None:
        """First thresholds for some rows: looks at the best of the first items, deeper until k of them are allowed."""
        items, nothing = self.world.at(0, self.world.first), np.zeros(len(self.rows), dtype=np.float32)
        product = np.matmul(items, self.queries[rows].T, out=memory[: len(items) * len(rows)].reshape(len(items), -1))
        falling = -np.sort(-_folded(product).T, axis=1)
        depth = np.full(len(rows), 3 * self.k)
        upper = np.full(len(rows), np.inf, dtype=np.float32)
        is_open = np.ones(len(rows), dtype=bool)
        while is_open.any():
            last = falling[np.arange(len(rows)), np.minimum(depth, falling.shape[1] - 1)]
            lower = np.where(depth < falling.shape[1], last, np.float32(-np.inf))
            above = product > np.where(is_open, lower, np.float32(np.inf))
            self._note(0, true_places(above & (product <= upper)), product, nothing, rows)
            self._settle()
            found = np.count_nonzero(self.keys[rows, -self.k :], axis=1)
            is_open &= (self.threshold[rows] < lower) & (lower > -np.inf)
            upper, depth = lower, depth * (self.k + 4) // np.maximum(found, 1) + 1

    def _note(self, start: int, hits: Index, product: Vectors, base: Vectors, rows: Index | None = None) -> None:
        """Note pairs by their flat places in a product (items, rows), whose scores are ``base`` more than it says."""
        place, row = np.divmod(hits, product.shape[1])
        row = row if rows is None else rows.take(row)
        self.log.append((row, self.world.places(place + start), product.reshape(-1).take(hits) + base.take(row)))
        self.logged += len(hits)

    def _note_pairs(self, rows: Index, numbers: Index) -> None:
        """Note those of some pairs that are above the threshold; numbers: of items in the order they are looked at."""
        places, scores = self.world.places(numbers), np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), GATHERED):
            part = slice(start, start + GATHERED)
            scores[part] = np.vecdot(self.queries.take(rows[part], 0), self.world.items.take(places[part], 0))
        kept = np.flatnonzero(scores > self.threshold.take(rows))
        self.log.append((rows.take(kept), places.take(kept), scores.take(kept)))
        self.logged += len(kept)

    def _settle(self) -> None:
        """Ask the rules about what was noted and take what they allow into the lists."""
        if not self.log:
            return
        rows, places, scores = (np.concatenate(parts) for parts in zip(*self.log, strict=True))
        self.log.clear()
        self.logged = 0
        if self.world.allowed is not None and len(rows):
            kept = np.flatnonzero(self.world.allowed(self.rows.take(rows), places))
            rows, places, scores = rows.take(kept), places.take(kept), scores.take(kept)
        order = np.argsort(rows.astype(np.uint16 if len(self.rows) <= 1 << 16 else np.int64), kind="stable")
        rows, keys = rows.take(order), keys_of(scores, places).take(order)
        slots = _ranks(rows, len(self.rows))
        while len(rows):
            fits = np.flatnonzero(slots < self.room)
            self.keys[rows.take(fits), slots.take(fits)] = keys.take(fits)
            self._sort(rows.take(fits[slots.take(fits) == 0]))
            rest = np.flatnonzero(slots >= self.room)
            rows, keys, slots = rows.take(rest), keys.take(rest), slots.take(rest) - self.room

    def _sort(self, rows: Index) -> None:
        """Drop what is no longer among the best of some rows, and raise their thresholds."""
        keys = self.keys.take(rows, axis=0)
        keys.sort(axis=1)
        keys[:, : self.room] = 0
        self.keys[rows] = keys
        last = keys[:, -self.k]
        self.threshold[rows] = np.where(last > 0, scores_of(last) - self.margins.take(rows), np.float32(-np.inf))

    def is_certain(self) -> Flags:
        """(n,): nothing that was dropped could belong into the list."""
        lowest = self.keys[:, self.room]
        certain: Flags = (lowest == 0) | (self.margins == 0) | (scores_of(lowest) < self.threshold)
        return certain

    def lists(self) -> tuple[Vectors, NDArray[np.int32]]:
        """(n, k) final scores and places."""
        kept = self.keys[:, self.room :]
        row, column = np.nonzero((kept > 0) & (scores_of(kept) >= self.threshold[:, None]))
        places = places_of(kept[row, column])
        keys = np.zeros_like(kept)
        keys[row, column] = keys_of(self._exact(row, places), places)
        keys.sort(axis=1)
        best = keys[:, : -self.k - 1 : -1]
        is_there = best > 0
        return np.where(is_there, scores_of(best), np.float32(-np.inf)), np.where(is_there, places_of(best), -1)

    def _exact(self, rows: Index, places: NDArray[np.integer[Any]]) -> Vectors:
        return exact_scores(self.queries, self.world.items, rows, places)


class _Products:
    """Whole products of a search's queries with items that pass by."""

    def __init__(self, search: _Search, width: int, memory: Vectors, flags: Flags) -> None:
        """width: most items of a block. memory, flags: room for a block's product."""
        self.world, self.memory, self.flags = search.world, memory, flags
        self.items = np.ones((width, search.queries.shape[1] + 1), dtype=np.float32)
        self.queries = np.column_stack([search.queries, search.floor])
        self.some = np.empty_like(self.queries)

    def rise(self, least: Vectors) -> None:
        """The thresholds (n,) from now on."""
        self.queries[:, -1] = -least

    def above(self, start: int, stop: int, rows: Index | None) -> tuple[Index, Vectors, Vectors]:
        """Flat places above the threshold, the product (items, rows), and what each query's was lowered by."""
        items, here = self.items[: stop - start], self.queries
        items[:, :-1] = self.world.at(start, stop)
        if rows is not None:
            here = here.take(rows, 0, out=self.some[: len(rows)], mode="clip")
        shape, size = (len(items), len(here)), len(items) * len(here)
        product = np.matmul(items, here.T, out=self.memory[:size].reshape(shape))
        hits = true_places(np.greater(product, np.float32(0), out=self.flags[:size].reshape(shape)))
        return hits, product, -self.queries[:, -1]


def exact_scores(queries: Vectors, items: Vectors, rows: Index, places: NDArray[np.integer[Any]]) -> Vectors:
    """(p,) inner products of queries[rows] and items[places], summed in float64 and rounded once."""
    scores = np.empty(len(rows), dtype=np.float32)
    step = max(1, (1 << 16) // max(queries.shape[1], 1))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        left, right = queries.take(rows[part], axis=0), items.take(places[part], axis=0)
        scores[part] = np.vecdot(left.astype(np.float64), right.astype(np.float64))
    return scores + np.float32(0)


def _checked(name: str, vectors: Vectors, axes: int = 2) -> Vectors:
    vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    if vectors.ndim != axes:
        raise ValueError(f"{name} must have {axes} axes, the last one of dimensions, not {vectors.ndim}")
    return vectors


def _kept(keep: Flags | Index | None, count: int) -> Index:
    if keep is None:
        return np.arange(count)
    return np.flatnonzero(keep) if keep.dtype == bool else keep.astype(np.intp, copy=False)


def _margins(dimensions: int, reach: NDArray[np.float64] | np.float64) -> Vectors:
    """Twice the most by which a float32 sum of products, in any order, can miss the true one (Higham 2002, 3.1).

    reach: length of the query times that of the longest item; without any, every sum is exactly 0.
    """
    rounding = (4.2 * dimensions + 20) * UNIT * reach + dimensions * np.finfo(np.float32).tiny
    return np.where(reach > 0, rounding, 0).astype(np.float32)


def _norms(name: str, vectors: Vectors) -> NDArray[np.float64]:
    norms = np.empty(len(vectors))
    for start in range(0, len(vectors), NORMED):
        part = slice(start, start + NORMED)
        norms[part] = np.sqrt(np.einsum("ij,ij->i", vectors[part], vectors[part]))
    wrong = np.flatnonzero(~np.isfinite(norms))
    if len(wrong):
        raise ValueError(f"{name} must be finite and not too large; row {wrong[0]} is not")
    return norms


def _folded(product: Vectors) -> Vectors:
    """(groups, columns): the largest of each ``FOLD`` rows; those left over make one more group."""
    even = len(product) // FOLD * FOLD
    largest = product[:even].reshape(-1, FOLD, product.shape[1]).max(axis=1)
    return np.vstack([largest, product[even:].max(axis=0, initial=-np.inf)])


def _ranks(rows: Index, count: int) -> Index:
    """(p,): which of its equals each sorted number below ``count`` is, from 0 on."""
    many = np.bincount(rows, minlength=count)
    return np.arange(len(rows)) - (np.cumsum(many) - many).take(rows)
