"""The measures agree with answers worked out by hand, with naive loops, and with the scorer of the shared library."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.capacity import discounts
from matching.evaluation import Truth, evaluate_against_truth, evaluate_on_feedback, examination, truth_of
from matching.feedback import Feedback
from matching.measures import (
    auc,
    calibration_error,
    exposure_of,
    gini,
    measure_exposure,
    ndcg,
    realised_matches,
    recall,
    reliability,
    town_shares,
)
from tests.matching.markets import market
from tests.support.examples import examples

GAIN = np.array([[0.9, 0.5, 0.0, 0.1]])


def test_the_best_list_reaches_one_and_a_worse_one_less() -> None:
    assert ndcg(GAIN, np.array([[0, 1, 3]]))[0] == pytest.approx(1)
    second = 1 / math.log2(3)
    assert ndcg(GAIN, np.array([[1, 0]]))[0] == pytest.approx((0.5 + 0.9 * second) / (0.9 + 0.5 * second))
    assert ndcg(GAIN, np.array([[2, -1]]))[0] == 0
    assert ndcg(np.zeros((1, 4)), np.array([[0, 1]]))[0] == 0


def test_a_list_longer_than_all_offers_can_be_measured() -> None:
    assert ndcg(GAIN, np.array([[0, 1, 3, 2, -1, -1]]))[0] == pytest.approx(1)
    assert recall(GAIN, np.array([[0, 1, 3, 2]]))[0] == 1


def test_recall_counts_the_best_that_were_found() -> None:
    assert recall(GAIN, np.array([[0, 3]]))[0] == 0.5
    assert recall(GAIN, np.array([[-1, -1]]))[0] == 0


def test_no_more_matches_than_places_or_applicants() -> None:
    sure = np.ones((30, 1))
    one = realised_matches(sure, sure, np.zeros((30, 1), int), np.array([7, 99]))
    assert one.realised == 7
    assert one.refused_full == pytest.approx(23 / 30)
    assert realised_matches(sure, sure, np.ones((30, 1), int), np.array([7, 99])).realised == 30
    assert realised_matches(sure, sure, np.zeros((30, 1), int), np.array([-1])).realised == 30
    assert realised_matches(sure, 0 * sure, np.zeros((30, 1), int), np.array([7])).refused_full == 0
    assert realised_matches(sure, sure, np.full((30, 1), -1), np.array([7])).realised == 0
    assert realised_matches(sure, sure, np.zeros((30, 1), int), np.array([7]), allowed=sure < 0).realised == 0


def test_matches_equal_their_expectation_where_nothing_is_full() -> None:
    world = market(3)
    places = world.served()
    shown = [np.take_along_axis(p, places, 1) for p in (world.p_apply, world.p_accept)]
    expected = float((shown[0] * shown[1] @ discounts(10)).sum())
    found = realised_matches(*shown, places, np.full(400, -1), rounds=20)
    assert found.realised == pytest.approx(expected, rel=0.02)


@examples(50)
@given(seed=st.integers(0, 1000))
def test_the_simulation_agrees_with_a_plain_loop(seed: int) -> None:
    world = market(seed, 40, 12, 3)
    places = world.served(k=5)
    shown = [np.take_along_axis(p, places, 1) for p in (world.p_apply, world.p_accept)]
    rng = np.random.default_rng(seed)
    applies = rng.random(places.shape) < discounts(5) * shown[0]
    entries = sorted(
        ((places[r, c], -shown[1][r, c], r, c) for r, c in zip(*np.nonzero(applies), strict=True)), key=lambda e: e[:3]
    )
    lots = rng.random(len(entries))
    left = world.capacity.copy()
    taken = refused = 0
    for (place, chance, _, _), lot in zip(entries, lots, strict=True):
        refused += left[place] == 0
        if left[place] and lot < -chance:
            left[place] -= 1
            taken += 1
    found = realised_matches(*shown, places, world.capacity, rounds=1, seed=seed)
    assert (found.realised, found.refused_full) == (taken, refused / max(len(entries), 1))


def test_inequality_of_alike_is_nought_and_of_all_for_one_nearly_one() -> None:
    assert gini(np.array([3.0, 3.0, 3.0])) == 0
    assert gini(np.array([0.0, 0.0, 0.0, 1.0])) == 0.75
    assert gini(np.zeros(3)) == 0


def test_shares_of_towns_are_multiples_of_the_fair_one() -> None:
    exposure = exposure_of(np.array([[0, 1], [0, -1]]), 3)
    assert exposure.tolist() == pytest.approx([2, 1 / math.log2(3), 0])
    shares = town_shares(np.array([3.0, 1.0, 0.0]), np.array([1, 2, 1]), np.array([0, 1, 3]))
    assert shares.tolist()[:2] == [3.0, 0.5]
    assert math.isnan(shares[2])
    assert shares[3] == 0


def test_exposure_tells_the_poorest_and_what_is_never_shown() -> None:
    lists = np.repeat(np.arange(19), 2)[:, None]
    seen = measure_exposure(lists, np.ones(20, int), np.arange(20), np.arange(20) == 0)
    assert seen.poorest_tenth == pytest.approx(0.5 * 20 / 19)
    assert seen.least == 0
    assert seen.coverage == 0.95
    assert seen.new_offers == pytest.approx(20 / 19)
    assert math.isnan(measure_exposure(lists, np.ones(20, int), np.arange(20)).new_offers)
    assert measure_exposure(lists, np.zeros(20, int), np.arange(20)).coverage == 0


def test_true_chances_are_calibrated_and_doubled_ones_are_not() -> None:
    rng = np.random.default_rng(0)
    chance = rng.random(50_000) / 2
    happened = rng.random(50_000) < chance
    assert calibration_error(reliability(chance, happened)) < 0.01
    doubled = reliability(2 * chance, happened)
    assert calibration_error(doubled) == pytest.approx(0.25, abs=0.01)
    assert [row.low for row in doubled] == pytest.approx([n / 10 for n in range(10)])
    assert sum(row.weight for row in doubled) == 50_000
    assert [row.high for row in reliability(np.array([1.0]), np.array([True]))] == [1.0]
    assert reliability(np.zeros(0), np.zeros(0, bool)) == []


def test_auc_counts_pairs_and_halves_ties() -> None:
    assert auc(np.array([3.0, 2.0, 1.0]), np.array([True, False, False])) == 1
    assert auc(np.array([1.0, 1.0]), np.array([True, False])) == 0.5
    assert auc(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]), np.array([1.0, 1.0, 3.0])) == 0.75
    assert math.isnan(auc(np.array([1.0]), np.array([True])))
    assert math.isnan(auc(np.zeros(0), np.zeros(0, bool)))


def feedback(seed: int, attraction: float = 4.0, shown: int = 12, residents: int = 3000) -> tuple[Feedback, Any, Any]:
    """Lists in an order that follows a poor old score; what people do follows the truth and where things stand.

    Gives the feedback, the truth and the old score of each row.
    """
    rng = np.random.default_rng(seed)
    truth = rng.standard_normal((residents, shown))
    old = 0.5 * truth + rng.standard_normal(truth.shape)
    truth, old = (np.take_along_axis(values, np.argsort(-old, axis=1), 1) for values in (truth, old))
    position = np.broadcast_to(np.arange(shown), truth.shape)
    seen = rng.random(truth.shape) < 1 / np.log2(position + 2)
    applied = seen & (rng.random(truth.shape) < 1 / (1 + np.exp(2 - attraction / 2 * truth)))
    accepted = rng.random(truth.shape) < 0.4
    rows, columns = np.indices(truth.shape, dtype=np.int32)
    action = np.where(applied, 2, np.where(seen, 1, 0))
    told = (rows, columns, position, action, np.where(applied, accepted, -1))
    kinds = (np.int32, np.int32, np.int32, np.int8, np.int8)
    columns_of = [values.ravel().astype(kind) for values, kind in zip(told, kinds, strict=True)]
    return Feedback(*columns_of), truth.ravel(), old.ravel()


def test_how_likely_a_position_is_looked_at_is_found_in_the_feedback() -> None:
    found = examination(feedback(1)[0])
    assert found.tolist() == pytest.approx([1 / math.log2(n + 2) for n in range(12)], abs=0.04)
    assert (np.diff(found) <= 0).all()


def test_feedback_nobody_looked_at_says_nothing_of_positions() -> None:
    unseen = Feedback(*(np.zeros(3, kind) for kind in (np.int32, np.int32, np.int32, np.int8, np.int8)))
    assert examination(unseen).tolist() == [1.0]
    found = evaluate_on_feedback(np.arange(3.0), unseen)
    assert math.isnan(found.ndcg)
    assert math.isnan(found.auc_apply)
    assert math.isnan(found.log_loss)


def test_the_truth_does_better_on_feedback_than_what_ordered_it_and_chance_worse() -> None:
    given_feedback, truth, old = feedback(2)
    lot = np.random.default_rng(0).random(len(truth))
    best, before, random = (evaluate_on_feedback(scores, given_feedback) for scores in (truth, old, lot))
    assert best.ndcg > before.ndcg > random.ndcg
    assert best.auc_apply > before.auc_apply > random.auc_apply
    assert best.log_loss < before.log_loss < random.log_loss
    assert random.auc_apply == pytest.approx(0.5, abs=0.03)
    assert random.auc_accept == pytest.approx(0.5, abs=0.05)


def test_without_the_correction_the_old_order_would_look_better_than_it_is() -> None:
    given_feedback, _, _ = feedback(3, attraction=0.0)
    as_shown = -given_feedback.position.astype(float)
    corrected = evaluate_on_feedback(as_shown, given_feedback)
    naive = evaluate_on_feedback(as_shown, given_feedback, examined=np.ones(12))
    lot = evaluate_on_feedback(np.random.default_rng(0).random(len(as_shown)), given_feedback)
    assert abs(corrected.ndcg - lot.ndcg) < 0.5 * (naive.ndcg - lot.ndcg)


def test_log_loss_takes_chances_as_they_are_or_the_best_line() -> None:
    given_feedback, truth, _ = feedback(2)
    chance = 1 / (1 + np.exp(2 - 2 * truth))
    true = evaluate_on_feedback(truth, given_feedback, chances=chance).log_loss
    assert evaluate_on_feedback(100 * truth + 7, given_feedback).log_loss == pytest.approx(true, abs=0.005)
    assert evaluate_on_feedback(truth, given_feedback, chances=chance / 3).log_loss > true + 0.05


def test_ndcg_on_feedback_is_what_a_loop_finds() -> None:
    given_feedback, _, old = feedback(4, residents=30)
    found = evaluate_on_feedback(old, given_feedback, examined=np.full(12, 0.5), k=3)
    expected: dict[int, Any] = {}
    for resident in range(30):
        rows = np.flatnonzero(given_feedback.resident == resident)
        gain = (given_feedback.action[rows] == 2) + (given_feedback.answer[rows] == 1).astype(float)
        ranked, ideal = (values[:3] @ discounts(3) for values in (gain[np.argsort(-old[rows])], -np.sort(-gain)))
        if ideal:
            expected[resident] = np.array([ranked, ideal])
    mean = np.mean(list(expected.values()), axis=0)
    assert found.residents.tolist() == list(expected)
    assert found.by_resident.tolist() == pytest.approx([both[0] / mean[1] for both in expected.values()])
    assert found.ndcg == pytest.approx(mean[0] / mean[1])


def test_scores_and_feedback_must_be_of_one_length() -> None:
    with pytest.raises(ValueError, match="scores for feedback"):
        evaluate_on_feedback(np.zeros(3), feedback(1, residents=2)[0])


def known_truth() -> Truth:
    """A market of which a third is forbidden, a little of that tolerated; every third resident is new."""
    world = market(8, 90, 60, 6)
    rng = np.random.default_rng(0)
    feasible = rng.random((90, 60)) > 0.33
    return Truth(
        world.p_apply,
        world.p_accept,
        world.p_apply * world.p_accept,
        feasible,
        feasible | (rng.random((90, 60)) > 0.9),
        world.town,
        world.capacity,
        np.arange(90) % 3 == 0,
        np.arange(60) % 5 == 0,
    )


def test_the_best_lists_reach_all_and_break_nothing() -> None:
    truth = known_truth()
    places = np.argsort(-np.where(truth.feasible, truth.p_match, -1), axis=1)[:, :10]
    found = evaluate_against_truth(places, truth)
    assert (found.ndcg_cold, found.ndcg_warm, found.recall) == pytest.approx((1, 1, 1))
    assert (found.violations, found.residents) == (0, 90)


def test_forbidden_entries_are_counted_and_bring_no_match() -> None:
    truth = known_truth()
    forbidden = np.argsort(truth.feasible, axis=1, kind="stable")[:, :5]
    found = evaluate_against_truth(forbidden, truth)
    tolerated = np.take_along_axis(truth.tolerated, forbidden, 1)
    assert found.violations == pytest.approx(1 - tolerated.mean())
    assert found.matches.realised == 0
    empty = evaluate_against_truth(np.full((90, 5), -1), truth)
    assert (empty.violations, empty.residents, empty.ndcg_cold) == (0, 0, 0)


@pytest.mark.shared_data
def test_figures_equal_those_of_the_shared_scorer(shared_data: Path, tmp_path: Path) -> None:
    folder, scorer = shared_data / "matching_dev", shared_data.parent / "tools" / "score_matches.py"
    if not folder.is_dir() or not scorer.is_file():
        pytest.skip("the shared scorer and its population ../shared/data/matching_dev are not here")
    with np.load(folder / "truth.npz") as archive:
        truth = truth_of(archive)
    noisy = truth.p_match + 0.1 * np.random.default_rng(5).random(truth.p_match.shape)
    places = np.argsort(-np.where(noisy > 0.11, noisy, -1), axis=1)[:, :10]
    places[7, 4:], places[8] = -1, -1
    ids = [
        [json.loads(line)["id"] for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        for name in ("residents.jsonl", "listings.jsonl")
    ]
    lines = [
        json.dumps({"resident": resident, "matches": [{"listing": ids[1][p], "score": 1.0} for p in row if p >= 0]})
        for resident, row in zip(ids[0], places.tolist(), strict=True)
    ]
    (tmp_path / "m.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(scorer), str(folder), str(tmp_path / "m.jsonl")]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    found = evaluate_against_truth(places, truth)
    assert said["ndcg10_cold"] == pytest.approx(found.ndcg_cold, abs=5e-5)
    assert said["ndcg10_warm"] == pytest.approx(found.ndcg_warm, abs=5e-5)
    assert said["recall10"] == pytest.approx(found.recall, abs=5e-5)
    assert said["matches"] == round(found.matches.realised)
    assert said["gini_towns"] == pytest.approx(found.exposure.gini, abs=5e-4)
    assert said["violations"] == pytest.approx(found.violations, abs=5e-6)
    assert said["violations"] > 0.001
    assert said["residents"] == found.residents == 1999
