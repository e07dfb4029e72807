"""Evaluates rankings: against a known truth, and on held-out feedback corrected for where things stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.capacity import Flags, Floats
from matching.feedback import Feedback
from matching.measures import (
    Exposure,
    Lists,
    Matches,
    Values,
    at_places,
    auc,
    measure_exposure,
    ndcg,
    realised_matches,
    recall,
)

LEAST_SEEN = 0.05
"""Nothing shown counts more than twenty times, however far down it stood."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What only the maker of a population knows: (n, m) unless said.

    p_apply, p_accept: chances of both sides; p_match: their product. feasible: no rule is broken; tolerated: the same
    with room for rounding. town, capacity, is_new_offer: (m,). is_new: (n,) residents without feedback.
    """

    p_apply: Values
    p_accept: Values
    p_match: Values
    feasible: Flags
    tolerated: Flags
    town: Lists
    capacity: Lists
    is_new: Flags
    is_new_offer: Flags


@dataclass(frozen=True, slots=True)
class TruthMeasures:
    """Lists against the truth. ndcg_cold, ndcg_warm: residents without and with feedback. recall: of newcomers.

    violations: part of the entries that break a rule. residents: how many got a list.
    """

    ndcg_cold: float
    ndcg_warm: float
    recall: float
    violations: float
    residents: int
    matches: Matches
    exposure: Exposure


@dataclass(frozen=True, slots=True)
class FeedbackMeasures:
    """Scores against what people did. auc_apply: among what was looked at; auc_accept: among applications.

    log_loss: of applying, among what was looked at. ndcg: discounted gain of all as a share of the best possible, the
    mean of ``by_resident``, (r,), over the ``residents``, (r,), who applied at all; an application gains 1, an accepted
    one 2. shown: rows. NaN where nothing can be told.
    """

    auc_apply: float
    auc_accept: float
    log_loss: float
    ndcg: float
    shown: int
    residents: NDArray[np.int64]
    by_resident: Floats


def truth_of(arrays: Mapping[str, NDArray[Any]]) -> Truth:
    """The truth from the arrays of a ``truth.npz``; chances as float32. KeyError names a missing one."""
    single = {name: arrays[name].astype(np.float32) for name in ("p_res", "p_place", "p_match")}
    feasible = arrays["feasible"]
    return Truth(
        single["p_res"],
        single["p_place"],
        single["p_match"],
        feasible,
        arrays.get("feasible_lenient", feasible),
        arrays["muni"],
        arrays["capacity"],
        arrays["cold_r"],
        arrays["cold_l"] if "cold_l" in arrays else np.zeros(len(arrays["capacity"]), dtype=bool),
    )


def evaluate_against_truth(places: Lists, truth: Truth) -> TruthMeasures:
    """Measures of lists (n, k), row by row the residents of the truth.

    An entry that breaks a rule counts as a violation and still has the gain of its chance, but no match comes of it.
    """
    gain, new = np.where(truth.feasible, truth.p_match, 0), truth.is_new
    reached = ndcg(truth.p_match, places, best=gain)
    entries = places >= 0
    is_tolerated = np.take_along_axis(truth.tolerated, np.maximum(places, 0), 1)
    return TruthMeasures(
        ndcg_cold=_mean(reached[new]),
        ndcg_warm=_mean(reached[~new]),
        recall=_mean(recall(gain, places)[new]),
        violations=float((entries & ~is_tolerated).sum() / max(1, entries.sum())),
        residents=int(entries.any(axis=1).sum()),
        matches=realised_matches(
            at_places(truth.p_apply, places),
            at_places(truth.p_accept, places),
            places,
            truth.capacity,
            allowed=np.take_along_axis(truth.feasible, np.maximum(places, 0), 1),
        ),
        exposure=measure_exposure(places, truth.capacity, truth.town, truth.is_new_offer),
    )


def evaluate_on_feedback(
    scores: Values,
    feedback: Feedback,
    *,
    chances: Values | None = None,
    examined: Values | None = None,
    k: int = 10,
) -> FeedbackMeasures:
    """Measures of (shown,) ``scores`` on feedback they were not learned from.

    What stood low was seen less, so it counts 1 / the chance that its position is looked at (inverse propensity,
    Joachims, Swaminathan & Schnabel, WSDM 2017). chances: (shown,) of applying when looked at; None = the best
    logistic line through the scores, so that models of different scales compare. examined: (positions,); None =
    ``examination(feedback)``. ValueError where scores and feedback differ in length.
    """
    if scores.shape != feedback.action.shape:
        raise ValueError(f"{scores.shape} scores for feedback on {feedback.action.shape} shown offers")
    seen_at = examination(feedback) if examined is None else examined
    weights = 1 / np.maximum(seen_at, LEAST_SEEN)[feedback.position]
    is_seen, applied = feedback.is_examined, feedback.has_applied
    answered = applied & (feedback.answer >= 0)
    gain = weights * (applied + (feedback.answer == 1).astype(np.float64))
    residents, by_resident = _gains_by_resident(scores, feedback, gain, k)
    return FeedbackMeasures(
        auc_apply=auc(scores[is_seen], applied[is_seen], weights[is_seen]),
        auc_accept=auc(scores[answered], feedback.answer[answered] == 1, weights[answered]),
        log_loss=_log_loss(
            None if chances is None else chances[is_seen], scores[is_seen], applied[is_seen], weights[is_seen]
        ),
        ndcg=_mean(by_resident),
        shown=len(scores),
        residents=residents,
        by_resident=by_resident,
    )


def examination(feedback: Feedback) -> Floats:
    """(positions,): how likely each position is looked at, the first being 1; never rising on the way down."""
    from scipy.optimize import isotonic_regression

    shown = np.bincount(feedback.position)
    seen = np.bincount(feedback.position, feedback.is_examined, len(shown))
    rate = seen / np.maximum(shown, 1)
    if not rate.any():
        return np.ones(len(shown))
    fitted = isotonic_regression(rate, weights=np.maximum(shown, 1e-9), increasing=False).x
    falling: Floats = fitted / fitted[0]
    return falling


def _gains_by_resident(scores: Values, feedback: Feedback, gain: Floats, k: int) -> tuple[NDArray[np.int64], Floats]:
    """(r,) residents who gained anything at all and (r,) their discounted gain in the order of the scores.

    Both are told as multiples of the mean best gain: a share of each resident's own best would cancel the weights.
    """
    ranked = np.lexsort((feedback.offer, -scores, feedback.resident))
    ideal = np.lexsort((-gain, feedback.resident))
    sums = []
    for order in (ranked, ideal):
        starts = np.flatnonzero(np.diff(feedback.resident[order], prepend=-1))
        rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
        seen = np.where(rank < k, 1 / np.log2(rank + 2), 0)
        sums.append(np.bincount(feedback.resident[order], seen * gain[order]))
    gained = np.flatnonzero(sums[1])
    return gained.astype(np.int64), sums[0][gained] / (sums[1][gained].mean() if len(gained) else 1)


def _log_loss(chances: Values | None, scores: Values, applied: Flags, weights: Floats) -> float:
    if not len(scores):
        return float("nan")
    if chances is None:
        chances = _best_line(scores, applied, weights)
    sure = np.clip(chances.astype(np.float64), 1e-7, 1 - 1e-7)
    return float(np.average(-np.log(np.where(applied, sure, 1 - sure)), weights=weights))


def _best_line(scores: Values, applied: Flags, weights: Floats) -> Floats:
    from sklearn.linear_model import LogisticRegression

    if applied.all() or not applied.any():
        return applied.astype(np.float64)
    scaled = ((scores - scores.mean()) / max(float(scores.std()), 1e-9))[:, None]
    chances: Floats = LogisticRegression(C=1e6).fit(scaled, applied, weights).predict_proba(scaled)[:, 1]
    return chances


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")
