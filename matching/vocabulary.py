"""The controlled words both sides share; the caller owns the table and passes it in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.reading.text import normalise

Strengths = NDArray[np.float32]
"""How strongly each text, resident or offer (rows) stands for each theme or skill (columns)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Something to do together. words: how residents and places write it, any spelling (NFKC and case are evened)."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skill:
    """Something a person can do. theme: the code of the theme it serves."""

    code: str
    theme: str


@dataclass(frozen=True)
class Vocabulary:
    """All themes and skills, in a fixed order that numbers their columns.

    Licences and facilities are not here: they are only ever compared code by code, never guessed from a text.
    Raises ValueError on a repeated code or a skill whose theme does not exist.
    """

    themes: tuple[Theme, ...]
    skills: tuple[Skill, ...] = ()

    def __post_init__(self) -> None:
        for name, entries in (("theme", self.themes), ("skill", self.skills)):
            if len({entry.code for entry in entries}) != len(entries):
                raise ValueError(f"a {name} code is repeated")
        unknown = sorted({skill.theme for skill in self.skills} - set(self.theme_columns))
        if unknown:
            raise ValueError(f"skills name unknown themes: {', '.join(unknown)}")

    @cached_property
    def theme_columns(self) -> dict[str, int]:
        """Column of each theme code."""
        return {theme.code: column for column, theme in enumerate(self.themes)}

    @cached_property
    def skill_columns(self) -> dict[str, int]:
        """Column of each skill code."""
        return {skill.code: column for column, skill in enumerate(self.skills)}

    @cached_property
    def words(self) -> tuple[tuple[str, int], ...]:
        """(normalised word, theme column) of every word, without empty ones."""
        pairs = ((normalise(word), column) for column, theme in enumerate(self.themes) for word in theme.words)
        return tuple(dict.fromkeys(pair for pair in pairs if pair[0]))

    @cached_property
    def skill_themes(self) -> Strengths:
        """(skills, themes): 1 where the skill serves the theme."""
        matrix = np.zeros((len(self.skills), len(self.themes)), dtype=np.float32)
        for row, skill in enumerate(self.skills):
            matrix[row, self.theme_columns[skill.theme]] = 1
        return matrix


def indicator(sets: Iterable[Collection[str]], columns: dict[str, int]) -> Strengths:
    """(len(sets), len(columns)): 1 where the set holds the column's code; codes without a column are left out."""
    rows = list(sets)
    matrix = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for row, codes in enumerate(rows):
        for code in codes:
            if code in columns:
                matrix[row, columns[code]] = 1
    return matrix
