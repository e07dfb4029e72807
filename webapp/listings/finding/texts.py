"""Texts one behind the other: the rows in which a word occurs, exactly as a substring search finds them."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import accumulate
from operator import and_

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
#: a text is looked through in at most so many pieces of at least so many letters, if it has more than one piece at all
MOST_PIECES, LEAST_LETTERS = 512, 4_096
#: a longer word is looked for everywhere: so far does each piece know the letters of the next one
LONGEST = 40


class Texts:
    """The texts of some rows in one string, because one long search is much quicker than many short ones.

    Which letters occur in which piece of the string is known, so that a rare word is looked for in few pieces:
    Japanese has thousands of letters.
    """

    __slots__ = ("_ends", "_joined", "_pieces", "_size", "first")

    def __init__(self, parts: Iterable[Sequence[str]], first: int = 0) -> None:
        """Texts come in parts, so that never all of them exist twice. `first` is the number of the first one's row."""
        self.first = first
        lengths, joined = array("i"), []
        for texts in parts:
            joined.append("".join(f"{text}\n" for text in texts))
            lengths.extend(len(text) + 1 for text in texts)
        self._joined = "".join(joined)
        self._ends = array("i", accumulate(lengths))
        self._size = max(LEAST_LETTERS, -(-len(self._joined) // MOST_PIECES))
        self._pieces = _pieces_by_letter(self._joined, self._size)

    def __len__(self) -> int:
        return len(self._ends)

    def of(self, row: int) -> str:
        """The text of a row."""
        number = row - self.first
        return self._joined[self._ends[number - 1] if number else 0 : self._ends[number] - 1]

    def rows_with(self, word: str) -> Rows:
        """The rows whose text has the word in it, in their order."""
        joined, ends, found, start = self._joined, self._ends, array("i"), 0
        for first, end in self._runs(word):
            place = joined.find(word, max(first, start), end)
            while place >= 0:
                number = bisect_right(ends, place)
                found.append(number)
                start = ends[number]
                place = joined.find(word, start, end)
        return np.frombuffer(found, dtype=np.int32) + np.int32(self.first) if found else np.empty(0, np.int32)

    def _runs(self, word: str) -> Iterator[tuple[int, int]]:
        """From where to where the word may stand: pieces in a row that have each of its letters."""
        if not word or len(word) > LONGEST or len(self._joined) <= self._size:
            yield 0, len(self._joined)
            return
        pieces = reduce(and_, (self._pieces.get(letter, 0) for letter in set(word)))
        while pieces:
            first = (pieces & -pieces).bit_length() - 1
            after = pieces + (1 << first)  # the run of ones is carried over into the nought behind it
            end = (after & -after).bit_length() - 1
            yield first * self._size, end * self._size + len(word) - 1
            pieces = pieces >> end << end

    def all(self) -> list[str]:
        """Every text."""
        return [self.of(row) for row in range(self.first, self.first + len(self))]


def _pieces_by_letter(joined: str, size: int) -> dict[str, int]:
    """For each letter the pieces in which it occurs, as a number with one bit each; nothing for a single piece."""
    pieces: dict[str, int] = {}
    if len(joined) > size:
        for number, start in enumerate(range(0, len(joined), size)):
            for letter in set(joined[start : start + size + LONGEST]):
                pieces[letter] = pieces.get(letter, 0) | 1 << number
    return pieces


def rows_with_any(parts: Iterable[Texts], words: Sequence[str]) -> Rows:
    """The rows of all parts in which at least one of these words occurs."""
    found = [part.rows_with(word) for word in words for part in parts]
    rows = np.concatenate(found) if found else np.empty(0, np.int32)
    return np.unique(rows) if len(words) > 1 else rows
