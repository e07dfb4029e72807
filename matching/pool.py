"""Residents side by side in columns and vectors, for whom offers look."""

from collections.abc import Iterable

import numpy as np

from matching.columns import OfferTable, Pairs, ResidentTable
from matching.constraints import feasible
from matching.learned import MatchModel
from matching.model import Match, Offer, Resident
from matching.ordering import in_order
from matching.scoring import SLACK, Adjustment, Scorer, town_number
from matching.weights import Weights


class ResidentPool:
    """Residents in vectors, for whom offers look; made once and asked often. Ids must differ."""

    def __init__(self, model: MatchModel, residents: Iterable[Resident]) -> None:
        self.model = model
        self.residents = tuple(sorted(residents, key=lambda resident: resident.id))
        self._table = ResidentTable(self.residents)
        self._vectors = model.residents(self.residents)

    def top(self, offer: Offer, k: int = 50, weights: Weights | None = None) -> list[Match]:
        """At most k residents who break no rule of the offer, best first; equal scores by id."""
        scorer = Scorer(self.model, Adjustment(), weights)
        there = self.model.offers((offer,))
        places = np.flatnonzero(feasible(Pairs(self._table, OfferTable((offer,))))[:, 0])
        if k < 1 or not len(places):
            return []
        town = np.array([town_number(offer.municipality)])
        wishes = np.array([scorer.of_wished_towns(self.residents[place], town)[0] for place in places])
        score = scorer.weighted(self._vectors[places]) @ there[0] + wishes
        least = np.partition(score, -k)[-k] if len(score) > k else -np.inf
        chosen = places[score >= least - SLACK].tolist()
        pairs = [(self.residents[place], offer) for place in chosen]
        here = self._vectors[chosen]
        parts = scorer.parts(pairs, here, np.repeat(there, len(chosen), axis=0))
        return [
            scorer.match(pairs[row][0], offer, (here[row], there[0]), parts[row])
            for row in in_order(parts.sum(axis=1))[:k]
        ]
