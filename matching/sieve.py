"""Leaves out at once most offers that cannot be among the best for one resident, and never one that can.

Two things leave offers out. Cells hold offers of which a rule refuses all (``matching.cells``). Of the others a few
small numbers tell how many points an offer has at most: vectors are turned so that the first numbers say nearly all of
a score, these are kept in a byte each, and of what is left out or rounded away only the length is kept, because an
inner product is not more than the product of the lengths (Cauchy and Schwarz).
"""

from dataclasses import dataclass
from math import ceil
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.cells import Cells
from matching.columns import Numbers, OfferColumns, ResidentColumns

Vectors = NDArray[np.float32]
Places = NDArray[np.int32]

WIDTH = 96
"""Numbers of an offer that are looked at."""
SAMPLE = 8192
"""Offers that the turn is made from."""
FAINT = 1e-6
"""Columns without any points count for this share of the points of the strongest one."""
MOST_KINDS = 62
"""Kinds that a sieve can tell apart."""
AT_ONCE = 4096
"""Offers that are turned, or looked at, together: what they need stays in the cache."""
UNIT = 2.0**-24


@dataclass(frozen=True)
class Sieve:
    """Offers cell by cell. kinds: (cells + 1,) bits of the kinds in a cell, for those before the first cell too.
    turn: (d, d) of residents. heads: (m, width) the first numbers of offers in ``steps`` (width,). coarse, rest: (m,)
    lengths of what rounding took away and of the numbers beyond. longest: length of the longest offer."""

    cells: Cells
    kinds: NDArray[np.int64]
    turn: Numbers
    steps: Numbers
    heads: NDArray[np.int8]
    coarse: Vectors
    rest: Vectors
    longest: float

    @classmethod
    def of(cls, columns: OfferColumns, vectors: Vectors, points: Numbers, kind: NDArray[np.intp]) -> Self:
        """A sieve of these offers. vectors: (m, d); points: (d,) how much each column counts; kind: (m,) below ``MOST_KINDS``."""
        cells = Cells.of(columns, kind)
        bits = np.bitwise_or.reduceat(np.int64(1) << kind[cells.order], [0, *cells.starts[:-1]])
        turns = _turns(vectors[:: ceil(len(vectors) / SAMPLE)].astype(np.float64), points)
        return cls(cells, bits, turns[0], *_heads(vectors, cells.order, turns[1]))

    def most(self, resident: ResidentColumns, query: Vectors, kinds: int = -1) -> tuple[Places, Vectors]:
        """Places of offers that may fit one resident, and the most that each one's product with the query can be.

        resident: one row. query: (d,), weighted. kinds: bits of the kinds wanted; others may be among the places.
        """
        hope = np.append(True, self.cells.grouped(resident).hope(np.arange(1))[:, 0]) & ((self.kinds & kinds) != 0)
        starts = np.append(0, self.cells.starts)
        rows = np.flatnonzero(np.repeat(hope, np.diff(starts)))
        turned, width = query.astype(np.float64) @ self.turn, len(self.steps)
        most = self._products((turned[:width] * self.steps).astype(np.float32), _spans(hope, starts), len(rows))
        most += self.coarse.take(rows) * np.float32(np.linalg.norm(turned[:width]))
        most += self.rest.take(rows) * np.float32(np.linalg.norm(turned[width:]))
        rounding = (4.2 * width + 40) * UNIT * float(np.linalg.norm(turned)) * self.longest
        return self.cells.order.take(rows), most + np.float32(rounding)

    def _products(self, head: Vectors, spans: list[tuple[int, int]], count: int) -> Vectors:
        """(count,) products of the heads in these spans, made floats little by little."""
        products, done = np.empty(count, dtype=np.float32), 0
        numbers = np.empty((AT_ONCE, len(head)), dtype=np.float32)
        for start, stop in spans:
            for first in range(start, stop, AT_ONCE):
                part = self.heads[first : min(first + AT_ONCE, stop)]
                some = numbers[: len(part)]
                np.copyto(some, part)
                np.matmul(some, head, out=products[done : done + len(part)])
                done += len(part)
        return products


def _turns(items: Numbers, points: Numbers) -> tuple[Numbers, Numbers]:
    """(d, d) of residents and of offers: the product of the one and the transposed other is the unit matrix, and offers
    times their points fall in length from the first number to the last."""
    weight = np.abs(points)
    weight = np.maximum(weight, FAINT * weight.max(initial=0) + np.finfo(np.float32).tiny)
    weighted = items * weight
    axes = np.linalg.eigh(weighted.T @ weighted)[1][:, ::-1]
    return axes / weight[:, None], axes * weight[:, None]


def _heads(vectors: Vectors, order: Places, turn: Numbers) -> tuple[Numbers, NDArray[np.int8], Vectors, Vectors, float]:
    """What ``Sieve`` keeps of offers. Lengths are a little too long rather than too short."""
    width, blocks = min(WIDTH, len(turn)), range(0, len(order), AT_ONCE)
    largest = np.zeros(width)
    for start in blocks:
        turned = vectors.take(order[start : start + AT_ONCE], axis=0) @ turn[:, :width]
        np.maximum(largest, np.abs(turned).max(axis=0), out=largest)
    steps = np.where(largest > 0, largest / 127, 1)
    heads = np.empty((len(order), width), dtype=np.int8)
    lengths = np.empty((2, len(order)), dtype=np.float32)
    longest = 0.0
    for start in blocks:
        part = slice(start, start + AT_ONCE)
        turned = vectors.take(order[part], axis=0) @ turn
        heads[part] = np.rint(turned[:, :width] / steps)
        kept = heads[part] * steps
        lengths[0, part] = np.linalg.norm(turned[:, :width] - kept, axis=1) * (1 + 4 * UNIT)
        lengths[1, part] = np.linalg.norm(turned[:, width:], axis=1) * (1 + 4 * UNIT)
        longest = max(longest, float(np.linalg.norm(turned, axis=1).max()))
    return steps, heads, lengths[0], lengths[1], longest


def _spans(flags: NDArray[np.bool_], starts: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Start and stop of each run of cells that stand together."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(starts[first]), int(starts[last])) for first, last in edges.reshape(-1, 2).tolist()]
