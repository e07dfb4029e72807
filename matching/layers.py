"""Some numbers of each offer in a byte each, and the most that an inner product can be by them.

Of what is beyond these numbers only lengths are kept, group by group: an inner product is at most the sum of the
products of the groups' lengths (Cauchy and Schwarz, for each group). Several groups say far more than one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.columns import Numbers

Vectors = NDArray[np.float32]

AT_ONCE = 8192
"""Offers that are turned, or looked at, together: what they need stays in the cache."""
LARGEST = 127
A_LITTLE = 1 + 1e-6


@dataclass(frozen=True)
class Layer:
    """numbers: which of an offer's numbers are held. beyond: groups of later ones, of which the lengths are held.

    held: (m, columns) int8, in ``steps`` (columns,): the numbers, the length of what rounding took away from them, the
    lengths of the groups; then those of ``before``, the groups of the layer before, of which this one tells more.
    Lengths are rounded up.
    """

    numbers: slice
    beyond: tuple[slice, ...]
    held: NDArray[np.int8]
    steps: Numbers
    before: tuple[slice, ...] = ()

    def after(self, layer: "Layer") -> "Layer":
        """The same layer, which makes sharper what that one said."""
        last = len(layer.steps) - len(layer.beyond)
        held, steps = [self.held, layer.held[:, last:]], [self.steps, layer.steps[last:]]
        return replace(self, held=np.concatenate(held, axis=1), steps=np.concatenate(steps), before=layer.beyond)

    def weights(self, queries: Numbers) -> Vectors:
        """(..., columns) float32 of turned queries (..., d): the sum of what is held times these is at least the product
        of these numbers with the query and of those beyond; less what the layer before said of them."""
        lengths = [_lengths(queries, group) for group in (self.numbers, *self.beyond)]
        lengths += [-_lengths(queries, group) for group in self.before]
        weights: Numbers = np.concatenate([queries[..., self.numbers], *lengths], axis=-1) * self.steps
        return weights.astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "held.npy", self.held)
        groups = [[one.start, one.stop] for one in (self.numbers, *self.beyond, *self.before)]
        np.savez(folder / "plan.npz", steps=self.steps, groups=groups, beyond=len(self.beyond))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The layer of a folder, what is held mapped into memory. OSError, KeyError or ValueError when it is not there."""
        with np.load(folder / "plan.npz") as plan:
            numbers, *groups = (slice(int(start), int(stop)) for start, stop in plan["groups"])
            beyond, steps = int(plan["beyond"]), plan["steps"]
        held = np.asarray(np.load(folder / "held.npy", mmap_mode="r"))
        return cls(numbers, tuple(groups[:beyond]), held, steps, tuple(groups[beyond:]))

    def products(self, spans: Sequence[tuple[int, int]], weights: Vectors) -> Vectors:
        """(offers of the spans,) sums of what is held times weights (columns,), made floats little by little."""
        return _products(
            (self.held[n : min(n + AT_ONCE, stop)] for start, stop in spans for n in range(start, stop, AT_ONCE)),
            sum(stop - start for start, stop in spans),
            weights,
        )

    def products_of(self, places: NDArray[np.integer[Any]], weights: Vectors) -> Vectors:
        """(places,) the same for chosen offers."""
        parts = (self.held.take(places[n : n + AT_ONCE], axis=0) for n in range(0, len(places), AT_ONCE))
        return _products(parts, len(places), weights)


class Filling:
    """A layer while the turned offers pass by."""

    def __init__(self, edges: Sequence[int], count: int, sample: Numbers) -> None:
        """edges: first and end of the numbers held, then the ends of the groups; the last group ends with the vector.
        sample: (n, d) turned offers, whose largest numbers a byte can hold; larger ones are cut, and the rest counted
        as taken away by rounding."""
        ends = [min(edge, sample.shape[1]) for edge in (*edges, sample.shape[1])]
        self.numbers, *groups = (slice(start, stop) for start, stop in pairwise(ends))
        self.beyond = tuple(group for group in groups if group.stop > group.start)
        self.steps = _steps(np.abs(sample[:, self.numbers]).max(axis=0, initial=0))
        self.held = np.empty((count, len(self.steps) + 1 + len(self.beyond)), dtype=np.int8)
        self.lengths = np.empty((count, 1 + len(self.beyond)), dtype=np.float32)

    def take(self, part: slice, turned: Numbers) -> None:
        """Those of some places."""
        there = turned[:, self.numbers]
        rounded = np.clip(np.rint(there / self.steps), -LARGEST, LARGEST)
        self.held[part, : len(self.steps)] = rounded
        parts = [there - rounded * self.steps, *(turned[:, group] for group in self.beyond)]
        self.lengths[part] = np.stack([np.linalg.norm(one, axis=1) for one in parts], axis=1) * A_LITTLE

    def layer(self) -> Layer:
        """All of them."""
        steps = _steps(self.lengths.max(axis=0, initial=0) * A_LITTLE)
        self.held[:, len(self.steps) :] = np.ceil(self.lengths / steps)
        return Layer(self.numbers, self.beyond, self.held, np.append(self.steps, steps))


def _products(parts: Iterable[NDArray[np.int8]], count: int, weights: Vectors) -> Vectors:
    products, done = np.empty(count, dtype=np.float32), 0
    numbers = np.empty((AT_ONCE, len(weights)), dtype=np.float32)
    for part in parts:
        some = numbers[: len(part)]
        np.copyto(some, part)
        np.matmul(some, weights, out=products[done : done + len(part)])
        done += len(part)
    return products


def _lengths(queries: Numbers, group: slice) -> Numbers:
    lengths: Numbers = np.linalg.norm(queries[..., group], axis=-1, keepdims=True)
    return lengths


def _steps(largest: Numbers) -> Numbers:
    steps: Numbers = np.where(largest > 0, largest / LARGEST, 1)
    return steps
