"""Reading themes out of free text: by the words of the vocabulary, and by what people tagged so far.

Residents and places word the same thing differently, so comparing their texts finds little. Both are read into the
same themes instead. A regression learns them from the texts whose writers chose themes; a theme with too few
examples is read by its words alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.reading.learning import learn, strongest
from matching.reading.lexicon import believed_words, find_words
from matching.reading.text import TextSpace, is_avoiding, is_experience, sentences
from matching.vocabulary import Strengths, Vocabulary, indicator

WORD_STRENGTH = 0.8
"""How sure a word of the vocabulary makes us of its theme."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What texts say about each theme, (texts, themes), 0 to 1: wished for, experienced in, or not wanted."""

    wish: Strengths
    experience: Strengths
    avoided: Strengths


class ThemeTagger:
    """Themes of texts. After ``fit``: ``learned_`` (LearnedThemes or None), ``words_`` (the words still believed)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def fit(self, texts: Sequence[str], chosen: Sequence[Collection[str]], space: TextSpace | None) -> Self:
        """Learn from normalised texts and the theme codes their writers chose.

        An empty choice teaches nothing: it may only mean that nobody cared to choose. space: fitted on these texts;
        None when they hold nothing.
        """
        targets = indicator(chosen, self.vocabulary.theme_columns)
        self.learned_ = learn(space, texts, targets) if space else None
        self.words_ = self.vocabulary.words
        if self.learned_ is not None:
            tagged = np.flatnonzero(targets.any(axis=1)).tolist()
            known = set(self.learned_.columns.tolist())
            self.words_ = believed_words(self.words_, [texts[row] for row in tagged], targets[tagged], known)
        return self

    def read(self, texts: Sequence[str]) -> Reading:
        """The themes of each normalised text, sentence by sentence; the strongest sentence counts."""
        parts = [sentences(text) for text in texts]
        unique = {sentence: place for place, sentence in enumerate(dict.fromkeys(s for part in parts for s in part))}
        strengths = self._strengths(list(unique))
        avoiding = np.array([is_avoiding(sentence) for sentence in unique], dtype=bool)
        experience = np.array([is_experience(sentence) for sentence in unique], dtype=bool) & ~avoiding
        places = np.array([unique[sentence] for part in parts for sentence in part], dtype=np.intp)
        lengths = [len(part) for part in parts]

        def of_tone(tone: NDArray[np.bool_]) -> Strengths:
            return strongest((strengths * tone[:, None])[places], lengths)

        return Reading(of_tone(~avoiding & ~experience), of_tone(experience), of_tone(avoiding))

    def _strengths(self, unique: list[str]) -> Strengths:
        """(sentences, themes): how sure each sentence makes us of each theme."""
        strengths = np.zeros((len(unique), len(self.vocabulary.themes)), dtype=np.float32)
        if self.learned_ is not None and unique:
            strengths[:, self.learned_.columns] = self.learned_.strengths(unique)
        for place, row in find_words([word for word, _ in self.words_], unique):
            column = self.words_[place][1]
            strengths[row, column] = max(strengths[row, column], WORD_STRENGTH)
        return strengths
