"""Offers gathered into cells of like ones, so that a cell of which a resident may have nothing is never multiplied.

Offers of one cell ask for the same conditions and lie near each other. Nothing is guessed: a cell is left out for a
resident only where the rules refuse each of its offers.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.columns import Flags, Numbers, OfferColumns, ResidentColumns, Words
from matching.topk import START, Grouped, Index

SIZE = 512
"""Most offers of a cell."""
FEW = 64
"""Conditions that fewer offers share are no reason for cells of their own."""
AT_ONCE = 1 << 16
"""Pairs of cell and resident that are compared together."""


@dataclass(frozen=True)
class Cells:
    """order: (m,) places of offers: some from everywhere, then cell by cell. starts: (cells + 1,) where each begins in
    it, and the end. asked: (cells,) bits of ``Condition``, licences and missing: (words, cells) what every offer of a
    cell requires or lacks. low, high: (3, cells) corners of the box on the unit sphere, NaN where a cell holds offers of no place."""

    order: NDArray[np.int32]
    starts: NDArray[np.int64]
    asked: NDArray[np.uint16]
    licences: Words
    missing: Words
    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, offers: OfferColumns, apart: NDArray[np.intp] | None = None) -> Self:
        """The cells of these offers. apart: (m,) numbers; many offers that differ in theirs share no cell."""
        first = np.unique(np.linspace(0, max(len(offers) - 1, 0), min(START, len(offers)), dtype=np.int32))
        cells = list(_cells(offers, np.setdiff1d(np.arange(len(offers), dtype=np.int32), first), apart))
        lengths = [len(first), *map(len, cells)]
        return cls(
            np.concatenate([first, *cells]),
            np.cumsum(lengths),
            np.array([np.bitwise_and.reduce(offers.asked[cell]) for cell in cells], dtype=np.uint16),
            _stacked([np.bitwise_and.reduce(offers.licences[:, cell], axis=1) for cell in cells], len(offers.licences)),
            _stacked([np.bitwise_and.reduce(offers.missing[:, cell], axis=1) for cell in cells], len(offers.missing)),
            _stacked([offers.point[:, cell].min(axis=1) for cell in cells], 3),
            _stacked([offers.point[:, cell].max(axis=1) for cell in cells], 3),
        )

    def save(self, file: Any) -> None:
        """Write them into an open file."""
        np.savez(file, **asdict(self))

    @classmethod
    def load(cls, path: Path) -> Self:
        """The cells of a file. OSError, KeyError or ValueError when it is not what was written."""
        with np.load(path) as arrays:
            return cls(**{name: arrays[name] for name in cls.__dataclass_fields__})

    def grouped(self, residents: ResidentColumns) -> Grouped:
        """The cells as ``top_k`` takes them, for these residents."""

        def hope(rows: Index) -> Flags:
            chosen = residents.chosen(rows)
            step = max(1, AT_ONCE // max(len(rows), 1))
            blocks = [self._hope(chosen, slice(n, n + step)) for n in range(0, len(self.asked), step)]
            return np.concatenate([np.zeros((0, len(rows)), dtype=bool), *blocks])

        return Grouped(self.order, self.starts, hope)

    def _hope(self, residents: ResidentColumns, part: slice) -> Flags:
        """(cells, residents): False where a rule refuses everything of a cell. The box is never farther than an offer
        in it, also after rounding; comparing with NaN is False."""
        is_refused = (residents.unmet & self.asked[part, None]) != 0
        for here, there in ((residents.unlicensed, self.licences), (residents.needed, self.missing)):
            for lacking, asked in zip(here, there, strict=True):
                is_refused |= (lacking & asked[part, None]) != 0
        square = np.zeros(is_refused.shape)
        for place, low, high in zip(residents.point, self.low, self.high, strict=True):
            square += np.maximum(np.maximum(low[part, None] - place, place - high[part, None]), 0) ** 2
        hope: Flags = ~(is_refused | (square > residents.reach))
        return hope


def _cells(
    offers: OfferColumns, places: NDArray[np.int32], apart: NDArray[np.intp] | None
) -> Iterator[NDArray[np.int32]]:
    """Cells of offers that ask for the same, then of all those that ask for what few ask for."""
    group: NDArray[Any] = offers.asked[places].astype(np.int64) * 2 + np.isnan(offers.point[0, places])
    for word in [*offers.licences[:, places], *([] if apart is None else [apart[places]])]:
        held, number = np.unique(word, return_inverse=True)
        group = np.asarray(np.unique(group * len(held) + number, return_inverse=True)[1])
    found, kind, count = np.unique(group, return_inverse=True, return_counts=True)
    for one in np.flatnonzero(count >= FEW):
        yield from _halved(offers.point, places[kind == one])
    yield from _halved(offers.point, places[count[kind] < FEW]) if len(found) else ()


def _halved(point: Numbers, places: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    """The places in cells of at most ``SIZE``: halved along the longest side until they are small enough."""
    if len(places) <= SIZE:
        yield from [places] if len(places) else []
        return
    there = np.nan_to_num(point[:, places])
    longest = int((there.max(axis=1) - there.min(axis=1)).argmax())
    middle = -(-len(places) // SIZE) // 2 * SIZE
    order = np.argpartition(there[longest], middle)
    yield from _halved(point, np.sort(places[order[:middle]]))
    yield from _halved(point, np.sort(places[order[middle:]]))


def _stacked(columns: list[NDArray[Any]], rows: int) -> NDArray[Any]:
    return np.stack(columns, axis=1) if columns else np.zeros((rows, 0), dtype=np.uint64 if rows != 3 else np.float64)
