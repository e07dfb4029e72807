"""Offers side by side in columns and vectors: what an index looks through."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.columns import Flags, Numbers, OfferTable, ResidentColumns
from matching.constraints import PairCheck
from matching.learned import Vectors
from matching.model import Offer, Resident
from matching.scoring import Adjustment, Scorer, town_number


@dataclass(frozen=True)
class Shelf:
    """Offers sorted by id, with their vectors (m, d). is_there: (m,), False for what was taken away. town, shift: (m,)
    five digits of the municipality as a number, and the points of price and floor."""

    table: OfferTable
    vectors: Vectors
    is_there: Flags
    town: NDArray[np.int64]
    shift: Numbers

    @classmethod
    def of(cls, offers: Iterable[Offer], scorer: Scorer) -> "Shelf":
        """A shelf of these offers."""
        rows = tuple(sorted(offers, key=lambda offer: offer.id))
        town = np.array([town_number(offer.municipality) for offer in rows], dtype=np.int64)
        shift = np.array([scorer.adjustment.of(offer) for offer in rows])
        return cls(OfferTable(rows), scorer.model.offers(rows), np.ones(len(rows), dtype=bool), town, shift)

    def priced(self, adjustment: Adjustment) -> "Shelf":
        """The same offers with other prices and floors."""
        return replace(self, shift=np.array([adjustment.of(offer) for offer in self.table.offers]))

    def without(self, ids: Collection[str]) -> "Shelf":
        """The same shelf, where these offers are gone; vectors and columns are shared."""
        gone = [place for place, offer in enumerate(self.table.offers) if offer.id in ids]
        if not gone:
            return self
        is_there = self.is_there.copy()
        is_there[gone] = False
        return replace(self, is_there=is_there)

    def present(self) -> list[Offer]:
        """The offers that are there, by id."""
        return [offer for offer, there in zip(self.table.offers, self.is_there.tolist(), strict=True) if there]

    def allowed(self, resident: Resident) -> NDArray[np.intp]:
        """Places of the offers that break no rule, in rising order."""
        places = PairCheck(ResidentColumns.of((resident,), self.table.codes), self.table.columns).places(0)
        return places[self.is_there[places]]

    def kept(
        self, places: NDArray[np.intp], keep: Callable[[Offer], bool] | None, without: frozenset[str]
    ) -> NDArray[np.intp]:
        """Those of the places whose offers ``keep`` wants and whose ids are not in ``without``."""
        if not without and keep is None:
            return places
        offers = (self.table.offers[place] for place in places.tolist())
        is_kept = np.array([o.id not in without and (keep is None or keep(o)) for o in offers], dtype=bool)
        return np.asarray(places[is_kept], dtype=np.intp)
