"""Yardsticks that every ranker has to beat: likeness of the two texts, and what most people asked for. Rules hold here too."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from matching.columns import Codes, OfferColumns, ResidentColumns
from matching.constraints import PairCheck, refusals
from matching.feedback import Feedback
from matching.model import Contribution, Match, Offer, Refusal, Resident

Floats = NDArray[np.float64]
AT_ONCE = 512
"""Residents scored at a time, so that memory grows with the offers alone."""
POINTS = 100.0
"""Points of a text that is the same, or of the offer most people applied to."""
DIGITS = 6
"""Points are rounded to so many digits: equal offers tie, wherever they stand."""


class Baseline(ABC):
    """A ranker with a single field. After ``fit``: ``offers_``, sorted by id."""

    field: ClassVar[str]

    def fit(
        self, offers: Sequence[Offer], residents: Sequence[Resident] = (), feedback: Feedback | None = None
    ) -> Self:
        """Learn from the offers. feedback: its places are those of ``offers`` as given. ValueError: an id twice."""
        order = sorted(range(len(offers)), key=lambda place: offers[place].id)
        if len({offer.id for offer in offers}) != len(offers):
            raise ValueError("two offers have the same id")
        self.offers_ = tuple(offers[place] for place in order)
        self._learn(np.array(order, dtype=np.intp), feedback)
        return self

    def rank(self, residents: Sequence[Resident], k: int = 20) -> list[list[Match]]:
        """For each resident at most k offers that break no rule, best first; equal scores by id.

        NotFittedError before ``fit``.
        """
        self._check_fitted()
        lists: list[list[Match]] = []
        for start in range(0, len(residents), AT_ONCE):
            block = residents[start : start + AT_ONCE]
            scores = _allowed(block, self.offers_, np.round(self._points(block, self.offers_), DIGITS))
            lists += [self._matches(row, [one], self.offers_, k) for row, one in zip(scores, block, strict=True)]
        return lists

    def top_offers(self, resident: Resident, k: int = 20) -> list[Match]:
        """The list of one resident."""
        return self.rank([resident], k)[0]

    def top_residents(self, offer: Offer, residents: Sequence[Resident], k: int = 50) -> list[Match]:
        """At most k residents who break no rule of the offer, best first; equal scores by id."""
        self._check_fitted()
        ordered = sorted(residents, key=lambda resident: resident.id)
        scores = _allowed(ordered, (offer,), np.round(self._points(ordered, (offer,)), DIGITS))
        return self._matches(scores[:, 0], ordered, [offer], k)

    def why_not(self, resident: Resident, offer: Offer) -> list[Refusal]:
        """Every hard rule the pair breaks; empty when it may be a match. Needs no ``fit``."""
        return refusals(resident, offer)

    @abstractmethod
    def _learn(self, order: NDArray[np.intp], feedback: Feedback | None) -> None:
        """Learn from ``offers_``; order: the place each had in what was given to ``fit``."""

    @abstractmethod
    def _points(self, residents: Sequence[Resident], offers: Sequence[Offer]) -> Floats:
        """(residents, offers) points."""

    def _matches(self, scores: Floats, residents: Sequence[Resident], offers: Sequence[Offer], k: int) -> list[Match]:
        """The k best of one side for the one of the other; scores: (many,), -inf where a rule is broken."""
        best = np.argsort(-scores, kind="stable")[: max(k, 0)]
        pairs = [
            (residents[min(place, len(residents) - 1)], offers[min(place, len(offers) - 1)], float(scores[place]))
            for place in best.tolist()
            if scores[place] > -np.inf
        ]
        return [Match(r.id, o.id, points, (Contribution(self.field, points),)) for r, o, points in pairs]

    def _check_fitted(self) -> None:
        if not hasattr(self, "offers_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError("fit the ranker to the offers first")


class TextCosine(Baseline):
    """Cosine of the two texts over character n-grams of one to three, rare ones counting more (TF-IDF)."""

    field = "text"

    def _learn(self, order: NDArray[np.intp], feedback: Feedback | None) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        texts = [offer.text for offer in self.offers_]
        self.vectorizer_: Any = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
        self.vectors_: Any = self.vectorizer_.fit_transform(texts) if any(text.strip() for text in texts) else None

    def _points(self, residents: Sequence[Resident], offers: Sequence[Offer]) -> Floats:
        if self.vectors_ is None or not residents:
            return np.zeros((len(residents), len(offers)))
        here = self.vectorizer_.transform([resident.text for resident in residents])
        there = self.vectors_ if offers is self.offers_ else self.vectorizer_.transform([o.text for o in offers])
        return np.asarray(POINTS * (here @ there.T).toarray(), dtype=np.float64)


class Popularity(Baseline):
    """The same order for everybody: by how many applied. An offer without feedback has no points."""

    field = "popularity"

    def _learn(self, order: NDArray[np.intp], feedback: Feedback | None) -> None:
        applied = np.zeros(len(order))
        if feedback is not None:
            applied += np.bincount(feedback.offer[feedback.has_applied], minlength=len(order))
        share = POINTS * applied / max(applied.max(initial=0), 1)
        self.popularity_ = {o.id: float(share[place]) for o, place in zip(self.offers_, order, strict=True)}

    def _points(self, residents: Sequence[Resident], offers: Sequence[Offer]) -> Floats:
        points = np.array([self.popularity_.get(offer.id, 0.0) for offer in offers])
        return np.broadcast_to(points, (len(residents), len(offers)))


def _allowed(residents: Sequence[Resident], offers: Sequence[Offer], scores: Floats) -> Floats:
    """The scores, -inf where a pair breaks a rule."""
    codes = Codes.of(offers)
    check = PairCheck(ResidentColumns.of(residents, codes), OfferColumns.of(offers, codes))
    return np.where(check.grid(), scores, -np.inf)
