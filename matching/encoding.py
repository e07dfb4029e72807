"""Residents and offers as vectors over the themes and skills of the vocabulary, and in the directions of their texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.model import Offer, Resident
from matching.reading.reader import Reader, Side
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
    """wish: (residents, themes), -1 to 1. ability: (residents, themes + skills), 0 to 1. text: (…, 64), rows of length 1 or 0."""

    wish: Numbers
    ability: Numbers
    text: Numbers


@dataclass(frozen=True, slots=True)
class OfferVectors:
    """themes: (offers, themes), 0 to 1. needs: (offers, themes + skills), 0 to 1. text: (…, 64), rows of length 1 or 0."""

    themes: Numbers
    needs: Numbers
    text: Numbers


class Encoder:
    """Turns both sides into vectors. After ``fit_transform``: ``reader_``."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def fit_transform(self, offers: Sequence[Offer], residents: Sequence[Resident] = ()) -> OfferVectors:
        """Learn wording and themes from both sides, and give the vectors of the offers, row by row."""
        everybody: list[Offer | Resident] = [*offers, *residents]
        self.reader_ = Reader(self.vocabulary).fit(
            [one.text for one in everybody],
            [one.themes for one in everybody],
            [*[Side.PLACE] * len(offers), *[Side.RESIDENT] * len(residents)],
        )
        return self.offers(offers)

    def offers(self, offers: Sequence[Offer]) -> OfferVectors:
        """The vectors of offers, row by row."""
        encoded = self.reader_.encode([offer.text for offer in offers], Side.PLACE)
        chosen = indicator((offer.themes for offer in offers), self.vocabulary.theme_columns)
        themes = _either(CHOSEN_BY_PLACE * chosen, np.maximum(encoded.reading.wish, encoded.reading.experience))
        wanted = indicator((offer.skills_wanted for offer in offers), self.vocabulary.skill_columns)
        needs = np.clip(np.maximum(OF_THEME * themes, wanted @ self.vocabulary.skill_themes), 0, 1)
        return OfferVectors(_exact(themes), _exact(np.concatenate((needs, wanted), axis=1)), _exact(encoded.vectors))

    def residents(self, residents: Sequence[Resident]) -> ResidentVectors:
        """The vectors of residents, row by row."""
        encoded = self.reader_.encode([resident.text for resident in residents], Side.RESIDENT)
        reading = encoded.reading
        chosen = indicator((resident.themes for resident in residents), self.vocabulary.theme_columns)
        said = np.maximum(reading.wish, OF_EXPERIENCE * reading.experience)
        skills = indicator((resident.skills for resident in residents), self.vocabulary.skill_columns)
        able = _either(skills @ self.vocabulary.skill_themes, OF_READ_EXPERIENCE * reading.experience)
        return ResidentVectors(
            wish=_exact(_either(CHOSEN_BY_RESIDENT * chosen, said) - OF_AVOIDING * reading.avoided),
            ability=_exact(np.concatenate((able, skills), axis=1)),
            text=_exact(encoded.vectors),
        )


def _exact(values: Strengths) -> Numbers:
    """In float64: products of float32 matrices differ in the fifth digit with a row's place, and would part ties."""
    return values.astype(np.float64)


def _either(a: Strengths, b: Strengths) -> Strengths:
    """How sure two independent signs make us together: 1 - (1 - a)(1 - b), values over 1 cut."""
    sure: Strengths = 1 - (1 - np.minimum(a, 1)) * (1 - np.minimum(b, 1))
    return sure
