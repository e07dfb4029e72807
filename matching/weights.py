"""How much each field counts: points set by hand, and what answers of both sides taught."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.model import check_range

POINTS_PER_LOGIT = 15.0
"""A point is this share of a logit, so that a good pair makes about a hundred."""
ENOUGH_VIEWS, ENOUGH_ANSWERS = 1_000, 300
"""With so many views (answers of places) what was learned counts as much as what was set by hand."""
TAUGHT_BY_PLACES = frozenset({"themes", "text", "skills", "remote", "family", "stay", "experience"})
"""What a place can know of an applicant and may choose by; the rest is the resident's own affair."""
PLAIN_RATE, PLAIN_ACCEPTANCE = -1.5, -0.7
"""Logits of applying after a look, and of being accepted, before anything is known of a pair."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points a field adds when its value is 1. Raises ValueError below 0.

    ``variety`` is what each further offer of the same municipality loses in one list.
    """

    themes: float = 44.0
    text: float = 5.0
    skills: float = 16.0
    environment: float = 4.0
    town: float = 6.0
    area: float = 10.0
    distance: float = 5.0
    budget: float = 4.0
    rhythm: float = 4.0
    remote: float = 3.0
    family: float = 6.0
    stay: float = 2.0
    kind: float = 8.0
    experience: float = 2.0
    variety: float = 3.0

    def __post_init__(self) -> None:
        for name, points in asdict(self).items():
            check_range(name, points, 0)


@dataclass(frozen=True)
class Learned:
    """Logits per field: ``apply`` of a resident who looks, ``accept`` of a place that is asked. (fields,) each."""

    fields: tuple[str, ...]
    apply: NDArray[np.float64]
    accept: NDArray[np.float64]
    base_apply: float
    base_accept: float
    views: int = 0
    answers: int = 0

    @property
    def points(self) -> NDArray[np.float64]:
        """(fields,) points per unit of a field: both sides' logits added, never below 0."""
        total: NDArray[np.float64] = POINTS_PER_LOGIT * np.maximum(self.apply + self.accept, 0)
        return total


def by_hand(fields: Sequence[str], weights: Weights) -> Learned:
    """Hand-set points as logits: a third of what places judge by is theirs, all else the resident's."""
    logits = np.array([getattr(weights, name) for name in fields]) / POINTS_PER_LOGIT
    share = np.array([1 / 3 if name in TAUGHT_BY_PLACES else 0.0 for name in fields])
    return Learned(tuple(fields), logits * (1 - share), logits * share, PLAIN_RATE, PLAIN_ACCEPTANCE)


@dataclass(frozen=True)
class Answers:
    """What came of suggestions, a row a look: values of the fields, (n, fields); whether they applied, (n,) bool;
    1, 0 or NaN for the place's answer, (n,); fame, (n,): log of how often the town was shown."""

    values: NDArray[np.float64]
    applied: NDArray[np.bool_]
    accepted: NDArray[np.float64]
    fame: NDArray[np.float64]


def learn(prior: Learned, answers: Answers) -> Learned:
    """The prior moved towards what the answers teach, by how many they are.

    Two logistic regressions: applying after a look, and being accepted. The fame of a town is part of learning, so
    that it explains its own effect, and is left out of serving.
    """
    apply, base_apply = _fit(np.column_stack((answers.values, answers.fame)), answers.applied, None)
    asked = ~np.isnan(answers.accepted)
    judged = np.array([name in TAUGHT_BY_PLACES for name in prior.fields])
    accept, base_accept = _fit(answers.values[asked], answers.accepted[asked] > 0, judged)
    mean_fame = float(answers.fame.mean()) if len(answers.fame) else 0.0
    views, said = len(answers.applied), int(asked.sum())
    if apply is None:
        return prior
    share = views / (views + ENOUGH_VIEWS)
    moved = replace(
        prior,
        apply=_between(prior.apply, apply[:-1], share),
        base_apply=float(_between(prior.base_apply, base_apply + apply[-1] * mean_fame, share)),
        views=views,
    )
    if accept is None:
        return moved
    share = said / (said + ENOUGH_ANSWERS)
    return replace(
        moved,
        accept=_between(prior.accept, accept, share),
        base_accept=float(_between(prior.base_accept, base_accept, share)),
        answers=said,
    )


def _between(a: NDArray[np.float64] | float, b: NDArray[np.float64] | float, share: float) -> NDArray[np.float64]:
    return np.asarray((1 - share) * np.asarray(a) + share * np.asarray(b), dtype=np.float64)


def _fit(
    values: NDArray[np.float64], target: NDArray[np.bool_], only: NDArray[np.bool_] | None
) -> tuple[NDArray[np.float64] | None, float]:
    """Coefficients, 0 outside ``only``, and the intercept; None where both outcomes were not seen."""
    from sklearn.linear_model import LogisticRegression

    if len(set(target.tolist())) < 2:
        return None, 0.0
    used = np.ones(values.shape[1], dtype=bool) if only is None else only
    fitted = LogisticRegression(C=1.0, max_iter=500).fit(values[:, used], target)
    coefficients = np.zeros(values.shape[1])
    coefficients[used] = fitted.coef_[0]
    return coefficients, float(fitted.intercept_[0])
