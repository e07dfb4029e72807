"""Answers of both sides move the weights, fame teaches but never serves, and trees take a second look."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from matching.capacity import Pricing
from matching.features import FIELDS
from matching.feedback import Feedback
from matching.learned import MatchModel
from matching.lists import CANDIDATES, Lister, joined, look_at_all
from matching.population import Population, read_population
from matching.rerank import Reranker
from matching.weights import Answers, Weights, by_hand, learn
from tests.matching import samples
from tests.matching.populations import Size, write_population
from tests.matching.rules_by_hand import broken_rules

NAMES = ("themes", "budget")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Population:
    """Enough people for trees to be learned."""
    folder = tmp_path_factory.mktemp("population")
    return read_population(write_population(folder, Size(600, 240, 24), seed=11))


@pytest.fixture(scope="module")
def model(people: Population) -> MatchModel:
    return MatchModel(people.vocabulary).fit(people.offers, people.residents, people.feedback)


def answers(rows: int, *, seed: int = 0) -> Answers:
    """People who apply by the first field, or because a town is famous; places that judge by it too."""
    draw = np.random.default_rng(seed)
    values, fame = draw.random((rows, 2)), draw.random(rows)
    applied = draw.random(rows) < 1 / (1 + np.exp(-(4 * values[:, 0] + 3 * fame - 4)))
    accepted = np.where(applied, draw.random(rows) < values[:, 0], np.nan)
    return Answers(values, applied, accepted, fame)


def test_many_answers_find_what_moved_people() -> None:
    prior = by_hand(NAMES, Weights(themes=0, budget=30))
    learned = learn(prior, answers(20_000))
    assert learned.apply[0] > 3
    assert abs(learned.apply[1]) < 0.5
    assert (learned.views, learned.answers) == (20_000, int(answers(20_000).applied.sum()))


def test_few_answers_move_the_weights_a_little() -> None:
    prior = by_hand(NAMES, Weights(themes=0, budget=30))
    few, many = (learn(prior, answers(rows)).apply[0] for rows in (100, 20_000))
    assert 0 < few < many / 3


def test_without_both_outcomes_nothing_is_learned() -> None:
    prior = by_hand(NAMES, Weights())
    nobody = Answers(np.ones((5, 2)), np.zeros(5, bool), np.full(5, np.nan), np.zeros(5))
    assert learn(prior, nobody) is prior


def test_places_never_judge_by_what_is_the_residents_affair() -> None:
    learned = learn(by_hand(NAMES, Weights()), answers(20_000))
    assert learned.accept[0] > 1
    assert learned.accept[1] == 0


def test_points_are_never_negative() -> None:
    values = answers(20_000)
    disliked = Answers(-values.values, values.applied, values.accepted, values.fame)
    assert (learn(by_hand(NAMES, Weights(themes=0)), disliked).points >= 0).all()


def test_too_few_answers_teach_no_trees() -> None:
    few = answers(500)
    assert Reranker.fit(few.values, few) is None


def test_trees_see_what_a_sum_cannot() -> None:
    draw = np.random.default_rng(3)
    values = draw.random((6_000, 2))
    is_liked = (values[:, 0] > 0.5) != (values[:, 1] > 0.5)
    asked = np.where(draw.random(6_000) < 0.5, is_liked.astype(float), np.nan)
    reranker = Reranker.fit(values, Answers(values, is_liked, asked, np.zeros(6_000)))
    assert reranker is not None
    corners = np.array([[0.1, 0.9], [0.9, 0.1], [0.1, 0.1], [0.9, 0.9]])
    points = reranker.points(corners, np.zeros(4), np.zeros(4))
    assert points[:2].min() > 10 > -10 > points[2:].max()


def test_feedback_of_a_population_is_learned_and_kept_reasonable(people: Population, model: MatchModel) -> None:
    assert people.feedback is not None
    assert model.learned_.views == int(people.feedback.is_examined.sum())
    assert model.learned_.points[list(FIELDS).index("themes")] > 10
    assert model.reranker_ is not None


def test_the_order_of_the_rows_changes_nothing(people: Population) -> None:
    backwards = MatchModel(people.vocabulary).fit(people.offers[::-1], people.residents[::-1])
    forwards = MatchModel(people.vocabulary).fit(people.offers, people.residents)
    one = people.residents[:5]
    assert np.array_equal(backwards.residents(one), forwards.residents(one))


def test_fame_is_learned_but_not_served() -> None:
    """One of two equal towns is shown ten times as often and asked for more; who is served sees them alike."""
    offers = [samples.make_offer(id=f"o{n}", municipality=town) for n, town in enumerate(["202100", "203009"])]
    residents = [samples.make_resident(id=f"r{n:03}") for n in range(400)]
    shown = np.array([0] * 400 + [1] * 40)
    draw = np.random.default_rng(1)
    applied = draw.random(440) < np.where(shown == 0, 0.8, 0.2)
    feedback = Feedback(
        np.concatenate((np.arange(400), np.arange(40))).astype(np.int32),
        shown.astype(np.int32),
        np.zeros(440, np.int32),
        np.where(applied, 2, 1).astype(np.int8),
        np.full(440, -1, np.int8),
    )
    model = MatchModel(samples.VOCABULARY).fit(offers, residents, feedback)
    scores = model.weighted(model.residents(residents[:1])) @ model.offers(offers).T
    assert scores[0, 0] == pytest.approx(scores[0, 1], abs=1e-4)


@pytest.mark.parametrize("pricing", [None, Pricing()])
def test_lists_for_everybody_break_no_rule_and_add_up(
    people: Population, model: MatchModel, pricing: Pricing | None
) -> None:
    lister = Lister(model, people.offers)
    residents = people.residents[:80]
    looked = lister.look(residents)
    served = lister.served(looked, 10, pricing)
    offers = {offer.id: offer for offer in people.offers}
    lists = list(lister.matches(residents, looked, served))
    assert any(lists)
    for row, (resident, matches) in enumerate(zip(residents, lists, strict=True)):
        assert len({match.offer_id for match in matches}) == len(matches) <= 10
        for rank, match in enumerate(matches):
            assert broken_rules(resident, offers[match.offer_id]) == set()
            assert match.score == pytest.approx(sum(part.points for part in match.contributions), abs=1e-9)
            assert match.score == pytest.approx(served.scores[row, rank], abs=2e-3)
        assert all(a.score >= b.score - 2e-3 for a, b in pairwise(matches))


def test_blocks_and_workers_change_nothing(
    people: Population, model: MatchModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    lister = Lister(model, people.offers)
    whole = lister.look(people.residents[:90])
    monkeypatch.setattr("matching.lists.AT_ONCE", 40)
    parts = joined(list(look_at_all(lister, people.residents[:90])))
    assert whole.places.shape == (90, CANDIDATES)
    assert np.array_equal(whole.places, parts.places)
    assert np.allclose(whole.fields + whole.trees, parts.fields + parts.trees, atol=1e-4)


def test_a_wished_town_reaches_the_candidates_from_beyond_the_hundred_best() -> None:
    offers = [samples.make_offer(id=f"o{n:03}", municipality=f"20{100 + n:03}0") for n in range(300)]
    model = MatchModel(samples.VOCABULARY).fit(offers)
    lister = Lister(model, offers)
    wishing = samples.make_resident(wished_areas=frozenset({"203500"}))
    looked = lister.look([wishing, samples.RESIDENT])
    (matches, _) = lister.matches([wishing, samples.RESIDENT], looked, lister.served(looked, 3, None))
    assert matches[0].offer_id == "o250"


def test_a_model_without_answers_keeps_the_points_set_by_hand(tmp_path: Path) -> None:
    people = read_population(write_population(tmp_path, Size(40, 30, 6)), with_feedback=False)
    model = MatchModel(people.vocabulary, Weights(themes=12)).fit(people.offers, people.residents)
    assert model.learned_.points[0] == pytest.approx(12)
    assert model.reranker_ is None
