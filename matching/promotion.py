"""Whether a newly learned model may take the place of the one in service, and why.

It has to be better on feedback that neither has learned from, by more than chance, break no hard rule and be no less
fair than tolerated.
"""

from dataclasses import dataclass, field

import numpy as np

from matching.capacity import Floats
from matching.evaluation import FeedbackMeasures
from matching.measures import Exposure
from matching.model import Param, check_range

GROUPS = 5_000
"""More residents than these are drawn in groups: the interval stays the same and the time bounded."""


@dataclass(frozen=True, slots=True)
class ModelMeasures:
    """One model on the same held-out feedback and the same residents and offers as the other.

    violations: entries of its lists that break a hard rule, as a part of all.
    """

    feedback: FeedbackMeasures
    exposure: Exposure
    violations: float


@dataclass(frozen=True, slots=True)
class PromotionRules:
    """What a candidate has to reach.

    confidence: of the interval around its gain in nDCG, whose lower end must lie above ``least_gain``. samples, seed:
    of the bootstrap (Efron 1979). least_residents: with fewer, nothing is decided. The others tell how much worse a
    measure may get: Gini and log-loss up, the shares of the poorest tenth of towns and of new offers and the coverage
    down. Raises ValueError where a number makes no sense.
    """

    confidence: float = 0.95
    least_gain: float = 0.0
    samples: int = 2000
    seed: int = 0
    least_residents: int = 100
    gini: float = 0.02
    poorest_tenth: float = 0.05
    new_offers: float = 0.1
    coverage: float = 0.03
    log_loss: float = 0.02

    def __post_init__(self) -> None:
        check_range("confidence", self.confidence, 0.5, 1 - 1e-9)
        check_range("samples", self.samples, 100)
        for name in ("least_residents", "gini", "poorest_tenth", "new_offers", "coverage", "log_loss"):
            check_range(name, getattr(self, name), 0)


DEFAULT = PromotionRules()


@dataclass(frozen=True, slots=True)
class Finding:
    """A code and what fills its sentence.

    better, not_better: gain, low, high (nDCG). first: there is none in service. too_little_feedback: residents,
    needed. breaks_rules: share. worse: measure, before, after, tolerance.
    """

    code: str
    params: dict[str, Param] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """promote: whether the candidate may serve. reasons: everything found, what speaks against it first."""

    promote: bool
    reasons: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """Mean gain per resident with the interval that holds it at the chosen confidence."""

    mean: float
    low: float
    high: float
    residents: int


def decide(candidate: ModelMeasures, serving: ModelMeasures | None, rules: PromotionRules = DEFAULT) -> Verdict:
    """Promote or not. serving: None when nothing is in service yet; then only the hard rules count."""
    against = []
    if candidate.violations > 0:
        against.append(Finding("breaks_rules", {"share": candidate.violations}))
    if serving is None:
        return Verdict(not against, (*against, Finding("first")))
    against += _worse(candidate, serving, rules)
    gain = gain_of(candidate.feedback, serving.feedback, rules)
    if gain.residents < rules.least_residents:
        against.append(Finding("too_little_feedback", {"residents": gain.residents, "needed": rules.least_residents}))
        return Verdict(False, tuple(against))
    told: dict[str, Param] = {"gain": gain.mean, "low": gain.low, "high": gain.high}
    if gain.low <= rules.least_gain:
        return Verdict(False, (*against, Finding("not_better", told)))
    return Verdict(not against, (*against, Finding("better", told)))


def gain_of(candidate: FeedbackMeasures, serving: FeedbackMeasures, rules: PromotionRules = DEFAULT) -> Gain:
    """What residents gain in nDCG, each compared with themselves, by bootstrap; only those measured with both count."""
    _, here, there = np.intersect1d(candidate.residents, serving.residents, return_indices=True)
    gains = candidate.by_resident[here] - serving.by_resident[there]
    if not len(gains):
        return Gain(0.0, 0.0, 0.0, 0)
    low, high = _interval(gains, rules)
    return Gain(float(gains.mean()), low, high, len(gains))


def _interval(gains: Floats, rules: PromotionRules) -> tuple[float, float]:
    groups = min(len(gains), GROUPS)
    number = np.arange(len(gains)) * groups // len(gains)
    sums, sizes = np.bincount(number, gains), np.bincount(number).astype(np.float64)
    rng = np.random.default_rng(rules.seed)
    means = np.empty(rules.samples)
    for sample in range(rules.samples):
        drawn = rng.integers(groups, size=groups)
        means[sample] = sums[drawn].sum() / sizes[drawn].sum()
    outside = (1 - rules.confidence) / 2
    return float(np.quantile(means, outside)), float(np.quantile(means, 1 - outside))


def _worse(candidate: ModelMeasures, serving: ModelMeasures, rules: PromotionRules) -> list[Finding]:
    """Measures that fall behind by more than is tolerated; what cannot be told (NaN) is no reason."""
    pairs = {
        "gini": (serving.exposure.gini, candidate.exposure.gini, 1),
        "poorest_tenth": (serving.exposure.poorest_tenth, candidate.exposure.poorest_tenth, -1),
        "new_offers": (serving.exposure.new_offers, candidate.exposure.new_offers, -1),
        "coverage": (serving.exposure.coverage, candidate.exposure.coverage, -1),
        "log_loss": (serving.feedback.log_loss, candidate.feedback.log_loss, 1),
    }
    return [
        Finding("worse", {"measure": name, "before": before, "after": after, "tolerance": getattr(rules, name)})
        for name, (before, after, worse_is) in pairs.items()
        if (after - before) * worse_is > getattr(rules, name) + 1e-12
    ]
