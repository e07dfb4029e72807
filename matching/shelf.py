"""Offers side by side in columns and vectors: what an index looks through."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.columns import Flags, Numbers, OfferTable, ResidentColumns
from matching.constraints import PairCheck
from matching.learned import Vectors
from matching.model import Offer, Resident
from matching.scoring import Adjustment, Scorer, town_number
from matching.topk import GATHERED


@dataclass(frozen=True)
class Shelf:
    """Offers sorted by id, with their vectors (m, d). is_there: (m,), False for what was taken away. town, shift: (m,)
    five digits of the municipality as a number, and the points of price and floor. kind: (m,) places in ``kinds``."""

    table: OfferTable
    vectors: Vectors
    is_there: Flags
    town: NDArray[np.int64]
    shift: Numbers
    kind: NDArray[np.intp]
    kinds: tuple[str, ...]

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
        return cls(OfferTable(rows), scorer.model.offers(rows), is_there, town, shift, kind, kinds)

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

    def allowed(self, resident: Resident, kinds: frozenset[str] | None = None) -> NDArray[np.intp]:
        """Places of the offers of these kinds (None = all) that break no rule, in rising order."""
        check = PairCheck(ResidentColumns.of((resident,), self.table.codes), self.table.columns)
        places = check.places(0, None if kinds is None else self._of_kinds(kinds))
        return places[self.is_there[places]]

    def products(self, places: NDArray[np.intp], query: Vectors) -> Vectors:
        """(places,) inner products with a weighted resident (d,), gathered little by little so that they stay in the cache."""
        scores = np.empty(len(places), dtype=np.float32)
        for start in range(0, len(places), GATHERED):
            part = slice(start, start + GATHERED)
            np.matmul(self.vectors.take(places[part], axis=0), query, out=scores[part])
        return scores

    def kept(
        self, places: NDArray[np.intp], keep: Callable[[Offer], bool] | None, without: frozenset[str]
    ) -> NDArray[np.intp]:
        """Those of the places whose offers ``keep`` wants and whose ids are not in ``without``."""
        if without:
            places = places[~np.isin(places, self._known(without))]
        if keep is None:
            return places
        is_kept = np.array([keep(self.table.offers[place]) for place in places.tolist()], dtype=bool)
        return np.asarray(places[is_kept], dtype=np.intp)

    def _of_kinds(self, kinds: frozenset[str]) -> NDArray[np.intp]:
        wanted = [place for place, name in enumerate(self.kinds) if name in kinds]
        return np.flatnonzero(np.isin(self.kind, wanted))

    def _known(self, ids: Iterable[str]) -> list[int]:
        """Places of those ids that are on this shelf."""
        offers = self.table.offers
        places = ((one, bisect_left(offers, one, key=lambda offer: offer.id)) for one in ids)
        return [place for one, place in places if place < len(offers) and offers[place].id == one]
