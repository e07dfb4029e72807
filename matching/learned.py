"""The model: what was learned of words, themes and answers; turns residents and offers into vectors."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.columns import Numbers, numbers
from matching.features import FIELDS, Offers, Residents, Space
from matching.feedback import Feedback
from matching.model import Offer, Resident
from matching.nearness import Nearness
from matching.profiles import read_offers, read_residents
from matching.reading.reader import Reader, Side
from matching.rerank import Reranker, tree_columns
from matching.vocabulary import Vocabulary
from matching.weights import Answers, Weights, by_hand, learn

Vectors = NDArray[np.float32]


class MatchModel:
    """Parameters: vocabulary, weights (points by hand; None = the house's), reranks (whether trees may be learned).

    After ``fit``: ``reader_``, ``space_``, ``learned_`` (weights of fields), ``reranker_`` (or None).
    """

    def __init__(self, vocabulary: Vocabulary, weights: Weights | None = None, *, reranks: bool = True) -> None:
        self.vocabulary = vocabulary
        self.weights = weights
        self.reranks = reranks

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters as given."""
        return {"vocabulary": self.vocabulary, "weights": self.weights, "reranks": self.reranks}

    def set_params(self, **params: Any) -> Self:
        """Replace parameters; ValueError for an unknown name. They count from the next ``fit`` on."""
        for name, value in params.items():
            if name not in self.get_params():
                raise ValueError(f"MatchModel has no parameter {name!r}")
            setattr(self, name, value)
        return self

    def fit(
        self, offers: Sequence[Offer], residents: Sequence[Resident] = (), feedback: Feedback | None = None
    ) -> Self:
        """Learn wording and themes from both sides, and how much each field counts from feedback.

        The order of the rows changes nothing. ValueError: an id twice.
        """
        for side in (offers, residents):
            if len({one.id for one in side}) != len(side):
                raise ValueError("two rows have the same id")
        told = sorted(offers, key=lambda one: one.id), sorted(residents, key=lambda one: one.id)
        everybody: list[Offer | Resident] = [*told[0], *told[1]]
        self.weights_ = self.weights or Weights()
        sides = [Side.PLACE] * len(told[0]) + [Side.RESIDENT] * len(told[1])
        texts, themes = [one.text for one in everybody], [one.themes for one in everybody]
        self.reader_ = Reader(self.vocabulary).fit(texts, themes, sides)
        self.space_ = Space(
            self.vocabulary,
            tuple(sorted({offer.kind for offer in told[0]})),
            Nearness.fit(
                *(numbers(everybody, value) for value in (lambda one: one.latitude, lambda one: one.longitude))
            ),
        )
        self.learned_ = by_hand(tuple(FIELDS), self.weights_)
        self.reranker_: Reranker | None = None
        if feedback is not None and feedback.is_examined.any():
            self._learn(offers, residents, feedback)
        return self

    def residents(self, residents: Sequence[Resident]) -> Vectors:
        """(n, d) float32, a row a resident; not yet weighted."""
        return self.space_.residents(Residents(residents, read_residents(residents, self.reader_, self.vocabulary)))

    def offers(self, offers: Sequence[Offer]) -> Vectors:
        """(m, d) float32, a row an offer."""
        return self.space_.offers(Offers(offers, read_offers(offers, self.reader_, self.vocabulary)))

    def weighted(self, vectors: Vectors, weights: Weights | None = None) -> Vectors:
        """Residents' vectors times points: the inner product with an offer's is the score of the pair.

        weights: a municipality's own, instead of what was learned.
        """
        points = by_hand(tuple(FIELDS), weights).points if weights else self.learned_.points
        return vectors * self.spread(points).astype(np.float32)

    def spread(self, per_field: Numbers) -> Numbers:
        """(d,): each field's number repeated over its columns."""
        return np.repeat(per_field, list(self.space_.widths.values()))

    def values(self, residents: Vectors, offers: Vectors) -> Numbers:
        """(n, fields) of n pairs: what each field says; both (n, d)."""
        return np.add.reduceat(residents.astype(np.float64) * offers, self._starts, axis=1)

    def logits(self, values: Numbers) -> Numbers:
        """(n, 2) of (n, fields): would apply after a look, would be accepted."""
        learned = self.learned_
        return np.stack((values @ learned.apply + learned.base_apply, values @ learned.accept + learned.base_accept), 1)

    def second_look(self, residents: Vectors, offers: Vectors) -> Numbers:
        """(n,) points that trees add to the sums of n pairs; zeros where none were learned."""
        if self.reranker_ is None:
            return np.zeros(len(residents))
        values = self.values(residents, offers)
        logits = self.logits(values)
        columns = tree_columns(values, self._facts(residents, offers), logits)
        points: Numbers = self.reranker_.points(columns, logits[:, 0], logits[:, 1])
        return points

    @cached_property
    def _starts(self) -> list[int]:
        return [columns.start for columns in self.space_.slices.values()]

    def _facts(self, residents: Vectors, offers: Vectors) -> Numbers:
        """(n, columns): what trees may combine beside the fields: narrow columns of both sides as they are, and the
        strongest themes they share. Nothing that would tell one town from another.
        """
        slices = self.space_.slices
        facts = [side[:, slices[name]] for name in ("budget", "rhythm", "kind") for side in (residents, offers)]
        count, wish, ability = len(self.vocabulary.themes), slices["themes"], slices["skills"]
        shared = np.sort(residents[:, wish] * offers[:, wish], axis=1)
        met = (residents[:, ability] * offers[:, ability])[:, :count]
        if count > 1:
            facts += [shared[:, [0, -2, -1]], met.max(axis=1, keepdims=True)]
        facts += [side[:, wish].sum(axis=1, keepdims=True) for side in (residents, offers)]
        return np.concatenate(facts, axis=1).astype(np.float64)

    def _learn(self, offers: Sequence[Offer], residents: Sequence[Resident], feedback: Feedback) -> None:
        seen = np.flatnonzero(feedback.is_examined)
        here, there = self.residents(residents), self.offers(offers)
        pairs = here[feedback.resident[seen]], there[feedback.offer[seen]]
        answers = Answers(
            self.values(*pairs), feedback.has_applied[seen], feedback.accepted[seen], _fame(offers, feedback)[seen]
        )
        self.learned_ = learn(self.learned_, answers)
        if self.reranks:
            columns = tree_columns(answers.values, self._facts(*pairs), self.logits(answers.values))
            self.reranker_ = Reranker.fit(columns, answers)


def _fame(offers: Sequence[Offer], feedback: Feedback) -> Numbers:
    """(rows,): log of how often the offer's town was shown."""
    towns = {town: place for place, town in enumerate(sorted({offer.municipality for offer in offers}))}
    town = np.array([towns[offer.municipality] for offer in offers], dtype=np.intp)[feedback.offer]
    return np.log1p(np.bincount(town, minlength=len(towns)))[town]
