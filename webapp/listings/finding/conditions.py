"""A search as conditions on the kept rows: which fit all, and how many would fit without one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.core.textnorm import normalise
from webapp.listings.filters import Filters
from webapp.listings.finding.columns import KIND_CODES
from webapp.listings.finding.distance import Origin, minutes_from
from webapp.listings.finding.facets import Mask
from webapp.listings.finding.kept import Kept
from webapp.listings.finding.texts import Rows
from webapp.listings.finding.variants import same_words

#: so many rows are looked at one by one rather than all texts for a word
FEW = 3_000
KIND, PLACE, WITHIN, BANK = "kind", "place", "within", "bank"


@dataclass(frozen=True)
class Known:
    """What a search needs to know from elsewhere: where it starts, and which towns a bank covers."""

    origin: Origin | None = None
    bank_towns: frozenset[str] | None = None


@dataclass(frozen=True)
class Conditions:
    """The condition of each part of a search by the part's name; `alive` is what is shown at all."""

    alive: Mask
    parts: Mapping[str, Mask]

    def fitting(self, *without: str) -> Mask:
        """The rows that fit all conditions but these."""
        fits = self.alive
        for name, mask in self.parts.items():
            if name not in without:
                fits = fits & mask
        return fits


def word_part(word: str) -> str:
    """The name of the condition that a typed word is."""
    return f"q:{word}"


def conditions(kept: Kept, filters: Filters, known: Known, among: Rows | None = None) -> Conditions:
    """Every condition of a search; its words are looked for only `among` some rows, where these are given."""
    parts = {word_part(word): _mask(kept, rows) for word, rows in _by_words(kept, filters, among)}
    columns = kept.columns
    if filters.looked_for:
        parts[KIND] = columns.kind == KIND_CODES[filters.looked_for]
    if place := filters.municipality or filters.prefecture:
        is_town = bool(filters.municipality)
        parts[PLACE] = columns.place == int(place) if is_town else columns.place // 10_000 == int(place) // 10_000
    if known.bank_towns is not None:
        parts[BANK] = np.isin(columns.place, [int(code) for code in known.bank_towns])
    if known.origin and filters.within is not None:
        parts[WITHIN] = minutes_from(kept, known.origin) <= filters.within
    for facet in filters.facets:
        if chosen := filters.value(facet.arg):
            parts[facet.arg] = facet.fitting(chosen, columns.answers[facet.key])
    return Conditions(kept.alive, parts)


def _by_words(kept: Kept, filters: Filters, among: Rows | None) -> Iterable[tuple[str, Rows]]:
    for word in filters.words:
        words = spellings(word, exact=filters.exact)
        if among is None or len(among) > FEW:
            yield word, kept.with_any(words)
        else:
            texts = ((row, kept.text(row)) for row in among.tolist())
            yield word, np.array([row for row, text in texts if any(w in text for w in words)], np.int32)


def spellings(word: str, *, exact: bool) -> tuple[str, ...]:
    """The words that a typed word is looked for by, its own normalised spelling first."""
    return (normalise(word),) if exact else same_words(word)


def _mask(kept: Kept, rows: Rows) -> Mask:
    mask = np.zeros(len(kept), np.bool_)
    mask[rows] = True
    return mask


def numbers_of(values: NDArray[Any]) -> dict[int, int]:
    """How often each value occurs."""
    found, counts = np.unique(values, return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))
