"""A second look at the hundred best: trees over the fields, which see what a sum cannot."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.weights import POINTS_PER_LOGIT, Answers

ENOUGH_FOR_TREES = 2_000
"""With fewer looks trees learn chance; a sum of fields is better then."""
SHARE = 0.75
"""How much the trees count beside the sum."""
MOST_LOGIT = 6.0
SETTINGS = {"learning_rate": 0.05, "max_iter": 120, "max_leaf_nodes": 5, "l2_regularization": 20.0}


@dataclass(frozen=True)
class Reranker:
    """Two HistGradientBoostingClassifiers over the same columns: would apply, would be accepted."""

    apply: Any
    accept: Any

    @classmethod
    def fit(cls, columns: NDArray[np.float64], answers: Answers) -> "Reranker | None":
        """columns: (n, columns) of the answers, see ``tree_columns``. None when there are too few answers to learn."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        asked = ~np.isnan(answers.accepted)
        outcomes = (answers.applied, answers.accepted[asked] > 0)
        if len(columns) < ENOUGH_FOR_TREES or any(len(set(outcome.tolist())) < 2 for outcome in outcomes):
            return None
        apply, accept = (
            HistGradientBoostingClassifier(**SETTINGS, min_samples_leaf=40, early_stopping=False, random_state=0)
            for _ in outcomes
        )
        return cls(apply.fit(columns, outcomes[0]), accept.fit(columns[asked], outcomes[1]))

    def points(self, columns: NDArray[np.float64], apply: NDArray[np.float64], accept: NDArray[np.float64]) -> Any:
        """(n,) points to add to the sum of fields. apply, accept: (n,) logits by that sum."""
        trees = sum(_logits(model, columns) for model in (self.apply, self.accept))
        return SHARE * POINTS_PER_LOGIT * (trees - apply - accept)


def tree_columns(values: NDArray[np.float64], facts: NDArray[np.float64], logits: NDArray[np.float64]) -> Any:
    """(n, columns): values of the fields, facts of both sides, and the two logits of the sum."""
    return np.concatenate((values, facts, logits), axis=1)


def _logits(model: Any, columns: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(columns):
        return np.zeros(0)
    logits: NDArray[np.float64] = np.clip(model.decision_function(columns), -MOST_LOGIT, MOST_LOGIT)
    return logits
