"""Residents and offers as vectors over the themes and skills of the vocabulary, and over character n-grams."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.model import Offer, Resident
from matching.reading.text import fit_space, normalise
from matching.reading.themes import ThemeTagger
from matching.table import Numbers
from matching.vocabulary import Strengths, Vocabulary, indicator

CHOSEN_BY_RESIDENT, CHOSEN_BY_PLACE = 0.7, 0.5
"""How sure a chosen theme makes us on its own; a text that says the same adds to it. Places choose less carefully."""
OF_EXPERIENCE = 0.4
"""How much having done something says about wishing to do it."""
OF_READ_EXPERIENCE = 0.8
"""How much an experience read from the text counts against a skill chosen from the list."""
OF_AVOIDING = 0.6
"""How much 「…は苦手です」 takes away."""
OF_THEME = 0.6
"""How much an offer's theme is also a call for people who know it."""


@dataclass(frozen=True, slots=True)
class ResidentVectors:
    """wish: (residents, themes), -1 to 1. ability: (residents, themes + skills), 0 to 1. text: sparse or None."""

    wish: Numbers
    ability: Numbers
    text: Any | None


@dataclass(frozen=True, slots=True)
class OfferVectors:
    """themes: (offers, themes), 0 to 1. needs: (offers, themes + skills), 0 to 1. text: sparse or None."""

    themes: Numbers
    needs: Numbers
    text: Any | None


class Encoder:
    """Turns both sides into vectors. After ``fit_transform``: ``space_`` (None without any text) and ``tagger_``."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def fit_transform(self, offers: Sequence[Offer], residents: Sequence[Resident] = ()) -> OfferVectors:
        """Learn wording and themes from both sides, and give the vectors of the offers, row by row."""
        everybody: list[Offer | Resident] = [*offers, *residents]
        texts = [normalise(one.text) for one in everybody]
        self.space_ = fit_space(texts)
        self.tagger_ = ThemeTagger(self.vocabulary).fit(texts, [one.themes for one in everybody], self.space_)
        return self._offers(offers, texts[: len(offers)], self.space_ and self.space_.fitted[: len(offers)])

    def offers(self, offers: Sequence[Offer]) -> OfferVectors:
        """The vectors of offers, row by row."""
        texts = [normalise(offer.text) for offer in offers]
        return self._offers(offers, texts, self.space_ and self.space_.vectors(texts))

    def residents(self, residents: Sequence[Resident]) -> ResidentVectors:
        """The vectors of residents, row by row."""
        texts = [normalise(resident.text) for resident in residents]
        reading = self.tagger_.read(texts)
        chosen = indicator((resident.themes for resident in residents), self.vocabulary.theme_columns)
        said = np.maximum(reading.wish, OF_EXPERIENCE * reading.experience)
        skills = indicator((resident.skills for resident in residents), self.vocabulary.skill_columns)
        able = _either(skills @ self.vocabulary.skill_themes, OF_READ_EXPERIENCE * reading.experience)
        return ResidentVectors(
            wish=_exact(_either(CHOSEN_BY_RESIDENT * chosen, said) - OF_AVOIDING * reading.avoided),
            ability=_exact(np.concatenate((able, skills), axis=1)),
            text=self.space_ and self.space_.vectors(texts),
        )

    def _offers(self, offers: Sequence[Offer], texts: list[str], vectors: Any | None) -> OfferVectors:
        reading = self.tagger_.read(texts)
        chosen = indicator((offer.themes for offer in offers), self.vocabulary.theme_columns)
        themes = _either(CHOSEN_BY_PLACE * chosen, np.maximum(reading.wish, reading.experience))
        wanted = indicator((offer.skills_wanted for offer in offers), self.vocabulary.skill_columns)
        needs = np.clip(np.maximum(OF_THEME * themes, wanted @ self.vocabulary.skill_themes), 0, 1)
        return OfferVectors(_exact(themes), _exact(np.concatenate((needs, wanted), axis=1)), vectors)


def _exact(values: Strengths) -> Numbers:
    """In float64: products of float32 matrices differ in the fifth digit with a row's place, and would part ties."""
    return values.astype(np.float64)


def _either(a: Strengths, b: Strengths) -> Strengths:
    """How sure two independent signs make us together: 1 - (1 - a)(1 - b), values over 1 cut."""
    sure: Strengths = 1 - (1 - np.minimum(a, 1)) * (1 - np.minimum(b, 1))
    return sure
