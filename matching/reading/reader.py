"""The reader: learns how both sides write, then turns texts into themes and vectors.

    reader = Reader(vocabulary).fit(texts, chosen_themes, sides)
    encoded = reader.encode(texts, side=Side.RESIDENT)
    encoded.reading.wish, encoded.reading.experience, encoded.reading.avoided   # (n, themes)
    encoded.vectors                                                             # (n, 64)

With Sudachi and the word vectors of ja-ginza installed it reads wording it was never shown; without them it reads by
characters, worse but right.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.reading.learning import Examples
from matching.reading.meaning import WIDTH, Meaning, fit_meaning
from matching.reading.space import Floats, Space, fit_space
from matching.reading.text import is_avoiding, normalise, sentences
from matching.reading.themes import Reading, ThemeTagger, fit_tagger
from matching.vocabulary import Vocabulary, indicator


class Side(StrEnum):
    """Who wrote a text; each side has its own way."""

    RESIDENT = "resident"
    PLACE = "place"


SIDES = tuple(Side)
AT_ONCE = 4_096
"""Texts read in one go: enough to pay for the calls, few enough to stay in 100 MB."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What one pass over texts gives. vectors: (texts, 64) float32, rows of length 1, or zeros for a blank text."""

    reading: Reading
    vectors: Floats


class Reader:
    """Reads the texts of both sides; the interface follows scikit-learn.

    Parameter: vocabulary. After ``fit``: ``space_`` (words as features), ``tagger_`` (themes), ``meaning_`` (vectors).
    """

    width = WIDTH

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def fit(self, texts: Sequence[str], chosen: Sequence[Collection[str]], sides: Sequence[Side]) -> Self:
        """Learn from texts, the theme codes their writers chose, and the side each was written on."""
        evened = [normalise(text) for text in texts]
        parts = [sentences(text) for text in evened]
        lengths = np.array([len(part) for part in parts], dtype=np.intp)
        flat = [sentence for part in parts for sentence in part]
        side = np.array([SIDES.index(name) for name in sides], dtype=np.intp)
        self.space_ = fit_space(flat, lengths, side)
        found = self.space_.tokens(flat)
        self.meaning_ = fit_meaning(self.space_.features(found.pooled(lengths), side))
        asked = np.array([not is_avoiding(sentence) for sentence in flat], dtype=bool)
        named = [word for word, _ in self.vocabulary.words]
        examples = Examples(
            sentences=self.space_.features(found.of(np.flatnonzero(asked)), np.repeat(side, lengths)[asked]),
            lengths=np.bincount(np.repeat(np.arange(len(texts)), lengths)[asked], minlength=len(texts)),
            chosen=indicator(chosen, self.vocabulary.theme_columns),
            words=self.space_.features(self.space_.tokens(named), _all(-1, len(named))),
            meant=np.eye(len(self.vocabulary.themes), dtype=np.float32)[
                np.array([column for _, column in self.vocabulary.words], dtype=np.intp)
            ],
        )
        self.tagger_ = fit_tagger(self.vocabulary, evened, examples)
        return self

    def encode(self, texts: Sequence[str], side: Side | None = None) -> Encoded:
        """Themes and vectors in one pass, which costs little more than either. side: who wrote them, if known."""
        number = -1 if side is None else SIDES.index(side)
        blocks = [self._encode(texts[start : start + AT_ONCE], number) for start in range(0, len(texts), AT_ONCE)]
        blocks = blocks or [self._encode((), number)]
        names = ("wish", "experience", "avoided")
        joined = {name: np.concatenate([getattr(block.reading, name) for block in blocks]) for name in names}
        return Encoded(Reading(**joined), np.concatenate([block.vectors for block in blocks]))

    def read(self, texts: Sequence[str], side: Side | None = None) -> Reading:
        """The themes of texts, (texts, themes) each."""
        return self.encode(texts, side).reading

    def vectors(self, texts: Sequence[str], side: Side | None = None) -> Floats:
        """(texts, 64) float32, rows of length 1; zeros for a text that holds nothing known."""
        return self.encode(texts, side).vectors

    def parts(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """What was learned, as plain JSON and arrays; without the vocabulary, which its owner keeps."""
        return (
            {"space": self.space_.meta(), "tagger": self.tagger_.meta()},
            self.space_.arrays() | self.tagger_.arrays() | {"directions": self.meaning_.directions},
        )

    @classmethod
    def from_parts(cls, vocabulary: Vocabulary, meta: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Self:
        """The reader that gave the parts. ValueError, in words, where what it was fitted with is not installed here."""
        reader = cls(vocabulary)
        reader.space_ = Space.from_parts(meta["space"], arrays)
        reader.tagger_ = ThemeTagger.from_parts(len(vocabulary.themes), meta["tagger"], arrays)
        reader.meaning_ = Meaning(arrays["directions"])
        return reader

    def _encode(self, texts: Sequence[str], side: int) -> Encoded:
        parts = [sentences(normalise(text)) for text in texts]
        lengths = [len(part) for part in parts]
        places: dict[str, int] = {}
        rows = np.array([places.setdefault(one, len(places)) for part in parts for one in part], dtype=np.intp)
        unique = list(places)
        found = self.space_.tokens(unique)
        features = self.space_.features(found, _all(side, len(unique)))
        whole = self.space_.features(found.of(rows).pooled(lengths), _all(side, len(parts)))
        return Encoded(self.tagger_.read(unique, features, rows, lengths), self.meaning_.vectors(whole))


def _all(side: int, times: int) -> NDArray[np.intp]:
    return np.full(times, side, dtype=np.intp)
