"""Which pairs of a block may be above a threshold, told by a few bytes of each item instead of the whole product."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]

TOO_MANY = 0.12
"""Where more of the pairs may be above the threshold, the whole product costs less than a closer look."""
LONGEST_PAUSE = 16
"""Blocks after which it is tried again, at most, where bounds do not help."""
AT_ONCE = 4096
"""Pairs that are looked at together: what they need stays in the cache."""


@dataclass(frozen=True)
class Bound:
    """What tells at little cost how large a product can be at most (``matching.layers``).

    held: (m, columns) int8 of items; times weights (n, columns) of queries, and rounding (n,) added: at least the
    product. closer, less: the same, how much less it is; above zero it says nothing.
    """

    held: NDArray[np.int8]
    weights: Vectors
    closer: NDArray[np.int8]
    less: Vectors
    rounding: Vectors


class Bounds:
    """The pairs of some queries with items that pass by, block after block."""

    def __init__(self, bound: Bound, rows: Index, width: int, memory: Vectors, flags: Flags) -> None:
        """rows: the queries. width: most items of a block. memory, flags: room for a block's product."""
        self.bound, self.memory, self.flags = bound, memory, flags
        self.rounding, self.less = bound.rounding[rows], bound.less[rows]
        self.weights = np.column_stack([bound.weights[rows], self.rounding])
        self.some = np.empty_like(self.weights)
        self.held = np.ones((width, self.weights.shape[1]), dtype=np.float32)
        self.pause = self.waits = 0

    def rise(self, least: Vectors) -> None:
        """The thresholds (n,) from now on."""
        self.weights[:, -1] = self.rounding - least

    def pairs(self, start: int, stop: int, chosen: Index | None) -> tuple[Index, Index] | None:
        """Queries and items of all pairs that may be above the threshold, (p,) each; None where there are so many that
        the whole product is the shorter way, and for some blocks after that. chosen: the queries asked for; None = all."""
        if self.waits:
            self.waits -= 1
            return None
        held = self.held[: stop - start]
        held[:, :-1] = self.bound.held[start:stop]
        weights = self.weights
        if chosen is not None:
            weights = weights.take(chosen, 0, out=self.some[: len(chosen)], mode="clip")
        shape, size = (len(held), len(weights)), len(held) * len(weights)
        product = np.matmul(held, weights.T, out=self.memory[:size].reshape(shape))
        hits = true_places(np.greater(product, np.float32(0), out=self.flags[:size].reshape(shape)))
        if len(hits) > TOO_MANY * size:
            self.pause = self.waits = min(2 * self.pause + 1, LONGEST_PAUSE)
            return None
        self.pause = 0
        item, row = np.divmod(hits, len(weights))
        item, row = item + start, row if chosen is None else chosen.take(row)
        near = np.flatnonzero(product.reshape(-1).take(hits) + self._less(row, item) > 0)
        return row.take(near), item.take(near)

    def _less(self, row: Index, item: Index) -> Vectors:
        """(p,) how much lower the bounds of chosen pairs are by a closer look."""
        less = np.empty(len(row), dtype=np.float32)
        for start in range(0, len(row), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            held = self.bound.closer.take(item[part], axis=0).astype(np.float32)
            less[part] = np.vecdot(held, self.less.take(row[part], axis=0))
        return np.minimum(less, 0)


def true_places(flags: Flags) -> Index:
    """(p,): flat places of the few that are true; eight are looked at as one number."""
    flat = flags.reshape(-1)
    even = len(flat) // 8 * 8
    eights = np.flatnonzero(flat[:even].view(np.uint64) != 0)
    few = np.flatnonzero(flat[:even].reshape(-1, 8).take(eights, axis=0))
    return np.concatenate([eights.take(few >> 3) * 8 + (few & 7), even + np.flatnonzero(flat[even:])])
