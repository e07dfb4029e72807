"""The offers of now, in vectors: what one resident sees, whom one offer finds. New offers count at once."""

from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns import ResidentColumns
from matching.constraints import PairCheck, refusals
from matching.learned import MatchModel, Vectors
from matching.model import Match, Offer, Refusal, Resident
from matching.ordering import in_order, repeats
from matching.pool import ResidentPool
from matching.scoring import DIGITS, RERANK, SLACK, VARIETY, Adjustment, Scorer, town_number
from matching.shelf import Shelf
from matching.view import View, Wanted
from matching.weights import Weights

FIRST_LOOK, MORE = 4, 8
"""So many times as many offers as are sought are looked at first, and so many times more where rules leave too few."""

SECOND_LOOK = 100
"""So many of the best get a second look by trees."""
SMALL = 512
"""A shelf with fewer offers is put together with the next one."""
TIMES = 4
"""Shelves grow so many times from one to the one before, or are put together."""
NO_IDS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """Offers worth an exact look, sorted by id, with their vectors (n, d). who: (n,) which guise looks at each."""

    offers: list[Offer]
    vectors: Vectors
    who: NDArray[np.intp]

    def of(self, places: NDArray[np.intp]) -> "Found":
        """Some of them, in this order."""
        return Found([self.offers[place] for place in places.tolist()], self.vectors[places], self.who[places])


@dataclass(frozen=True)
class Guise:
    """A resident as offers of some kinds may see them. kinds: None = all."""

    resident: Resident
    kinds: frozenset[str] | None = None


class MatchIndex:
    """Answers questions about the offers it holds. model: fitted. adjustment: prices and floors, none at first.

    Threads may ask while one of them changes it: a question sees the offers of before or of after, never some of both.
    """

    def __init__(self, model: MatchModel, offers: Iterable[Offer] = (), adjustment: Adjustment | None = None) -> None:
        rows = list(offers)
        self.model = model
        self.scorer = Scorer(model, adjustment or Adjustment())
        self.offers = {offer.id: offer for offer in rows}
        if len(self.offers) != len(rows):
            raise ValueError("two offers have the same id")
        self._shelves: tuple[Shelf, ...] = (Shelf.of(rows, self.scorer),)

    def branch(self, adjustment: Adjustment | None = None) -> "MatchIndex":
        """Another index that starts with the same offers; changing it leaves this one as it is. Vectors are shared.

        adjustment: prices and floors from now on; None = those of this index.
        """
        other = copy(self)
        other.offers = dict(self.offers)
        if adjustment is not None:
            other.scorer = Scorer(self.model, adjustment)
            other._shelves = tuple(shelf.priced(adjustment) for shelf in self._shelves)
        return other

    def upsert(self, offers: Iterable[Offer]) -> None:
        """Add offers, or replace those with the same ids; they count from the next question on.

        Only their texts are read. They stand on a shelf of their own until it is about as long as the one before, so
        that the work is in proportion to what is new, times the logarithm of what there is.
        """
        changed = {offer.id: offer for offer in offers}
        if not changed:
            return
        shelves = [shelf.without(changed) for shelf in self._shelves]
        new = Shelf.of(changed.values(), self.scorer)
        while shelves and (shelves[-1].count < SMALL or shelves[-1].count <= TIMES * new.count):
            new = Shelf.joined([shelves.pop(), new], self.scorer)
        self._shelves = (*shelves, new)
        self.offers = self.offers | changed

    def remove(self, ids: Collection[str]) -> None:
        """Take offers away; ids that are not there do no harm."""
        gone = self.offers.keys() & set(ids)
        if not gone:
            return
        self._shelves = tuple(shelf.without(gone) for shelf in self._shelves)
        self.offers = {one: offer for one, offer in self.offers.items() if one not in gone}

    def top_offers(
        self,
        resident: Resident,
        k: int = 20,
        *,
        keep: Callable[[Offer], bool] | None = None,
        without: Collection[str] = NO_IDS,
        kinds: frozenset[str] | None = None,
    ) -> list[Match]:
        """At most k offers that break no rule, best first; equal scores by id.

        keep: which offers to look at, asked for each offer; without: ids to leave out; kinds: None = all. Each further
        offer of a municipality already in the list loses ``weights.variety`` points (contribution "variety").
        """
        return self.top_offers_as((Guise(resident, kinds),), k, keep=keep, without=without)

    def top_offers_as(
        self,
        guises: Sequence[Guise],
        k: int = 20,
        *,
        keep: Callable[[Offer], bool] | None = None,
        without: Collection[str] = NO_IDS,
    ) -> list[Match]:
        """The same for one person whom offers of different kinds see differently; no kind may have two guises.

        All offers come into one list before variety takes its part.
        """
        if k < 1 or not guises:
            return []
        residents = [guise.resident for guise in guises]
        query = self.model.residents(residents)
        most = max(k, SECOND_LOOK) if self.model.reranker_ else k
        found = self._found(guises, query, most, keep, frozenset(without))
        pairs = [(residents[who], offer) for who, offer in zip(found.who.tolist(), found.offers, strict=True)]
        parts = self.scorer.parts(pairs, query[found.who], found.vectors)
        if self.model.reranker_:
            best = in_order(parts.sum(axis=1))[:most]
            found, parts = found.of(best), parts[best]
            parts[:, RERANK] = np.round(self.model.second_look(query[found.who], found.vectors), DIGITS)
        towns = np.array([town_number(offer.municipality) for offer in found.offers])
        parts[:, VARIETY] = -repeats(parts.sum(axis=1), towns) * self.model.weights_.variety
        first = in_order(parts.sum(axis=1), [offer.id for offer in found.offers])[:k]
        return [
            self.scorer.match(residents[who], found.offers[place], (query[who], found.vectors[place]), parts[place])
            for place, who in zip(first.tolist(), found.who[first].tolist(), strict=True)
        ]

    def top_residents(
        self, offer: Offer, residents: Sequence[Resident], k: int = 50, weights: Weights | None = None
    ) -> list[Match]:
        """At most k residents who break no rule of the offer, best first; equal scores by id.

        The offer need not be in the index. weights: the municipality's own points, in place of what was learned.
        """
        return ResidentPool(self.model, residents).top(offer, k, weights)

    def why_not(self, resident: Resident, offer: Offer) -> list[Refusal]:
        """Every hard rule the pair breaks; empty when it may be a match."""
        return refusals(resident, offer)

    def feasible_count(self, residents: Sequence[Resident]) -> NDArray[np.intp]:
        """(residents,) how many offers break no rule: what a changed profile would open up."""
        counts = np.zeros(len(residents), dtype=np.intp)
        for shelf in self._shelves:
            check = PairCheck(ResidentColumns.of(residents, shelf.codes), shelf.columns)
            counts += (check.grid() & shelf.is_there).sum(axis=1)
        return counts

    def _found(
        self,
        guises: Sequence[Guise],
        query: Vectors,
        most: int,
        keep: Callable[[Offer], bool] | None,
        without: frozenset[str],
    ) -> Found:
        """Every offer that may be among the best ``most``, with or without variety."""
        weighted = self.scorer.weighted(query)
        shelves = [shelf for shelf in self._shelves if shelf.count] or self._shelves[:1]
        views = [
            View(shelf, guise.resident, weighted[who], self.scorer, Wanted(guise.kinds, keep, without))
            for who, guise in enumerate(guises)
            for shelf in shelves
        ]
        count, least = FIRST_LOOK * most, -np.inf
        while least == -np.inf and not all(view.is_done for view in views):
            for view in views:
                view.look_at_best(count)
            count, least = count * MORE, self._least(views, most) - SLACK
        for view in views:
            view.look(least)
        least = self._least(views, most) - SLACK
        chosen = [view.places[view.scores >= least] for view in views]
        offers = [view.shelf.offers[n] for view, those in zip(views, chosen, strict=True) for n in those.tolist()]
        vectors = np.concatenate([view.shelf.vectors[those] for view, those in zip(views, chosen, strict=True)])
        guise_of = np.repeat(np.arange(len(views)) // len(shelves), [len(those) for those in chosen])
        order = sorted(range(len(offers)), key=lambda place: offers[place].id)
        return Found(offers, vectors, guise_of).of(np.array(order, dtype=np.intp))

    def _least(self, views: Sequence[View], most: int) -> float:
        """No offer with a lower sum can be among the best ``most``. Trees look at the best sums; where there are none,
        variety takes its part at once, and less from whatever stands below more offers of its town."""
        score = np.concatenate([view.scores for view in views])
        if len(score) <= most:
            return -np.inf
        if not self.model.reranker_:
            town = np.concatenate([view.shelf.town[view.places] for view in views])
            score = score - self.model.weights_.variety * repeats(score, town)
        return float(np.partition(score, -most)[-most])
