"""Texts one behind the other: the rows in which a word occurs, exactly as a substring search finds them."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]


class Texts:
    """The texts of some rows in one string, because one long search is much quicker than many short ones."""

    __slots__ = ("_ends", "_joined", "first")

    def __init__(self, parts: Iterable[Sequence[str]], first: int = 0) -> None:
        """Texts come in parts, so that never all of them exist twice. `first` is the number of the first one's row."""
        self.first = first
        lengths, joined = array("i"), []
        for texts in parts:
            joined.append("".join(f"{text}\n" for text in texts))
            lengths.extend(len(text) + 1 for text in texts)
        self._joined = "".join(joined)
        self._ends = array("i", accumulate(lengths))

    def __len__(self) -> int:
        return len(self._ends)

    def of(self, row: int) -> str:
        """The text of a row."""
        number = row - self.first
        return self._joined[self._ends[number - 1] if number else 0 : self._ends[number] - 1]

    def rows_with(self, word: str) -> Rows:
        """The rows whose text has the word in it, in their order."""
        joined, ends, found = self._joined, self._ends, array("i")
        place = joined.find(word)
        while place >= 0:
            number = bisect_right(ends, place)
            found.append(number)
            place = joined.find(word, ends[number])
        return np.frombuffer(found, dtype=np.int32) + np.int32(self.first) if found else np.empty(0, np.int32)

    def all(self) -> list[str]:
        """Every text."""
        return [self.of(row) for row in range(self.first, self.first + len(self))]


def rows_with_any(parts: Iterable[Texts], words: Sequence[str]) -> Rows:
    """The rows of all parts in which at least one of these words occurs."""
    found = [part.rows_with(word) for word in words for part in parts]
    rows = np.concatenate(found) if found else np.empty(0, np.int32)
    return np.unique(rows) if len(words) > 1 else rows
