"""Leaves out at once most offers that cannot be among the best for one resident, and never one that can.

Two things leave offers out. Cells hold offers of which a rule refuses all (``matching.cells``). Of the others a few
small numbers tell how many points an offer has at most: vectors are turned so that the first numbers say nearly all of
a score, and kept in layers of bytes (``matching.layers``): the first layer is looked at for every offer, the second one
for the few that are left.
"""

from dataclasses import dataclass
from math import ceil
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.cells import Cells
from matching.columns import Numbers, ResidentColumns
from matching.layers import AT_ONCE, Filling, Layer, Vectors

Places = NDArray[np.int32]

FIRST = (0, 40, 44, 48, 56, 64, 80, 120)
"""Which numbers the first layer holds, and where groups of those beyond end: 48 bytes in all."""
SECOND = (40, 93, 110, 150)
"""The same for the second layer, which takes 64 bytes with what it needs of the first."""
SAMPLE = 8192
"""Offers that the turn is made from."""
FAINT = 1e-6
"""Columns without any points count for this share of the points of the strongest one."""
MOST_KINDS = 62
"""Kinds that a sieve can tell apart."""
UNIT = 2.0**-24


@dataclass(frozen=True)
class Sieve:
    """Of offers that stand cell by cell. kinds: (cells + 1,) bits of the kinds in a cell, for those before the first
    cell too. turn: (d, d) of residents. longest: length of the longest turned offer."""

    cells: Cells
    kinds: NDArray[np.int64]
    turn: Numbers
    layers: tuple[Layer, Layer]
    longest: float

    @classmethod
    def of(cls, cells: Cells, vectors: Vectors, points: Numbers, kind: NDArray[np.intp]) -> Self:
        """A sieve of these offers. vectors: (m, d), kind: (m,) below ``MOST_KINDS``, both in the order of the cells;
        points: (d,) how much each column counts."""
        bits = np.bitwise_or.reduceat(np.int64(1) << kind, [0, *cells.starts[:-1]])
        sample = vectors[:: ceil(len(vectors) / SAMPLE)].astype(np.float64)
        turn, of_offers = _turns(sample, points)
        layers = [Filling(edges, len(vectors), sample @ of_offers) for edges in (FIRST, SECOND)]
        longest = 0.0
        for start in range(0, len(vectors), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            turned = vectors[part] @ of_offers
            longest = max(longest, float(np.linalg.norm(turned, axis=1).max()))
            for layer in layers:
                layer.take(part, turned)
        first, second = (layer.layer() for layer in layers)
        return cls(cells, bits, turn, (first, second.after(first)), longest)

    def likely(self, resident: ResidentColumns, query: Vectors, kinds: int = -1) -> tuple[Places, Vectors]:
        """Places of offers that may fit one resident, and the most that each one's product with the query can be.

        resident: one row. query: (d,), weighted. kinds: bits of the kinds wanted; others may be among the places.
        """
        hope = np.append(True, self.cells.grouped(resident).hope(np.arange(1))[:, 0]) & ((self.kinds & kinds) != 0)
        spans = _spans(hope, np.append(0, self.cells.starts))
        most = self.layers[0].products(spans, self._weights(0, query))
        most += self._rounding(query)
        places = [np.arange(start, stop, dtype=np.int32) for start, stop in spans]
        return np.concatenate([np.empty(0, dtype=np.int32), *places]), most

    def less(self, places: Places, query: Vectors) -> Vectors:
        """How much less than ``likely`` said the products of chosen places can be, looked at more closely; where it is
        above zero, what was said first is the better bound."""
        return self.layers[1].products_of(places, self._weights(1, query))

    def _weights(self, layer: int, query: Vectors) -> Vectors:
        return self.layers[layer].weights(query.astype(np.float64) @ self.turn)

    def _rounding(self, query: Vectors) -> np.float32:
        """More than float32 sums over both layers can miss (Higham 2002, 3.1): without signs, what is summed is at most
        four times the product of the lengths."""
        columns = sum(len(layer.steps) for layer in self.layers)
        length = float(np.linalg.norm(query.astype(np.float64) @ self.turn))
        return np.float32((4.2 * columns + 40) * UNIT * length * self.longest)


def _turns(items: Numbers, points: Numbers) -> tuple[Numbers, Numbers]:
    """(d, d) of residents and of offers: the product of the one and the transposed other is the unit matrix, and offers
    times their points fall in length from the first number to the last."""
    weight = np.abs(points)
    weight = np.maximum(weight, FAINT * weight.max(initial=0) + np.finfo(np.float32).tiny)
    weighted = items * weight
    axes = np.linalg.eigh(weighted.T @ weighted)[1][:, ::-1]
    return axes / weight[:, None], axes * weight[:, None]


def _spans(flags: NDArray[np.bool_], starts: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Start and stop of each run of cells that stand together."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(starts[first]), int(starts[last])) for first, last in edges.reshape(-1, 2).tolist()]
