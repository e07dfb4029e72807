"""Small markets whose chances are known: tastes, towns of any size and fame, few places or many."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.capacity import Candidates, Prices, serve
from matching.measures import Exposure, Matches, at_places, measure_exposure, ndcg, realised_matches

POINTS = 15.0
"""Points of score in these markets that make a match e times likelier."""


@dataclass(frozen=True)
class Market:
    """p_apply, p_accept, scores: (residents, offers), the scores a noisy guess at both chances in points."""

    p_apply: Any
    p_accept: Any
    scores: Any
    capacity: Any
    town: Any

    def candidates(self, c: int = 100) -> Candidates:
        """The c best offers of each resident by score."""
        c = min(c, self.scores.shape[1])
        places = np.argsort(-self.scores, axis=1, kind="stable")[:, :c].astype(np.int32)
        told = [np.take_along_axis(v, places, 1) for v in (self.scores, self.p_apply, self.p_accept)]
        return Candidates(places, *told)

    def served(self, prices: Prices | None = None, k: int = 10) -> Any:
        """(residents, k) places, priced or plain."""
        candidates = self.candidates()
        return candidates.places[:, :k] if prices is None else serve(candidates, prices, k).places

    def matches(self, places: Any) -> Matches:
        """What comes of lists."""
        return realised_matches(
            at_places(self.p_apply, places), at_places(self.p_accept, places), places, self.capacity, rounds=5
        )

    def exposure(self, places: Any) -> Exposure:
        """Who is seen in lists."""
        return measure_exposure(places, self.capacity, self.town)

    def quality(self, places: Any) -> float:
        """nDCG by the chance of a match."""
        return float(ndcg(self.p_apply * self.p_accept, places).mean())


def market(
    seed: int, residents: int = 600, offers: int = 400, towns: int = 40, *, skew: float = 1.5, fame: float = 1.0
) -> Market:
    """skew: how unequal capacities are (exponent). fame: how much better known the first town is, in log-odds."""
    rng = np.random.default_rng(seed)
    town = np.sort(rng.integers(0, towns, offers))
    liked, able = (rng.standard_normal((size, 8)) for size in (residents, offers))
    known = np.where(town == 0, fame, 0.3 * rng.standard_normal(towns)[town])
    wish = (liked @ able.T) / 2 + known - 1.5
    fit = (liked @ rng.standard_normal((offers, 8)).T) / 4 - 1
    chances = [1 / (1 + np.exp(-logit)) for logit in (wish, fit)]
    capacity = np.maximum(1, rng.pareto(skew, offers) * 2).astype(np.int32)
    scores = POINTS * np.log(chances[0] * chances[1]) + 80 + 5 * rng.standard_normal(wish.shape)
    return Market(*chances, scores, np.minimum(capacity, 60), town.astype(np.int32))
