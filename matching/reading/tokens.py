"""Sentences as words: Japanese morphology by Sudachi where it is installed, else character n-grams."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_CHARACTERS = 12_000
"""Sudachi refuses more than 49,149 bytes at once; longer sentences are cut."""
LONGEST_GRAM = 3
CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "代名詞"})
"""Parts of speech that carry a subject; particles, endings, signs and blanks do not."""
NUMERAL = "数詞"
OF_THREAD = threading.local()


@dataclass(frozen=True, slots=True)
class Tokens:
    """How often sentences hold words.

    forms: distinct words, several spellings of one word in one form. counts: (sentences, forms) sparse float32.
    """

    forms: list[str]
    counts: Any

    def of(self, rows: NDArray[np.intp]) -> "Tokens":
        """Those of some sentences, in the order of ``rows``; a sentence may come more than once."""
        return Tokens(self.forms, self.counts[rows])

    def pooled(self, lengths: Sequence[int] | NDArray[np.intp]) -> "Tokens":
        """The same for texts, each so many consecutive sentences."""
        from scipy.sparse import csr_array

        starts = np.array([0, *accumulate(lengths)], dtype=np.int32)
        shape = (len(lengths), self.counts.shape[0])
        belongs = csr_array((np.ones(shape[1], np.float32), np.arange(shape[1], dtype=np.int32), starts), shape)
        return Tokens(self.forms, belongs @ self.counts)


def has_sudachi() -> bool:
    """Whether Sudachi and its dictionary are installed."""
    return find_spec("sudachipy") is not None and find_spec("sudachidict_core") is not None


def words(sentences: Sequence[str]) -> Tokens:
    """Content words of normalised sentences in Sudachi's normalised form. ImportError where it is not installed."""
    tokenize = _sudachi("C")
    places: dict[str, int] = {}
    known: dict[int, int] = {}
    numbers: list[list[int]] = []
    for sentence in sentences:
        found: list[int] = []
        for start in range(0, len(sentence), MOST_CHARACTERS):
            for morpheme in tokenize(sentence[start : start + MOST_CHARACTERS]):
                identity = morpheme.word_id()
                place = known.get(identity)
                if place is None:
                    place = places.setdefault(morpheme.normalized_form(), len(places)) if _is_content(morpheme) else -1
                    if not morpheme.is_oov():  # unknown words of one kind share an identity
                        known[identity] = place
                if place >= 0:
                    found.append(place)
        numbers.append(found)
    return _counted(places, numbers)


def characters(sentences: Sequence[str]) -> Tokens:
    """N-grams of one to three characters of normalised sentences; signs and blanks are characters too."""
    places: dict[str, int] = {}

    def grams(sentence: str) -> list[int]:
        sizes = range(1, LONGEST_GRAM + 1)
        found = (sentence[at : at + size] for size in sizes for at in range(len(sentence) - size + 1))
        return [places.setdefault(gram, len(places)) for gram in found]

    return _counted(places, [grams(sentence) for sentence in sentences])


def parts_of(word: str) -> list[str]:
    """The shortest words a compound is made of, in normalised form. ImportError without Sudachi."""
    return [morpheme.normalized_form() for morpheme in _sudachi("A")(word) if _is_content(morpheme)]


def _is_content(morpheme: Any) -> bool:
    kind, finer, *_ = morpheme.part_of_speech()
    return kind in CONTENT and finer != NUMERAL


def _counted(places: dict[str, int], numbers: list[list[int]]) -> Tokens:
    """Forms are sorted, so that a sentence adds up in the same order, to the last digit, in whatever company."""
    from scipy.sparse import csr_array

    forms = sorted(places)
    column = np.empty(len(forms), dtype=np.int32)
    column[[places[form] for form in forms]] = np.arange(len(forms), dtype=np.int32)
    starts = np.array([0, *accumulate(len(found) for found in numbers)], dtype=np.int32)
    columns = column[np.fromiter((number for found in numbers for number in found), np.intp, count=starts[-1])]
    counts = csr_array((np.ones(len(columns), np.float32), columns, starts), (len(numbers), len(forms)))
    counts.sum_duplicates()
    return Tokens(forms, counts)


def _sudachi(mode: str) -> Callable[[str], Any]:
    """A tokenizer of this thread's own, as Sudachi refuses to let two threads use one."""
    own = OF_THREAD.__dict__
    if mode not in own:
        own[mode] = _dictionary().tokenizer(mode).tokenize
    tokenize: Callable[[str], Any] = own[mode]
    return tokenize


@cache
def _dictionary() -> Any:
    """Read once a process: it is mapped into memory and shared between processes."""
    import sudachipy

    return sudachipy.Dictionary(dict="core")
