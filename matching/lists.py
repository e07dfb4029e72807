"""Lists for everybody at once: one matrix product, a second look by trees and, where places are few, prices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.capacity import Candidates, Pricing, Served, fit_prices, serve
from matching.cells import Cells
from matching.columns import Codes, Numbers, OfferColumns, ResidentColumns
from matching.constraints import PairCheck
from matching.learned import MatchModel, Vectors
from matching.model import Contribution, Match, Offer, Resident
from matching.scoring import DIGITS, FLOOR, PARTS, PRICE, RERANK, Adjustment, Scorer, town_number, wished
from matching.topk import top_k

CANDIDATES = 100
"""So many offers of each resident are looked at again."""
AT_ONCE = 2_048
"""Residents of one block, and of one task."""
PAIRS_OF = 128
"""Residents whose pairs are looked at together: about 30 MB."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Candidates of residents, best first: places of offers (n, c), -1 = none; their points by the fields, what trees
    add, and logits of applying and of being accepted, (n, c) each."""

    places: NDArray[np.int32]
    fields: Numbers
    trees: Numbers
    apply: Numbers
    accept: Numbers

    def candidates(self) -> Candidates:
        """As a market takes them."""
        return Candidates(self.places, self.fields + self.trees, _chance(self.apply), _chance(self.accept))


class Lister:
    """Makes lists with a fitted model from fixed offers. ValueError: an id twice."""

    def __init__(self, model: MatchModel, offers: Sequence[Offer]) -> None:
        if len({offer.id for offer in offers}) != len(offers):
            raise ValueError("two offers have the same id")
        self.model = model
        self.offers = tuple(sorted(offers, key=lambda offer: offer.id))
        self.vectors = model.offers(self.offers)
        self.scorer = Scorer(model, Adjustment())
        self._codes = Codes.of(self.offers)
        self._columns = OfferColumns.of(self.offers, self._codes)
        self._cells = Cells.of(self._columns)
        self._by_town: dict[str, list[int]] = {}
        for place, offer in enumerate(self.offers):
            self._by_town.setdefault(offer.municipality[:5], []).append(place)

    def look(self, residents: Sequence[Resident], *, reranks: bool = True) -> Looked:
        """The candidates of residents, best first by fields and trees together."""
        here = self.model.residents(residents)
        check = PairCheck(ResidentColumns.of(residents, self._codes), self._columns)
        grouped = self._cells.grouped(check.residents)
        scores, places = top_k(
            self.scorer.weighted(here), self.vectors, CANDIDATES, allowed=check.allowed, grouped=grouped
        )
        fields = scores.astype(np.float64)
        for row, resident in enumerate(residents):
            if wished(resident)[0]:
                places[row], fields[row] = self._with_wished_towns(row, resident, here, check, places[row])
        trees, apply, accept = np.zeros((3, *places.shape))
        for start in range(0, len(residents), PAIRS_OF):
            rows, columns = np.nonzero(places[start : start + PAIRS_OF] >= 0)
            rows += start
            pairs = here[rows], self.vectors[places[rows, columns]]
            logits = self.model.logits(self.model.values(*pairs))
            apply[rows, columns], accept[rows, columns] = logits[:, 0], logits[:, 1]
            if reranks:
                trees[rows, columns] = np.round(self.model.second_look(*pairs), DIGITS)
        return _sorted(Looked(places, np.round(fields, DIGITS), trees, apply, accept))

    def served(self, looked: Looked, k: int, pricing: Pricing | None) -> Served:
        """The k best of the candidates, with prices and floors if ``pricing`` says how."""
        market = looked.candidates()
        capacity = np.array([-1 if o.capacity_left is None else o.capacity_left for o in self.offers], dtype=np.int64)
        numbers = {town: number for number, town in enumerate(self._by_town)}
        town = np.array([numbers[offer.municipality[:5]] for offer in self.offers], dtype=np.int32)
        if pricing is None:
            free = Pricing(strength=0, floor=0, ceiling=np.inf, steps=1)
            return serve(market, fit_prices(market, np.where(capacity == 0, 0, -1), town, free), k)
        return serve(market, fit_prices(market, capacity, town, replace(pricing, k=min(k, pricing.k))), k)

    def matches(self, residents: Sequence[Resident], looked: Looked, served: Served) -> Iterator[list[Match]]:
        """The lists in words of points alone, without reasons: those cost more than all the rest."""
        for row, resident in enumerate(residents):
            if row % AT_ONCE == 0:
                block = self.model.residents(residents[row : row + AT_ONCE])
            here = block[row % AT_ONCE : row % AT_ONCE + 1]
            places = served.places[row][served.places[row] >= 0]
            offers = [self.offers[place] for place in places]
            pairs = [(resident, offer) for offer in offers]
            parts = self.scorer.parts(pairs, np.repeat(here, len(places), axis=0), self.vectors[places])
            trees = dict(zip(looked.places[row].tolist(), looked.trees[row].tolist(), strict=True))
            parts[:, RERANK] = [trees[place] for place in places.tolist()]
            parts[:, PRICE] = np.round(served.price[row, : len(places)], DIGITS)
            parts[:, FLOOR] = np.round(served.floor[row, : len(places)], DIGITS)
            yield [_match(resident, offer, points) for offer, points in zip(offers, parts.tolist(), strict=True)]

    def _with_wished_towns(
        self, row: int, resident: Resident, here: Vectors, check: PairCheck, known: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], Numbers]:
        """The candidates again, with every offer of a wished town among them before the best are chosen."""
        there = [place for town in sorted(wished(resident)[0]) for place in self._by_town.get(town, ())]
        places = np.array(sorted({*there, *known[known >= 0].tolist()}), dtype=np.int64)
        places = places[check.allowed(np.full(len(places), row), places)]
        values = self.model.values(np.repeat(here[row : row + 1], len(places), axis=0), self.vectors[places])
        town = np.array([town_number(self.offers[place].municipality) for place in places], dtype=np.int64)
        score = values @ self.scorer.points + self.scorer.of_wished_towns(resident, town)
        best = np.argsort(-score, kind="stable")[:CANDIDATES]
        chosen = np.full(CANDIDATES, -1, dtype=np.int32), np.full(CANDIDATES, -np.inf)
        chosen[0][: len(best)], chosen[1][: len(best)] = places[best], score[best]
        return chosen


def _sorted(looked: Looked) -> Looked:
    """Best first; equal ones by place."""
    there = looked.places >= 0
    score = np.where(there, looked.fields + looked.trees, -np.inf)
    order = np.lexsort((looked.places, -score), axis=1)
    places = np.take_along_axis(looked.places, order, 1)
    fields, trees, apply, accept = (
        np.take_along_axis(array, order, 1) for array in (looked.fields, looked.trees, looked.apply, looked.accept)
    )
    return Looked(places, np.where(places >= 0, fields, 0), trees, apply, accept)


def _match(resident: Resident, offer: Offer, points: Sequence[float]) -> Match:
    parts = tuple(Contribution(name, amount) for name, amount in zip(PARTS, points, strict=True) if amount)
    return Match(resident.id, offer.id, sum(part.points for part in parts), parts)


def _chance(logits: Numbers) -> Numbers:
    chance: Numbers = 1 / (1 + np.exp(-logits))
    return chance


def look_at_all(
    lister: Lister, residents: Sequence[Resident], *, reranks: bool = True, jobs: int = 1
) -> Iterator[Looked]:
    """The candidates of all residents, block by block in their order; the same whatever ``jobs`` is.

    jobs: workers of joblib, on the backend in force (``joblib.parallel_config``).
    """
    blocks = [residents[start : start + AT_ONCE] for start in range(0, len(residents), AT_ONCE)]
    if jobs == 1 or len(blocks) < 2:
        yield from (lister.look(block, reranks=reranks) for block in blocks)
        return
    import joblib

    tasks = (joblib.delayed(lister.look)(block, reranks=reranks) for block in blocks)
    yield from joblib.Parallel(n_jobs=jobs, return_as="generator")(tasks)


def joined(looked: Sequence[Looked]) -> Looked:
    """One after the other."""
    names = ("places", "fields", "trees", "apply", "accept")
    return Looked(*(np.concatenate([getattr(one, name) for one in looked]) for name in names))
