"""The search of what is published: numbers and order from columns that the process keeps, cards from the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from webapp.listings.filters import Filters
from webapp.listings.finding.conditions import Conditions, Known, conditions
from webapp.listings.finding.counts import Counts, counts
from webapp.listings.finding.distance import km_from
from webapp.listings.finding.kept import Kept, present
from webapp.listings.finding.ordering import ordered
from webapp.listings.queries import cards_of

PAGE_SIZE = 20
NOBODY = Known()


@dataclass(frozen=True)
class Found:
    """One page of a search: `rows` have the columns of a card, `km` the distances of these rows where asked for."""

    rows: Sequence[Any]
    km: Sequence[float]
    count: int
    page: int
    counts: Counts
    conditions: Conditions
    kept: Kept

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return _pages(self.count)


def search(filters: Filters, known: Known = NOBODY) -> Found:
    """The published listings that fit, one page of them; a page beyond the end is the last one."""
    kept = present()
    found = conditions(kept, filters, known)
    rows = ordered(kept, filters, known, found.fitting())
    page = min(filters.page, _pages(len(rows)))
    shown = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    ids = [key.decode() for key in kept.columns.ids[shown].tolist()]
    km = km_from(kept, known.origin)[shown].tolist() if known.origin else [np.nan] * len(ids)
    cards = {row.id: row for row in cards_of(ids)}
    there = [(cards[key], far) for key, far in zip(ids, km, strict=True) if key in cards]
    numbers = counts(kept, filters, known, found)
    return Found([row for row, _far in there], [far for _row, far in there], len(rows), page, numbers, found, kept)


def matching_ids(filters: Filters, known: Known = NOBODY) -> list[str]:
    """Every listing that fits, newest first."""
    kept = present()
    rows = ordered(kept, filters, known, conditions(kept, filters, known).fitting())
    return [key.decode() for key in kept.columns.ids[rows].tolist()]


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE_SIZE))
