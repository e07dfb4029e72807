"""How well the matcher ranks a population whose truth is known (``../shared/data/matching_dev``)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching import Matcher, Resident
from matching.population import Population, read_population

pytestmark = pytest.mark.shared_data
TEN = 1 / np.log2(np.arange(2, 12))
"""Discount of the first ten ranks."""


@dataclass(frozen=True)
class World:
    """Both sides, and what nobody told the matcher: (residents, offers) chances of a match, 0 where a rule forbids."""

    people: Population
    gain: Any
    is_forbidden: Any

    @property
    def newcomers(self) -> list[Resident]:
        return [one for one, is_new in zip(self.people.residents, self.people.is_cold_resident, strict=True) if is_new]


@pytest.fixture(scope="module")
def world(shared_data: Path) -> World:
    folder = shared_data / "matching_dev"
    if not folder.is_dir():
        pytest.skip("the synthetic population ../shared/data/matching_dev is not here")
    with np.load(folder / "truth.npz") as truth:
        gain = np.where(truth["feasible"], truth["p_match"].astype(np.float64), 0)
        return World(read_population(folder), gain, ~truth["feasible_lenient"])


def ndcg(gain: Any, ranked: list[list[int]]) -> float:
    """Mean over residents of the discounted gain of ten ranked offers, as a share of the best possible."""
    best = -np.sort(-gain, axis=1)[:, :10] @ TEN
    reached = [gain[row, columns] @ TEN[: len(columns)] for row, columns in enumerate(ranked)]
    return float(np.mean(np.array(reached) / np.maximum(best, 1e-9)))


def plain_cosine(world: World) -> list[list[int]]:
    """The ten nearest allowed offers of each newcomer by TF-IDF of characters, which is what is to be beaten."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    offers = vectorizer.fit_transform([offer.text for offer in world.people.offers])
    wishes = vectorizer.transform([resident.text for resident in world.newcomers])
    cosine = np.where(world.is_forbidden[world.people.is_cold_resident], -1, (wishes @ offers.T).toarray())
    ranked: list[list[int]] = np.argsort(-cosine, axis=1, kind="stable")[:, :10].tolist()
    return ranked


def test_newcomers_are_ranked_far_better_than_by_comparing_texts(world: World) -> None:
    is_new = world.people.is_cold_resident
    known = [one for one, new in zip(world.people.residents, is_new, strict=True) if not new]
    matcher = Matcher(world.people.vocabulary).fit(world.people.offers, known)
    place = {offer.id: column for column, offer in enumerate(world.people.offers)}
    lists = [matcher.top_offers(resident, 10) for resident in world.newcomers]
    ranked = [[place[match.offer_id] for match in matches] for matches in lists]
    gain, is_forbidden = world.gain[is_new], world.is_forbidden[is_new]
    baseline, reached = ndcg(gain, plain_cosine(world)), ndcg(gain, ranked)
    assert 0.1 < baseline < 0.3
    assert reached > 0.57
    assert reached > 2.5 * baseline
    assert not any(is_forbidden[row, columns].any() for row, columns in enumerate(ranked))
    assert all(abs(m.score - sum(c.points for c in m.contributions)) < 1e-6 for matches in lists for m in matches)


def test_without_residents_to_learn_from_it_still_beats_comparing_texts(world: World) -> None:
    matcher = Matcher(world.people.vocabulary).fit(world.people.offers)
    place = {offer.id: column for column, offer in enumerate(world.people.offers)}
    ranked = [[place[m.offer_id] for m in matcher.top_offers(one, 10)] for one in world.newcomers]
    gain = world.gain[world.people.is_cold_resident]
    assert ndcg(gain, ranked) > max(0.42, 2 * ndcg(gain, plain_cosine(world)))
