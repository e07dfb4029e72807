"""Exact top-k by inner product: one matrix product per block, a running threshold, rules asked only for survivors.

A block of the product (items x residents) is folded by maxima before it is compared, so that most of it is read once.
What may still get into a list is checked, kept as one 64-bit key (score above, place below) and sorted now and then.

A matrix product rounds a pair differently in different blocks, so its values only choose candidates, with a margin for
the largest rounding error possible. The score told is the inner product summed in float64 and rounded once to float32:
it depends on the two vectors alone, and so does the list, for every block size.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Keys = NDArray[np.uint64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]
Allowed = Callable[[Index, Index], Flags]

FOLD = 8
"""Items that are folded into one maximum."""
START, START_ROWS = 4096, 512
"""Items and queries that give first thresholds."""
DEPTH = 4
"""The best ``DEPTH * k`` of the first items are looked at, then ``DEPTH`` times as many where too few are allowed."""
SPARE = 12
"""Candidates kept beyond k, for those that rounding cannot tell from the last one."""
ROOM = 16
"""New candidates of one query that are taken in at once."""
LOGGED = 20
"""Candidates of one query, on average, after which the rules are asked."""
LOW = np.uint64(0xFFFFFFFF)
SIGN = np.uint32(1 << 31)


def top_k(
    queries: Vectors, items: Vectors, k: int, *, allowed: Allowed | None = None, block: tuple[int, int] = (2048, 512)
) -> tuple[Vectors, NDArray[np.int32]]:
    """The k items of largest inner product for every query, best first.

    queries: (n, d) float32. items: (m, d) float32, may be memory-mapped. k: how many. allowed: called with rows (p,)
    and places (p,), answers (p,) bool, whether each pair may be in a list. block: queries and items of one product,
    for speed and memory only.
    Returns scores (n, k) float32 and places (n, k) int32; short lists end in -inf and -1. Equal scores: smaller place
    first. ValueError for shapes that do not fit, a k or block below 1, and numbers that are not finite.
    """
    if min(block) < 1 or k < 1:
        raise ValueError("k and the sizes of a block must be at least 1")
    queries, items = _checked("queries", queries), _checked("items", items)
    if queries.shape[1] != items.shape[1]:
        raise ValueError(f"queries have {queries.shape[1]} dimensions but items have {items.shape[1]}")
    longest = float(_norms("items", items).max(initial=0))
    margins = _margins(_norms("queries", queries), longest, items.shape[1])
    scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
    places = np.full((len(queries), k), -1, dtype=np.int32)
    for start in range(0, len(queries), block[0]):
        rows = np.arange(start, min(start + block[0], len(queries)))
        _answer(queries, items, rows, margins, allowed, block[1], scores, places)
    return scores, places


def _answer(
    queries: Vectors,
    items: Vectors,
    rows: Index,
    margins: Vectors,
    allowed: Allowed | None,
    width: int,
    scores: Vectors,
    places: NDArray[np.int32],
) -> None:
    """Fill in the lists of ``rows``; those whose end rounding leaves open are searched again with more spare places."""
    k, spare = min(scores.shape[1], max(len(items), 1)), SPARE
    while len(rows) and len(items):
        search = _Search(queries[rows], items, k, spare, margins[rows], rows, allowed)
        search.run(width)
        done = search.is_certain()
        found, where = search.lists()
        scores[rows[done], :k], places[rows[done], :k] = found[done], where[done]
        rows, spare = rows[~done], spare * 8


class _Search:
    """The lists of one block of queries while the items pass by."""

    def __init__(
        self,
        queries: Vectors,
        items: Vectors,
        k: int,
        spare: int,
        margins: Vectors,
        rows: Index,
        allowed: Allowed | None,
    ) -> None:
        self.queries, self.items, self.k, self.margins = queries, items, k, margins
        self.rows, self.allowed = rows, allowed
        self.room = max(ROOM, k)
        self.keys: Keys = np.zeros((len(rows), self.room + k + spare), dtype=np.uint64)
        """Unsorted newcomers in the first ``room`` places, then the best in rising order; 0 = none."""
        self.log: list[tuple[Index, Index, Vectors]] = []
        self.logged = 0
        self.threshold = np.full(len(rows), -np.inf, dtype=np.float32)

    def run(self, width: int) -> None:
        """Pass all items by."""
        for start in range(0, len(self.rows), START_ROWS):
            self._start(np.arange(start, min(start + START_ROWS, len(self.rows))))
        width = _folded(width)
        memory = np.empty(width * len(self.rows), dtype=np.float32)
        for start in range(START, len(self.items), width):
            product = _product(self.items[start : start + width], self.queries, memory)
            self._note(start, product, product.max(axis=1), self.threshold)
            if self.logged > LOGGED * len(self.rows):
                self._settle()
        self._settle()

    def _start(self, rows: Index) -> None:
        """First thresholds for some rows, from the best of the first items: looks deeper until k are allowed."""
        product = _product(self.items[:START], self.queries[rows], None)
        best = product.max(axis=1)
        upper = np.full(len(rows), np.inf, dtype=np.float32)
        many = DEPTH * self.k
        while len(rows):
            lower = _largest(best, many)
            self._note(0, product, best, lower, upper, rows)
            self._settle()
            is_open = (lower > -np.inf) & (self.threshold[rows] == -np.inf)
            rows, upper, many = rows[is_open], lower[is_open], many * DEPTH
            product, best = product[..., is_open], best[:, is_open]

    def _note(
        self,
        start: int,
        product: Vectors,
        best: Vectors,
        lower: Vectors,
        upper: Vectors | None = None,
        rows: Index | None = None,
    ) -> None:
        """Note every pair of a product (groups, FOLD, rows) above ``lower`` and not above ``upper``, (rows,)."""
        groups, _, count = product.shape
        cells = _true_places(best > lower)
        group, row = np.divmod(cells, count)
        inside = np.arange(FOLD)[:, None]
        values = product.reshape(-1).take(cells + (group * (FOLD - 1) + inside) * count)
        is_hit = values > lower.take(row)
        if upper is not None:
            is_hit &= values <= upper.take(row)
        hit = np.flatnonzero(is_hit)
        fold, cell = np.divmod(hit, len(cells) or 1)
        places = group.take(cell) * FOLD + (start + fold)
        row = row.take(cell)
        self.log.append((row if rows is None else rows.take(row), places, values.reshape(-1).take(hit)))
        self.logged += len(hit)

    def _settle(self) -> None:
        """Ask the rules about what was noted and take what they allow into the lists."""
        if not self.log:
            return
        rows, places, scores = (np.concatenate(parts) for parts in zip(*self.log, strict=True))
        self.log.clear()
        self.logged = 0
        if self.allowed is not None and len(rows):
            kept = np.flatnonzero(self.allowed(self.rows.take(rows), places))
            rows, places, scores = rows.take(kept), places.take(kept), scores.take(kept)
        order = np.argsort(rows.astype(np.uint16), kind="stable")
        rows, keys = rows.take(order), _keys(scores, places).take(order)
        slots = _ranks(rows, len(self.rows))
        while len(rows):
            fits = np.flatnonzero(slots < self.room)
            self.keys[rows.take(fits), slots.take(fits)] = keys.take(fits)
            self._sort()
            rest = np.flatnonzero(slots >= self.room)
            rows, keys, slots = rows.take(rest), keys.take(rest), slots.take(rest) - self.room

    def _sort(self) -> None:
        """Drop what is no longer among the best, and raise the thresholds."""
        self.keys.sort(axis=1)
        self.keys[:, : self.room] = 0
        last = self.keys[:, -self.k]
        self.threshold = np.where(last > 0, _scores(last) - self.margins, np.float32(-np.inf))

    def is_certain(self) -> Flags:
        """(n,): nothing that was dropped could belong into the list."""
        lowest = self.keys[:, self.room]
        certain: Flags = (lowest == 0) | (self.margins == 0) | (_scores(lowest) < self.threshold)
        return certain

    def lists(self) -> tuple[Vectors, NDArray[np.int32]]:
        """(n, k) final scores and places."""
        kept = self.keys[:, self.room :]
        row, column = np.nonzero((kept > 0) & (_scores(kept) >= self.threshold[:, None]))
        places = _places(kept[row, column])
        keys = np.zeros_like(kept)
        keys[row, column] = _keys(self._exact(row, places), places)
        keys.sort(axis=1)
        best = keys[:, : -self.k - 1 : -1]
        is_there = best > 0
        return np.where(is_there, _scores(best), np.float32(-np.inf)), np.where(is_there, _places(best), -1)

    def _exact(self, rows: Index, places: NDArray[np.int32]) -> Vectors:
        return exact_scores(self.queries, self.items, rows, places)


def exact_scores(queries: Vectors, items: Vectors, rows: Index, places: NDArray[np.int32]) -> Vectors:
    """(p,) inner products of queries[rows] and items[places], summed in float64 and rounded once."""
    scores = np.empty(len(rows), dtype=np.float32)
    step = max(1, (1 << 16) // max(queries.shape[1], 1))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        left, right = queries.take(rows[part], axis=0), items.take(places[part], axis=0)
        scores[part] = np.vecdot(left.astype(np.float64), right.astype(np.float64))
    return scores + np.float32(0)


def _checked(name: str, vectors: Vectors) -> Vectors:
    vectors = np.asarray(vectors, dtype=np.float32)
    if vectors.ndim != 2:
        raise ValueError(f"{name} must have two axes, rows and dimensions, not {vectors.ndim}")
    return vectors


def _norms(name: str, vectors: Vectors) -> NDArray[np.float64]:
    norms: NDArray[np.float64] = np.sqrt(np.einsum("ij,ij->i", vectors, vectors).astype(np.float64))
    wrong = np.flatnonzero(~np.isfinite(norms))
    if len(wrong):
        raise ValueError(f"{name} must be finite and not too large; row {wrong[0]} is not")
    return norms


def _margins(norms: NDArray[np.float64], longest: float, dimensions: int) -> Vectors:
    """Twice the most by which a float32 sum of products, in any order, can miss the true one (Higham, 2002, eq. 3.5)."""
    unit = 2.0**-24
    return (2.1 * (dimensions + 4) * unit * norms * longest).astype(np.float32)


def _folded(size: int) -> int:
    return -(-size // FOLD) * FOLD


def _product(items: Vectors, queries: Vectors, memory: Vectors | None) -> Vectors:
    """(groups, FOLD, queries) inner products, -inf where the last group is not full."""
    height, count = _folded(len(items)), len(queries)
    product = np.empty(height * count, dtype=np.float32) if memory is None else memory[: height * count]
    grid = product.reshape(height, count)
    np.matmul(items, queries.T, out=grid[: len(items)])
    grid[len(items) :] = -np.inf
    return product.reshape(-1, FOLD, count)


def _largest(values: Vectors, many: int) -> Vectors:
    """(columns,) of (rows, columns): the value that ``many`` reach in each column, -inf where there are no more."""
    if many >= len(values):
        return np.full(values.shape[1], -np.inf, dtype=np.float32)
    return np.partition(np.ascontiguousarray(values.T), -many, axis=1)[:, -many]


def _true_places(flags: Flags) -> Index:
    """(p,): flat places of the few that are true; eight are looked at as one number."""
    flat = flags.reshape(-1)
    even = len(flat) // 8 * 8
    eights = np.flatnonzero(flat[:even].view(np.uint64) != 0)
    few = np.flatnonzero(flat[:even].reshape(-1, 8).take(eights, axis=0))
    return np.concatenate([eights.take(few >> 3) * 8 + (few & 7), even + np.flatnonzero(flat[even:])])


def _ranks(rows: Index, count: int) -> Index:
    """(p,): which of its equals each sorted number below ``count`` is, from 0 on."""
    many = np.bincount(rows, minlength=count)
    return np.arange(len(rows)) - (np.cumsum(many) - many).take(rows)


def _keys(scores: Vectors, places: NDArray[np.integer]) -> Keys:
    """Score and place as one number above 0 that rises with the score and falls with the place."""
    bits = scores.view(np.uint32)
    rising = np.where(bits & SIGN, ~bits, bits | SIGN).astype(np.uint64)
    return (rising << np.uint64(32)) | (LOW - places.astype(np.uint64))


def _scores(keys: Keys) -> Vectors:
    rising = (keys >> np.uint64(32)).astype(np.uint32)
    return np.where(rising & SIGN, rising ^ SIGN, ~rising).view(np.float32)


def _places(keys: Keys) -> NDArray[np.int32]:
    return (LOW - (keys & LOW)).astype(np.int32)
