"""Offers side by side in columns and vectors: what an index looks through."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.cells import Cells
from matching.columns import Codes, Flags, Numbers, OfferColumns, ResidentColumns
from matching.learned import Vectors
from matching.model import Offer
from matching.scoring import Adjustment, Scorer, town_number
from matching.sieve import MOST_KINDS, Sieve
from matching.topk import GATHERED

SIEVED = 4096
"""From so many offers on, a sieve leaves out most of them before they are looked at."""


@dataclass(frozen=True)
class Shelf:
    """Offers in any order, with their codes, columns and vectors (m, d); by_id: (m,) their places by id. is_there: (m,),
    False for what was taken away. town, shift: (m,) five digits of the municipality as a number, and the points of price
    and floor. kind: (m,) places in ``kinds``. sieve: None on small shelves; where there is one, offers stand in its order.
    """

    offers: tuple[Offer, ...]
    codes: Codes
    columns: OfferColumns
    vectors: Vectors
    by_id: NDArray[np.int32]
    is_there: Flags
    town: NDArray[np.int64]
    shift: Numbers
    kind: NDArray[np.intp]
    kinds: tuple[str, ...]
    sieve: Sieve | None = None

    @classmethod
    def of(cls, offers: Iterable[Offer], scorer: Scorer) -> "Shelf":
        """A shelf of these offers."""
        rows = sorted(offers, key=lambda offer: offer.id)
        codes = Codes.of(rows)
        return cls._made(rows, codes, OfferColumns.of(rows, codes), scorer.model.offers(rows), scorer)

    @classmethod
    def joined(cls, shelves: Sequence["Shelf"], scorer: Scorer) -> "Shelf":
        """One shelf of all that is there on several; nothing is read again, except for codes that one of them lacks."""
        rows = [offer for shelf in shelves for offer in shelf.present()]
        codes = Codes.of(rows)
        columns = OfferColumns.joined([shelf.columns_of(codes) for shelf in shelves])
        vectors = np.concatenate([shelf.vectors[shelf.is_there] for shelf in shelves])
        return cls._made(rows, codes, columns, vectors, scorer)

    @classmethod
    def _made(
        cls, rows: Sequence[Offer], codes: Codes, columns: OfferColumns, vectors: Vectors, scorer: Scorer
    ) -> "Shelf":
        kinds = tuple(sorted({offer.kind for offer in rows}))
        number = {name: place for place, name in enumerate(kinds)}
        kind, sieve = np.array([number[offer.kind] for offer in rows], dtype=np.intp), None
        if len(rows) >= SIEVED and len(kinds) <= MOST_KINDS:
            cells = Cells.of(columns, kind)
            order = cells.order
            rows = [rows[place] for place in order.tolist()]
            columns = columns.chosen(order.astype(np.intp))
            vectors, kind = vectors.take(order, axis=0), kind.take(order)
            sieve = Sieve.of(cells, vectors, _usual(scorer), kind)
        town = np.array([town_number(offer.municipality) for offer in rows], dtype=np.int64)
        by_id = np.array(sorted(range(len(rows)), key=lambda place: rows[place].id), dtype=np.int32)
        shift, is_there = _shifts(rows, scorer.adjustment), np.ones(len(rows), dtype=bool)
        return cls(tuple(rows), codes, columns, vectors, by_id, is_there, town, shift, kind, kinds, sieve)

    @cached_property
    def is_priced(self) -> bool:
        """Whether any offer has a price or a floor."""
        return bool(self.shift.any())

    @cached_property
    def count(self) -> int:
        """How many offers are there."""
        return int(np.count_nonzero(self.is_there))

    def priced(self, adjustment: Adjustment) -> "Shelf":
        """The same offers with other prices and floors."""
        return replace(self, shift=_shifts(self.offers, adjustment))

    def without(self, ids: Collection[str]) -> "Shelf":
        """The same shelf, where these offers are gone; vectors and columns are shared."""
        gone = self._known(ids)
        if not gone:
            return self
        is_there = self.is_there.copy()
        is_there[gone] = False
        return replace(self, is_there=is_there)

    def present(self) -> list[Offer]:
        """The offers that are there."""
        return [self.offers[place] for place in np.flatnonzero(self.is_there).tolist()]

    def columns_of(self, codes: Codes) -> OfferColumns:
        """The columns of what is there, with these codes."""
        if self.codes == codes:
            return self.columns.chosen(np.flatnonzero(self.is_there))
        return OfferColumns.of(self.present(), codes)

    def likely(
        self, resident: ResidentColumns, query: Vectors, kinds: frozenset[str] | None
    ) -> tuple[NDArray[np.int32], Vectors]:
        """Places of all offers that may fit one resident, in rising order, and how much each one's product with the
        weighted resident (d,) can be at most. Rules and kinds are still to be asked."""
        if self.sieve is None:
            return np.arange(len(self.kind), dtype=np.int32), np.full(len(self.kind), np.inf, dtype=np.float32)
        bits = -1 if kinds is None else sum(1 << place for place in self._of_kinds(kinds))
        return self.sieve.likely(resident, query, bits)

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
        is_kept = np.array([keep(self.offers[place]) for place in places.tolist()], dtype=bool)
        return np.asarray(places[is_kept], dtype=np.intp)

    def _of_kinds(self, kinds: frozenset[str]) -> list[int]:
        return [place for place, name in enumerate(self.kinds) if name in kinds]

    def _known(self, ids: Iterable[str]) -> list[int]:
        """Places of those ids that are on this shelf."""
        found = []
        for one in ids:
            number = bisect_left(self.by_id, one, key=lambda place: self.offers[place].id)
            if number < len(self.by_id) and self.offers[self.by_id[number]].id == one:
                found.append(int(self.by_id[number]))
        return found


def _usual(scorer: Scorer) -> Numbers:
    """(d, d) what residents usually have: vectors about as long in wide fields as in narrow ones."""
    widths = np.array(list(scorer.model.space_.widths.values()))
    return np.diag(scorer.model.spread(scorer.points**2 / widths))


def _shifts(offers: Sequence[Offer], adjustment: Adjustment) -> Numbers:
    return np.array([adjustment.of(offer) for offer in offers], dtype=np.float64)
