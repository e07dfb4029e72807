"""What one person may see of one shelf: looked at exactly only as far as it may be among the best."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns import Flags, Numbers, ResidentColumns
from matching.constraints import PairCheck
from matching.learned import Vectors
from matching.model import Offer, Resident
from matching.scoring import Scorer, wished
from matching.shelf import Shelf

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Wanted:
    """Which offers are asked for. kinds: None = all. keep: None = all, else asked for each offer that may be among the
    best. without: ids to leave out."""

    kinds: frozenset[str] | None
    keep: Callable[[Offer], bool] | None
    without: Collection[str]


class View:
    """shelf: where to look. places, scores: what was found so far, in no order: it breaks no rule and is wanted."""

    def __init__(self, shelf: Shelf, resident: Resident, query: Vectors, scorer: Scorer, wanted: Wanted) -> None:
        """query: (d,) the weighted resident."""
        self.shelf, self.wanted = shelf, wanted
        self._resident, self._query, self._scorer = resident, query, scorer
        self._columns = ResidentColumns.of((resident,), shelf.table.codes)
        self._waiting, most = shelf.likely(self._columns, query, wanted.kinds)
        self._most: Numbers = self._shifted(most, self._waiting)
        self.places, self.scores = np.zeros(0, dtype=np.intp), np.zeros(0)

    @property
    def is_done(self) -> bool:
        """Nothing is left to look at."""
        return not len(self._waiting)

    def among(self, count: int) -> float:
        """What so many of those not yet looked at may reach; no score at all where there are no more."""
        return float(np.partition(self._most, -count)[-count]) if count < len(self._most) else -np.inf

    def look(self, least: float) -> None:
        """Look at everything that may have so many points."""
        chosen: Flags = self._most >= least
        places = np.sort(self._waiting[chosen])
        self._waiting, self._most = self._waiting[~chosen], self._most[~chosen]
        places = PairCheck(self._columns, self.shelf.table.columns).places(0, places)
        places = self.shelf.wanted(places, self.wanted.kinds, self.wanted.keep, self.wanted.without)
        scores = self._shifted(self.shelf.products(places, self._query), places)
        self.places, self.scores = np.append(self.places, places), np.append(self.scores, scores)

    def _shifted(self, points: Vectors, places: Places) -> Numbers:
        """Points with those that no vector holds."""
        every: Numbers = points.astype(np.float64)
        if self.shelf.is_priced:
            every += self.shelf.shift.take(places)
        if wished(self._resident)[0]:
            every += self._scorer.of_wished_towns(self._resident, self.shelf.town.take(places))
        return every
