"""Vectors of Japanese words: chiVe, as the wheel ``ja-ginza`` ships it.

Only its word table is read, by numpy. spaCy, whose format it is, and the parser in the wheel are not used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.reading.tokens import parts_of

PACKAGE = "ja_ginza"
WIDTH = 300
MULTIPLIER, SHIFT, WHOLE = 0xC6A4A7935BD1E995, 47, (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class WordVectors:
    """keys: sorted hashes of words, uint64. rows: the row of ``table`` of each. table: (rows, 300) float32, mapped."""

    name: str
    keys: NDArray[np.uint64]
    rows: NDArray[np.int32]
    table: NDArray[np.float32]

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """(words, 300), unit rows; a compound that is unknown is the mean of its parts, any other unknown is zeros."""
        places = self._places(words)
        vectors = np.zeros((len(words), WIDTH), dtype=np.float32)
        known = places >= 0
        vectors[known] = self.table[self.rows[places[known]]]
        for row in np.flatnonzero(~known).tolist():
            parts = parts_of(words[row])
            found = self._places(parts) if len(parts) > 1 else np.empty(0, np.intp)
            if (found >= 0).any():
                vectors[row] = self.table[self.rows[found[found >= 0]]].mean(axis=0)
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(length, 1e-9)
        return unit

    def _places(self, words: Sequence[str]) -> NDArray[np.intp]:
        """Where the words stand in ``keys``; -1 for those that do not."""
        hashes = np.array([hash_of(word) for word in words], dtype=np.uint64)
        places = np.minimum(np.searchsorted(self.keys, hashes), len(self.keys) - 1)
        return np.where(self.keys[places] == hashes, places, -1)


def has_vectors() -> bool:
    """Whether the word vectors are installed, and what reads them."""
    return find_spec(PACKAGE) is not None and find_spec("msgpack") is not None


@cache
def word_vectors() -> WordVectors:
    """The installed table, read once a process. ImportError where it is not installed."""
    import msgpack

    spec = find_spec(PACKAGE)  # importing the package would import spaCy
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("the word vectors of ja-ginza are not installed")
    folder = next(Path(spec.submodule_search_locations[0]).glob("*/vocab"))
    pairs = msgpack.unpackb((folder / "key2row").read_bytes(), strict_map_key=False)
    keys = np.fromiter(pairs.keys(), dtype=np.uint64, count=len(pairs))
    rows = np.fromiter(pairs.values(), dtype=np.int32, count=len(pairs))
    order = np.argsort(keys)
    table = np.load(folder / "vectors", mmap_mode="r", allow_pickle=False)
    return WordVectors(f"ja-ginza {version('ja-ginza')}", keys[order], rows[order], table)


def hash_of(word: str) -> int:
    """MurmurHash64A (Austin Appleby, public domain) of the UTF-8 word with seed 1, which numbers words in spaCy."""
    data = word.encode()
    whole = len(data) // 8 * 8
    value = 1 ^ (len(data) * MULTIPLIER & WHOLE)
    for start in range(0, whole, 8):
        block = int.from_bytes(data[start : start + 8], "little") * MULTIPLIER & WHOLE
        value = (value ^ ((block ^ (block >> SHIFT)) * MULTIPLIER & WHOLE)) * MULTIPLIER & WHOLE
    if len(data) > whole:
        value = (value ^ int.from_bytes(data[whole:], "little")) * MULTIPLIER & WHOLE
    value = (value ^ (value >> SHIFT)) * MULTIPLIER & WHOLE
    return value ^ (value >> SHIFT)
