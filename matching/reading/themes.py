"""Reading themes out of free text: by the words of the vocabulary, and by what people tagged so far.

Residents and places word the same thing differently, so comparing their texts finds little. Both are read into the
same themes instead. A regression learns them from the texts whose writers chose themes; a theme with too few
examples is read by its words alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.reading.learning import Examples, LearnedThemes, learn, strongest
from matching.reading.lexicon import Words, believed_words, find_words
from matching.reading.space import Features
from matching.reading.text import is_avoiding, is_experience
from matching.vocabulary import Strengths, Vocabulary

WORD_STRENGTH = 0.8
"""How sure a word of the vocabulary makes us of its theme."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What texts say about each theme, (texts, themes), 0 to 1: wished for, experienced in, or not wanted."""

    wish: Strengths
    experience: Strengths
    avoided: Strengths


@dataclass(frozen=True, slots=True)
class ThemeTagger:
    """Themes of sentences. themes: how many there are. words: those still believed. learned: None if nothing was."""

    themes: int
    words: Words
    learned: LearnedThemes | None

    def read(
        self, sentences: Sequence[str], features: Features, rows: NDArray[np.intp], lengths: Sequence[int]
    ) -> Reading:
        """The themes of texts, sentence by sentence; the strongest sentence of a tone counts.

        sentences: normalised, each once. features: theirs. rows: the sentences of the texts,
        text after text. lengths: how many each text has.
        """
        strengths = self._strengths(sentences, features)
        avoiding = np.array([is_avoiding(sentence) for sentence in sentences], dtype=bool)
        experience = np.array([is_experience(sentence) for sentence in sentences], dtype=bool) & ~avoiding

        def of_tone(tone: NDArray[np.bool_]) -> Strengths:
            return strongest((strengths * tone[:, None])[rows], lengths)

        return Reading(of_tone(~avoiding & ~experience), of_tone(experience), of_tone(avoiding))

    def meta(self) -> dict[str, Any]:
        """What ``from_parts`` needs beside the arrays, as plain JSON."""
        return {"words": [list(pair) for pair in self.words]}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What ``from_parts`` needs beside ``meta``; empty when nothing was learned."""
        return {} if self.learned is None else self.learned.arrays()

    @classmethod
    def from_parts(cls, themes: int, meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> "ThemeTagger":
        """The tagger that gave the parts."""
        words = tuple((word, column) for word, column in meta["words"])
        return cls(themes, words, LearnedThemes.from_arrays(arrays) if "coefficients" in arrays else None)

    def _strengths(self, sentences: Sequence[str], features: Features) -> Strengths:
        """(sentences, themes): how sure each sentence makes us of each theme."""
        strengths = np.zeros((len(sentences), self.themes), dtype=np.float32)
        if self.learned is not None and sentences:
            strengths[:, self.learned.columns] = self.learned.strengths(features)
        for place, row in find_words([word for word, _ in self.words], sentences):
            column = self.words[place][1]
            strengths[row, column] = max(strengths[row, column], WORD_STRENGTH)
        return strengths


def fit_tagger(vocabulary: Vocabulary, texts: Sequence[str], examples: Examples) -> ThemeTagger:
    """Learn from normalised texts and the themes their writers chose.

    An empty choice teaches nothing: it may only mean that nobody cared to choose.
    """
    learned = learn(examples)
    words = vocabulary.words
    if learned is not None:
        tagged = np.flatnonzero(examples.chosen.any(axis=1))
        known = set(learned.columns.tolist())
        words = believed_words(words, [texts[row] for row in tagged.tolist()], examples.chosen[tagged], known)
    return ThemeTagger(len(vocabulary.themes), words, learned)
