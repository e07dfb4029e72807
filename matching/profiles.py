"""What residents and offers say, over the themes and skills of the vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.model import Offer, Resident
from matching.reading.reader import Reader, Side
from matching.vocabulary import Strengths, Vocabulary, indicator

CHOSEN_BY_RESIDENT, CHOSEN_BY_PLACE = 0.75, 0.4
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
    """wish: (n, themes), -1 to 1. ability: (n, themes + skills), 0 to 1. text: (n, width), rows of length 1 or 0."""

    wish: Strengths
    ability: Strengths
    text: Strengths


@dataclass(frozen=True, slots=True)
class OfferVectors:
    """themes: (m, themes), 0 to 1. needs: (m, themes + skills), 0 to 1. text: (m, width), rows of length 1 or 0."""

    themes: Strengths
    needs: Strengths
    text: Strengths


def read_residents(residents: Sequence[Resident], reader: Reader, vocabulary: Vocabulary) -> ResidentVectors:
    """The vectors of residents, row by row."""
    encoded = reader.encode([resident.text for resident in residents], side=Side.RESIDENT)
    reading = encoded.reading
    chosen = indicator((resident.themes for resident in residents), vocabulary.theme_columns)
    said = np.maximum(reading.wish, OF_EXPERIENCE * reading.experience)
    skills = indicator((resident.skills for resident in residents), vocabulary.skill_columns)
    able = _either(skills @ vocabulary.skill_themes, OF_READ_EXPERIENCE * reading.experience)
    return ResidentVectors(
        wish=_either(CHOSEN_BY_RESIDENT * chosen, said) - OF_AVOIDING * reading.avoided,
        ability=np.concatenate((able, skills), axis=1),
        text=encoded.vectors,
    )


def read_offers(offers: Sequence[Offer], reader: Reader, vocabulary: Vocabulary) -> OfferVectors:
    """The vectors of offers, row by row."""
    encoded = reader.encode([offer.text for offer in offers], side=Side.PLACE)
    reading = encoded.reading
    chosen = indicator((offer.themes for offer in offers), vocabulary.theme_columns)
    themes = _either(CHOSEN_BY_PLACE * chosen, np.maximum(reading.wish, reading.experience))
    wanted = indicator((offer.skills_wanted for offer in offers), vocabulary.skill_columns)
    needs = np.clip(np.maximum(OF_THEME * themes, wanted @ vocabulary.skill_themes), 0, 1)
    return OfferVectors(themes, np.concatenate((needs, wanted), axis=1), encoded.vectors)


def _either(a: Strengths, b: Strengths) -> Strengths:
    """How sure two independent signs make us together: 1 - (1 - a)(1 - b), values over 1 cut."""
    sure: Strengths = 1 - (1 - np.minimum(a, 1)) * (1 - np.minimum(b, 1))
    return sure
