"""Leaves out at once most offers that cannot be among the best for one resident, and never one that can.

Two things leave offers out. Cells hold offers of which a rule refuses all (``matching.cells``). Of the others a few
small numbers tell how many points an offer has at most: vectors are turned so that the first numbers say nearly all of
a score, and kept in layers of bytes (``matching.layers``): the first layer is looked at for every offer, the second one
for the few that are left.
"""

from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.bounds import Bound
from matching.cells import Cells
from matching.columns import Numbers, ResidentColumns
from matching.layers import Filling, Layer, Vectors
from matching.topk import Grouped

Places = NDArray[np.int32]

FIRST = (0, 40, 44, 48, 56, 64, 80, 120)
"""Which numbers the first layer holds, and where groups of those beyond end: 48 bytes in all."""
SECOND = (40, 93, 110, 150)
"""The same for the second layer, which takes 64 bytes with what it needs of the first."""
SAMPLE = 4096
"""Offers that the turn is made from."""
STRONG = 0.8
"""The numbers of the first layer must have this share of all squared lengths, else whole products are the shorter way."""
FAINT = 1e-10
"""What residents never have counts for this share of what they have most."""
MOST_KINDS = 62
"""Kinds that a sieve can tell apart."""
AT_ONCE = 1024
"""Offers or residents that are turned together; in float64 they take a few MB."""
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
    def of(
        cls,
        cells: Cells,
        vectors: Vectors,
        usual: Numbers,
        kind: NDArray[np.intp] | None = None,
        *,
        order: Places | None = None,
    ) -> Self:
        """A sieve of these offers. vectors: (m, d), kind: (m,) below ``MOST_KINDS``, both in the order of the cells;
        order: where the vectors are in another one. usual: (d, d) mean of the products of two columns of residents,
        weighted: the closer to it they are, the more is left out."""
        bits = np.bitwise_or.reduceat(
            np.int64(1) << (np.zeros_like(cells.order) if kind is None else kind), [0, *cells.starts[:-1]]
        )
        sample = _sample(vectors)
        turn, of_offers = _turns(sample, usual)
        layers = [Filling(edges, len(vectors), sample @ of_offers) for edges in (FIRST, SECOND)]
        longest = 0.0
        for start in range(0, len(vectors), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            turned = (vectors[part] if order is None else vectors.take(order[part], axis=0)) @ of_offers
            longest = max(longest, float(np.linalg.norm(turned, axis=1).max()))
            for layer in layers:
                layer.take(part, turned)
        first, second = (layer.layer() for layer in layers)
        return cls(cells, bits, turn, (first, second.after(first)), longest)

    def save(self, folder: Path) -> None:
        """Write it into a folder, whose ``turn.npz`` comes last."""
        for number, layer in enumerate(self.layers):
            layer.save(folder / str(number))
        with (folder / "cells.npz").open("wb") as file:
            self.cells.save(file)
        np.savez(folder / "turn.npz", kinds=self.kinds, turn=self.turn, longest=self.longest)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The sieve of a folder, its bytes mapped into memory. OSError, KeyError or ValueError when it is not there."""
        with np.load(folder / "turn.npz") as arrays:
            kinds, turn, longest = arrays["kinds"], arrays["turn"], float(arrays["longest"])
        layers = Layer.load(folder / "0"), Layer.load(folder / "1")
        return cls(Cells.load(folder / "cells.npz"), kinds, turn, layers, longest)

    def grouped(self, residents: ResidentColumns, queries: Vectors) -> Grouped:
        """What ``top_k`` need not look at for these residents, with their vectors (n, d), weighted."""
        first, second = self.layers
        blocks = range(0, len(queries), AT_ONCE) or (0,)
        parts: list[tuple[Vectors, ...]] = []
        for start in blocks:
            turned = queries[start : start + AT_ONCE].astype(np.float64) @ self.turn
            parts.append((first.weights(turned), second.weights(turned), self._rounding(turned)))
        weights, less, rounding = (np.concatenate(some) for some in zip(*parts, strict=True))
        bound = Bound(first.held, weights, second.held, less, rounding)
        return replace(self.cells.grouped(residents), bound=bound)

    def likely(self, resident: ResidentColumns, query: Vectors, kinds: int = -1) -> tuple[Places, Vectors]:
        """Places of offers that may fit one resident, and the most that each one's product with the query can be.

        resident: one row. query: (d,), weighted. kinds: bits of the kinds wanted; others may be among the places.
        """
        hope = np.append(True, self.cells.grouped(resident).hope(np.arange(1))[:, 0]) & ((self.kinds & kinds) != 0)
        spans = _spans(hope, np.append(0, self.cells.starts))
        turned = query.astype(np.float64) @ self.turn
        most = self.layers[0].products(spans, self.layers[0].weights(turned))
        most += self._rounding(turned)
        places = [np.arange(start, stop, dtype=np.int32) for start, stop in spans]
        return np.concatenate([np.empty(0, dtype=np.int32), *places]), most

    def less(self, places: Places, query: Vectors) -> Vectors:
        """How much less than ``likely`` said the products of chosen places can be, looked at more closely; where it is
        above zero, what was said first is the better bound."""
        return self.layers[1].products_of(places, self.layers[1].weights(query.astype(np.float64) @ self.turn))

    def _rounding(self, turned: Numbers) -> Vectors:
        """More than float32 sums over both layers can miss (Higham 2002, 3.1): without signs, what is summed is at most
        four times the product of the lengths. turned: (..., d) queries."""
        columns = sum(len(layer.steps) for layer in self.layers)
        rounding: Numbers = (4.2 * columns + 40) * UNIT * np.linalg.norm(turned, axis=-1) * self.longest
        return rounding.astype(np.float32)


def has_strong_numbers(vectors: Vectors, usual: Numbers) -> bool:
    """Whether a few numbers say nearly all of a product, so that a sieve leaves out more than it costs. Same as ``Sieve.of``.
    False where there are numbers that are not finite."""
    sample = _sample(vectors)
    if not (np.isfinite(sample).all() and np.isfinite(usual).all()):
        return False
    turned = sample @ _turns(sample, usual)[1]
    squares = np.square(turned).sum(axis=0)
    return float(squares[: FIRST[1]].sum()) >= STRONG * float(squares.sum())


def _sample(vectors: Vectors) -> Numbers:
    return vectors[:: max(1, ceil(len(vectors) / SAMPLE))].astype(np.float64)


def _turns(items: Numbers, usual: Numbers) -> tuple[Numbers, Numbers]:
    """(d, d) of residents and of offers: the product of the one and the transposed other is the unit matrix, residents
    are about as long in every number, and offers fall in length from the first number to the last."""
    faint = FAINT * np.diag(usual).max(initial=0) + np.finfo(np.float32).tiny
    root = np.linalg.cholesky(usual + faint * np.eye(len(usual)))
    weighted = items @ root
    axes = np.linalg.eigh(weighted.T @ weighted)[1][:, ::-1]
    return np.linalg.solve(root.T, axes), root @ axes


def _spans(flags: NDArray[np.bool_], starts: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Start and stop of each run of cells that stand together."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(starts[first]), int(starts[last])) for first, last in edges.reshape(-1, 2).tolist()]
