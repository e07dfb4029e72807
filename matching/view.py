"""What one person may see of one shelf: looked at exactly only as far as it may be among the best."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns import Numbers, ResidentColumns
from matching.constraints import PairCheck
from matching.learned import Vectors
from matching.model import Offer, Resident
from matching.scoring import Scorer, wished
from matching.shelf import Shelf

Places = NDArray[np.intp]

CLOSER = 4
"""So many times as many offers as are looked at exactly are looked at closely, to choose them."""
LEAST = float(np.finfo(np.float32).min)
"""What has been looked at has no more than minus infinity to reach, everything else at least so much."""


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
        self._columns = ResidentColumns.of((resident,), shelf.codes)
        self._every, self._most = shelf.likely(self._columns, query, wanted.kinds)
        self._shift(self._most, self._every)
        self._left = len(self._most)
        self._is_close = np.zeros(self._left, dtype=bool)
        self.places, self.scores = np.zeros(0, dtype=np.intp), np.zeros(0)

    @property
    def is_done(self) -> bool:
        """Nothing is left to look at."""
        return not self._left

    def look_at_best(self, count: int) -> None:
        """Look at so many of those that may have the most points."""
        near = np.flatnonzero(self._most >= _least(self._most, CLOSER * count))
        self._look_closer(near)
        self._look(near[self._most[near] >= _least(self._most[near], count)])

    def look(self, least: float) -> None:
        """Look at everything that may have so many points."""
        least = max(least, LEAST)
        near = np.flatnonzero(self._most >= least)
        self._look_closer(near)
        self._look(near[self._most[near] >= least])

    def _look_closer(self, numbers: Places) -> None:
        """Bring down what some may reach, once."""
        if self.shelf.sieve is None:
            return
        numbers = numbers[~self._is_close[numbers]]
        self._is_close[numbers] = True
        less = self.shelf.sieve.less(self._every.take(numbers), self._query)
        self._most[numbers] += np.minimum(less, 0)

    def _look(self, numbers: Places) -> None:
        """Ask the rules about some and add up their points."""
        self._most[numbers] = -np.inf
        self._left -= len(numbers)
        places = PairCheck(self._columns, self.shelf.columns).places(0, self._every.take(numbers).astype(np.intp))
        places = self.shelf.wanted(places, self.wanted.kinds, self.wanted.keep, self.wanted.without)
        scores = self.shelf.products(places, self._query).astype(np.float64)
        self._shift(scores, places)
        self.places, self.scores = np.append(self.places, places), np.append(self.scores, scores)

    def _shift(self, points: Vectors | Numbers, places: NDArray[np.integer]) -> None:
        """Add to points what no vector holds."""
        if self.shelf.is_priced:
            points += self.shelf.shift.take(places)
        if wished(self._resident)[0]:
            points += self._scorer.of_wished_towns(self._resident, self.shelf.town.take(places))


def _least(most: Vectors, count: int) -> float:
    """What so many of them reach at least, of those not yet looked at."""
    if count >= len(most):
        return LEAST
    return max(float(np.partition(most, -count)[-count]), LEAST)
