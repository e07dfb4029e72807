"""A model and the offers it ranks in one, for who needs no more than that."""

from collections.abc import Collection, Sequence
from typing import Any, Self

from matching.columns import OfferTable
from matching.constraints import refusals
from matching.feedback import Feedback
from matching.index import NO_IDS, MatchIndex
from matching.learned import MatchModel
from matching.model import Match, Offer, Refusal, Resident
from matching.vocabulary import Vocabulary
from matching.weights import Weights


class Matcher:
    """Ranks pairs of residents and offers; the interface follows scikit-learn (``clone`` works, nothing is inherited).

    Parameters: vocabulary, the themes and skills both sides share; weights, the points of each field.
    After ``fit``: ``model_`` (what was learned), ``index_`` (the offers in vectors), ``offers_`` (their columns).
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

    def fit(
        self, offers: Sequence[Offer], residents: Sequence[Resident] = (), feedback: Feedback | None = None
    ) -> Self:
        """Learn from both sides and from what came of earlier suggestions. ValueError: an id twice."""
        self.model_ = MatchModel(self.vocabulary, self.weights).fit(offers, residents, feedback)
        self.index_ = MatchIndex(self.model_, offers)
        self.offers_ = OfferTable(tuple(sorted(offers, key=lambda offer: offer.id)))
        return self

    @property
    def weights_(self) -> Weights:
        """The points in force."""
        return self.model_.weights_

    def top_offers(self, resident: Resident, k: int = 20, *, without: Collection[str] = NO_IDS) -> list[Match]:
        """At most k offers that break no rule, best first; equal scores by id. NotFittedError before ``fit``."""
        return self._index().top_offers(resident, k, without=without)

    def top_residents(self, offer: Offer, residents: Sequence[Resident], k: int = 50) -> list[Match]:
        """At most k residents who break no rule of the offer, best first; equal scores by id.

        The offer need not have been there at ``fit``. NotFittedError before ``fit``.
        """
        return self._index().top_residents(offer, residents, k)

    def why_not(self, resident: Resident, offer: Offer) -> list[Refusal]:
        """Every hard rule the pair breaks; empty when it may be a match. Needs no ``fit``."""
        return refusals(resident, offer)

    def _index(self) -> MatchIndex:
        if not hasattr(self, "index_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError("fit the matcher to the offers first")
        return self.index_
