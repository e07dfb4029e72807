"""How well the matcher ranks a population whose truth is known (``../shared/data/matching_dev``)."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching import Matcher, Offer, Resident, Skill, Theme, Vocabulary

pytestmark = pytest.mark.shared_data
TEN = 1 / np.log2(np.arange(2, 12))
"""Discount of the first ten ranks."""


@dataclass(frozen=True)
class Population:
    """Both sides, and what nobody told the matcher: (residents, offers) chances of a match, 0 where a rule forbids."""

    vocabulary: Vocabulary
    residents: list[Resident]
    offers: list[Offer]
    gain: Any
    is_forbidden: Any
    is_newcomer: Any


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_vocabulary(folder: Path) -> tuple[Vocabulary, dict[str, str]]:
    """Themes whose words are the tags alone, and tag → theme code; every theme is a skill too."""
    with (folder / "vocabulary.csv").open(encoding="utf-8") as file:
        pairs = [(row["resident_tag"], row["listing_tag"]) for row in csv.DictReader(file)]
    themes = tuple(Theme(f"t{place}", (*a.split("・"), *b.split("・"))) for place, (a, b) in enumerate(pairs))
    skills = tuple(Skill(theme.code, theme.code) for theme in themes)
    return Vocabulary(themes, skills), {tag: f"t{place}" for place, pair in enumerate(pairs) for tag in pair}


def read_facilities(folder: Path) -> dict[str, frozenset[str]]:
    columns = {"nursery": "nursery_slots", "school": "school", "hospital": "hospital", "fiber": "fiber"}
    with (folder / "municipalities.csv").open(encoding="utf-8") as file:
        return {
            row["code"]: frozenset(name for name, column in columns.items() if int(row[column]))
            for row in csv.DictReader(file)
        }


def as_resident(row: dict[str, Any], codes: dict[str, str]) -> Resident:
    return Resident(
        id=row["id"],
        latitude=row["lat"],
        longitude=row["lon"],
        themes=frozenset(codes[tag] for tag in row["interests"]),
        text=row["text"],
        skills=frozenset(codes[tag] for tag in row["skills"]),
        licences=frozenset(row["licenses"]),
        children_ages=() if row["children_age"] is None else (row["children_age"],),
        days_per_month=row["days_per_month"],
        weekends_only=row["weekend_only"],
        rent_budget=row["budget_monthly"],
        has_car=row["has_car"],
        remote_work=row["work_style"] in {"full_remote", "hybrid", "freelance"},
        wanted_kinds=frozenset(row["wanted_kinds"]),
        max_distance_km=row["max_distance_km"],
        facilities_needed=frozenset(row["needs"]),
    )


def as_offer(row: dict[str, Any], codes: dict[str, str], facilities: dict[str, frozenset[str]]) -> Offer:
    has_hours = row["kind"] in {"job", "event", "project"}
    return Offer(
        id=row["id"],
        kind=row["kind"],
        municipality=row["municipality"],
        latitude=row["lat"],
        longitude=row["lon"],
        text=row["text"],
        themes=frozenset(codes[tag] for tag in row["tags"]),
        monthly_cost=row["monthly_cost"],
        min_days=row["min_days_per_month"],
        car_required=row["car_required"],
        licences_required=frozenset({row["license_required"]} - {None}),
        family_ok=row["family_ok"],
        remote_ok=row["remote_ok"],
        weekend_ok=row["weekend_ok"] if has_hours else None,
        capacity_left=row["capacity"],
        facilities=facilities[row["municipality"]],
    )


@pytest.fixture(scope="module")
def population(shared_data: Path) -> Population:
    folder = shared_data / "matching_dev"
    if not folder.is_dir():
        pytest.skip("the synthetic population ../shared/data/matching_dev is not here")
    vocabulary, codes = read_vocabulary(folder)
    facilities = read_facilities(folder)
    with np.load(folder / "truth.npz") as truth:
        gain = np.where(truth["feasible"], truth["p_match"].astype(np.float64), 0)
        is_forbidden, is_newcomer = ~truth["feasible_lenient"], truth["cold_r"]
    return Population(
        vocabulary,
        [as_resident(row, codes) for row in rows(folder / "residents.jsonl")],
        [as_offer(row, codes, facilities) for row in rows(folder / "listings.jsonl")],
        gain,
        is_forbidden,
        is_newcomer,
    )


def ndcg(gain: Any, ranked: list[list[int]]) -> float:
    """Mean over residents of the discounted gain of ten ranked offers, as a share of the best possible."""
    best = -np.sort(-gain, axis=1)[:, :10] @ TEN
    reached = [gain[row, columns] @ TEN[: len(columns)] for row, columns in enumerate(ranked)]
    return float(np.mean(np.array(reached) / np.maximum(best, 1e-9)))


def newcomers(population: Population) -> list[Resident]:
    return [one for one, is_new in zip(population.residents, population.is_newcomer, strict=True) if is_new]


def plain_cosine(population: Population) -> list[list[int]]:
    """The ten nearest allowed offers of each newcomer by TF-IDF of characters, which is what is to be beaten."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    offers = vectorizer.fit_transform([offer.text for offer in population.offers])
    wishes = vectorizer.transform([resident.text for resident in newcomers(population)])
    cosine = np.where(population.is_forbidden[population.is_newcomer], -1, (wishes @ offers.T).toarray())
    ranked: list[list[int]] = np.argsort(-cosine, axis=1, kind="stable")[:, :10].tolist()
    return ranked


def test_newcomers_are_ranked_far_better_than_by_comparing_texts(population: Population) -> None:
    known = [one for one, new in zip(population.residents, population.is_newcomer, strict=True) if not new]
    matcher = Matcher(population.vocabulary).fit(population.offers, known)
    place = {offer.id: column for column, offer in enumerate(population.offers)}
    lists = [matcher.top_offers(resident, 10) for resident in newcomers(population)]
    ranked = [[place[match.offer_id] for match in matches] for matches in lists]
    gain, is_forbidden = population.gain[population.is_newcomer], population.is_forbidden[population.is_newcomer]
    baseline, reached = ndcg(gain, plain_cosine(population)), ndcg(gain, ranked)
    assert 0.1 < baseline < 0.3
    assert reached > 0.57
    assert reached > 2.5 * baseline
    assert not any(is_forbidden[row, columns].any() for row, columns in enumerate(ranked))
    assert all(abs(m.score - sum(c.points for c in m.contributions)) < 1e-6 for matches in lists for m in matches)


def test_without_residents_to_learn_from_it_still_beats_comparing_texts(population: Population) -> None:
    matcher = Matcher(population.vocabulary).fit(population.offers)
    place = {offer.id: column for column, offer in enumerate(population.offers)}
    ranked = [[place[m.offer_id] for m in matcher.top_offers(one, 10)] for one in newcomers(population)]
    gain = population.gain[population.is_newcomer]
    assert ndcg(gain, ranked) > max(0.42, 2 * ndcg(gain, plain_cosine(population)))
