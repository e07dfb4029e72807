"""A model is promoted only when it is better by more than chance, breaks no rule and treats nobody much worse."""

from dataclasses import replace

import numpy as np
import pytest

from matching.evaluation import FeedbackMeasures
from matching.measures import Exposure
from matching.promotion import ModelMeasures, PromotionRules, Verdict, decide, gain_of

EXPOSURE = Exposure(0.2, 0.6, 0.7, 0.5, 0.9, 1.0)


def model(ndcg: float, *, seed: int = 0, residents: int = 800, **exposure: float) -> ModelMeasures:
    """Residents differ widely from each other, and a little from model to model."""
    base = np.random.default_rng(99).normal(0, 0.2, 100_000)[:residents]
    values = ndcg + base + np.random.default_rng(seed).normal(0, 0.05, residents)
    feedback = FeedbackMeasures(0.7, 0.65, 0.5, float(values.mean()), 9_000, np.arange(residents), values)
    return ModelMeasures(feedback, replace(EXPOSURE, **exposure), 0.0)


def codes(verdict: Verdict) -> list[str]:
    return [finding.code for finding in verdict.reasons]


def test_a_clearly_better_model_is_promoted_with_its_gain_told() -> None:
    verdict = decide(model(0.45, seed=1), model(0.42, seed=2))
    assert verdict.promote
    assert codes(verdict) == ["better"]
    told = verdict.reasons[0].params
    assert 0 < told["low"] < told["gain"] < told["high"]  # type: ignore[operator]
    assert told["gain"] == pytest.approx(0.03, abs=0.006)


def test_the_same_model_again_is_not_promoted() -> None:
    serving = model(0.42)
    assert codes(decide(serving, serving)) == ["not_better"]


def test_a_worse_model_is_not_promoted() -> None:
    verdict = decide(model(0.40, seed=1), model(0.42, seed=2))
    assert not verdict.promote
    assert codes(verdict) == ["not_better"]


def test_luck_seldom_promotes_an_equal_model() -> None:
    promoted = [
        decide(model(0.42, seed=2 * n), model(0.42, seed=2 * n + 1), PromotionRules(samples=300)).promote
        for n in range(100)
    ]
    assert sum(promoted) <= 8


def test_too_little_feedback_decides_nothing() -> None:
    verdict = decide(model(0.9, residents=40), model(0.1, residents=40))
    assert not verdict.promote
    assert verdict.reasons[0].params == {"residents": 40, "needed": 100}


def test_only_residents_measured_with_both_count() -> None:
    later = model(0.45, seed=1)
    shifted = replace(later, feedback=replace(later.feedback, residents=later.feedback.residents + 700))
    assert gain_of(shifted.feedback, model(0.42).feedback).residents == 100
    apart = replace(later, feedback=replace(later.feedback, residents=later.feedback.residents + 800))
    assert codes(decide(apart, model(0.42))) == ["too_little_feedback"]


def test_a_model_that_breaks_a_rule_is_never_promoted() -> None:
    broken = replace(model(0.9, seed=1), violations=0.0001)
    assert codes(decide(broken, model(0.42))) == ["breaks_rules", "better"]
    assert not decide(broken, model(0.42)).promote
    assert not decide(broken, None).promote


def test_the_first_model_is_promoted_without_comparison() -> None:
    verdict = decide(model(0.1), None)
    assert verdict.promote
    assert codes(verdict) == ["first"]


@pytest.mark.parametrize(
    ("measure", "before", "after"),
    [("gini", 0.2, 0.23), ("poorest_tenth", 0.6, 0.5), ("coverage", 0.9, 0.8), ("new_offers", 1.0, 0.8)],
)
def test_a_better_but_less_fair_model_is_not_promoted(measure: str, before: float, after: float) -> None:
    verdict = decide(model(0.45, seed=1, **{measure: after}), model(0.42, seed=2))
    assert not verdict.promote
    assert codes(verdict) == ["worse", "better"]
    told = verdict.reasons[0].params
    assert (told["measure"], told["before"], told["after"]) == (measure, before, after)


@pytest.mark.parametrize(("measure", "after"), [("gini", 0.22), ("poorest_tenth", 0.55), ("new_offers", float("nan"))])
def test_what_is_tolerated_or_unknown_is_no_reason(measure: str, after: float) -> None:
    assert decide(model(0.45, seed=1, **{measure: after}), model(0.42, seed=2)).promote


def test_chances_that_got_much_less_true_are_a_reason() -> None:
    later = model(0.45, seed=1)
    later = replace(later, feedback=replace(later.feedback, log_loss=0.6))
    assert codes(decide(later, model(0.42))) == ["worse", "better"]


def test_stricter_rules_ask_for_more() -> None:
    pair = model(0.43, seed=1), model(0.42, seed=2)
    assert decide(*pair).promote
    assert not decide(*pair, PromotionRules(least_gain=0.02)).promote


def test_the_verdict_is_the_same_every_time() -> None:
    pair = model(0.43, seed=1), model(0.42, seed=2)
    assert decide(*pair) == decide(*pair)
    assert decide(*pair).reasons[0].params == decide(*pair).reasons[0].params


def test_the_interval_of_many_residents_agrees_with_theory() -> None:
    pair = model(0.43, seed=1, residents=60_000), model(0.42, seed=2, residents=60_000)
    gain = gain_of(pair[0].feedback, pair[1].feedback)
    assert gain.high - gain.low == pytest.approx(2 * 1.96 * 0.05 * 2**0.5 / 60_000**0.5, rel=0.1)


@pytest.mark.parametrize("wrong", [{"confidence": 1.0}, {"samples": 5}, {"gini": -0.1}])
def test_senseless_rules_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PromotionRules(**wrong)  # type: ignore[arg-type]
