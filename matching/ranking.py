"""The matcher: learns from the offers, then ranks them for a resident, or residents for an offer."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from matching.constraints import feasible, refusals
from matching.encoding import Encoder, OfferVectors
from matching.explanation import Explainer
from matching.fields import FIELDS, Scene, Weights, points
from matching.model import Contribution, Match, Offer, Refusal, Resident
from matching.table import Numbers, OfferTable, Pairs, ResidentTable
from matching.vocabulary import Vocabulary


class Matcher:
    """Ranks pairs of residents and offers; the interface follows scikit-learn (``clone`` works, nothing is inherited).

    Parameters: vocabulary, the themes and skills both sides share; weights, the points of each field.
    After ``fit``: ``offers_`` (table, by id), ``encoder_``, ``vectors_`` (of the offers).
    """

    def __init__(self, vocabulary: Vocabulary, weights: Weights | None = None) -> None:
        self.vocabulary = vocabulary
        self.weights = weights

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters as given."""
        return {"vocabulary": self.vocabulary, "weights": self.weights}

    def set_params(self, **params: Any) -> Self:
        """Replace parameters; ValueError for an unknown name. They count from the next ``fit`` on."""
        for name, value in params.items():
            if name not in self.get_params():
                raise ValueError(f"Matcher has no parameter {name!r}")
            setattr(self, name, value)
        return self

    def fit(self, offers: Sequence[Offer], residents: Sequence[Resident] = ()) -> Self:
        """Learn wording and themes from offers, and from residents how their side writes. ValueError: an id twice."""
        if len({offer.id for offer in offers}) != len(offers):
            raise ValueError("two offers have the same id")
        self.weights_ = self.weights or Weights()
        self.offers_ = OfferTable(tuple(sorted(offers, key=lambda offer: offer.id)))
        self.encoder_ = Encoder(self.vocabulary)
        self.vectors_ = self.encoder_.fit_transform(self.offers_.offers, sorted(residents, key=lambda one: one.id))
        return self

    def top_offers(self, resident: Resident, k: int = 20) -> list[Match]:
        """At most k offers that break no rule, best first; equal scores by id. NotFittedError before ``fit``.

        Each further offer of a municipality already in the list loses ``weights.variety`` points (field "variety").
        """
        self._check_fitted()
        scene = self._scene((resident,), self.offers_, self.vectors_)
        by_field = points(scene, self.weights_)
        scores = _scores(scene, by_field)[0]
        variety = np.zeros(len(scores))
        explainer = Explainer(scene, self.vocabulary, self.weights_)
        matches = []
        for _ in range(min(k, int(np.isfinite(scores).sum()))):
            best = int(np.argmax(scores + variety))
            matches.append(_match(explainer, by_field, 0, best, variety=float(variety[best])))
            scores[best] = -np.inf
            variety[self.offers_.municipality == self.offers_.municipality[best]] -= self.weights_.variety
        return matches

    def top_residents(self, offer: Offer, residents: Sequence[Resident], k: int = 50) -> list[Match]:
        """At most k residents who break no rule of the offer, best first; equal scores by id.

        The offer need not have been there at ``fit``. NotFittedError before ``fit``.
        """
        self._check_fitted()
        ordered = tuple(sorted(residents, key=lambda resident: resident.id))
        scene = self._scene(ordered, OfferTable((offer,)), self.encoder_.offers((offer,)))
        by_field = points(scene, self.weights_)
        scores = _scores(scene, by_field)[:, 0]
        explainer = Explainer(scene, self.vocabulary, self.weights_)
        best = np.argsort(-scores, kind="stable")[: min(max(k, 0), int(np.isfinite(scores).sum()))]
        return [_match(explainer, by_field, int(row), 0, variety=0.0) for row in best]

    def why_not(self, resident: Resident, offer: Offer) -> list[Refusal]:
        """Every hard rule the pair breaks; empty when it may be a match. Needs no ``fit``."""
        return refusals(resident, offer)

    def _scene(self, residents: tuple[Resident, ...], table: OfferTable, vectors: OfferVectors) -> Scene:
        return Scene(Pairs(ResidentTable(residents), table), self.encoder_.residents(residents), vectors)

    def _check_fitted(self) -> None:
        if not hasattr(self, "vectors_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError("fit the matcher to the offers first")


def _scores(scene: Scene, by_field: Numbers) -> Numbers:
    """(residents, offers): the sum of the fields, -inf where a rule is broken."""
    return np.where(feasible(scene.pairs), by_field.sum(axis=0), -np.inf)


def _match(explainer: Explainer, by_field: Numbers, row: int, column: int, *, variety: float) -> Match:
    amounts = dict(zip(FIELDS, by_field[:, row, column].tolist(), strict=True)) | {"variety": variety}
    contributions = tuple(
        Contribution(field, amount, explainer.reason(field, row, column, amount)) for field, amount in amounts.items()
    )
    score = sum(contribution.points for contribution in contributions)
    return Match(explainer.resident(row).id, explainer.offer(column).id, score, contributions)
