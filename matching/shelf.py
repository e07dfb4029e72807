"""Offers side by side in columns and vectors: what an index looks through."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.columns import Flags, Numbers, OfferTable, ResidentColumns
from matching.learned import Vectors
from matching.model import Offer
from matching.scoring import Adjustment, Scorer, town_number
from matching.sieve import MOST_KINDS, Sieve
from matching.topk import GATHERED

SIEVED = 4096
"""From so many offers on, a sieve leaves out most of them before they are looked at."""


@dataclass(frozen=True)
class Shelf:
    """Offers sorted by id, with their vectors (m, d). is_there: (m,), False for what was taken away. town, shift: (m,)
    five digits of the municipality as a number, and the points of price and floor. kind: (m,) places in ``kinds``. sieve: None on small shelves."""

    table: OfferTable
    vectors: Vectors
    is_there: Flags
    town: NDArray[np.int64]
    shift: Numbers
    kind: NDArray[np.intp]
    kinds: tuple[str, ...]
    sieve: Sieve | None = None

    @classmethod
    def of(cls, offers: Iterable[Offer], scorer: Scorer) -> "Shelf":
        """A shelf of these offers."""
        rows = tuple(sorted(offers, key=lambda offer: offer.id))
        town = np.array([town_number(offer.municipality) for offer in rows], dtype=np.int64)
        shift = np.array([scorer.adjustment.of(offer) for offer in rows])
        kinds = tuple(sorted({offer.kind for offer in rows}))
        number = {name: place for place, name in enumerate(kinds)}
        kind = np.array([number[offer.kind] for offer in rows], dtype=np.intp)
        is_there = np.ones(len(rows), dtype=bool)
        table, vectors, sieve = OfferTable(rows), scorer.model.offers(rows), None
        if len(rows) >= SIEVED and len(kinds) <= MOST_KINDS:
            sieve = Sieve.of(table.columns, vectors, scorer.model.spread(scorer.points), kind)
        return cls(table, vectors, is_there, town, shift, kind, kinds, sieve)

    @cached_property
    def is_priced(self) -> bool:
        """Whether any offer has a price or a floor."""
        return bool(self.shift.any())

    def priced(self, adjustment: Adjustment) -> "Shelf":
        """The same offers with other prices and floors."""
        return replace(self, shift=np.array([adjustment.of(offer) for offer in self.table.offers]))

    def without(self, ids: Collection[str]) -> "Shelf":
        """The same shelf, where these offers are gone; vectors and columns are shared."""
        gone = self._known(ids)
        if not gone:
            return self
        is_there = self.is_there.copy()
        is_there[gone] = False
        return replace(self, is_there=is_there)

    def present(self) -> list[Offer]:
        """The offers that are there, by id."""
        return [offer for offer, there in zip(self.table.offers, self.is_there.tolist(), strict=True) if there]

    def likely(
        self, resident: ResidentColumns, query: Vectors, kinds: frozenset[str] | None
    ) -> tuple[NDArray[np.intp], Vectors]:
        """Places of all offers that may fit one resident, and how much each one's product with the weighted resident
        (d,) can be at most. Rules and kinds are still to be asked."""
        if self.sieve is None:
            return np.arange(len(self.kind)), np.full(len(self.kind), np.inf, dtype=np.float32)
        bits = -1 if kinds is None else sum(1 << place for place in self._of_kinds(kinds))
        places, most = self.sieve.most(resident, query, bits)
        return places.astype(np.intp), most

    def products(self, places: NDArray[np.intp], query: Vectors) -> Vectors:
        """(places,) inner products with a weighted resident (d,), gathered little by little so that they stay in the cache."""
        scores = np.empty(len(places), dtype=np.float32)
        for start in range(0, len(places), GATHERED):
            part = slice(start, start + GATHERED)
            np.matmul(self.vectors.take(places[part], axis=0), query, out=scores[part])
        return scores

    def wanted(
        self,
        places: NDArray[np.intp],
        kinds: frozenset[str] | None,
        keep: Callable[[Offer], bool] | None,
        without: Collection[str],
    ) -> NDArray[np.intp]:
        """Those of the places that are there, of these kinds (None = all), that ``keep`` wants, not in ``without``."""
        is_kept = self.is_there[places]
        if kinds is not None:
            is_kept &= np.isin(self.kind[places], self._of_kinds(kinds))
        if without:
            is_kept &= ~np.isin(places, self._known(without))
        places = places[is_kept]
        if keep is None:
            return places
        is_kept = np.array([keep(self.table.offers[place]) for place in places.tolist()], dtype=bool)
        return np.asarray(places[is_kept], dtype=np.intp)

    def _of_kinds(self, kinds: frozenset[str]) -> list[int]:
        return [place for place, name in enumerate(self.kinds) if name in kinds]

    def _known(self, ids: Iterable[str]) -> list[int]:
        """Places of those ids that are on this shelf."""
        offers = self.table.offers
        places = ((one, bisect_left(offers, one, key=lambda offer: offer.id)) for one in ids)
        return [place for one, place in places if place < len(offers) and offers[place].id == one]
