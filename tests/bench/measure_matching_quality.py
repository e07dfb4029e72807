"""How well lists fit, how many matches come of them and whom they show, on a population whose truth is known.

The population lies in the project's data library beside the checkout; without it only the market's own speed is measured.
"""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from matching.allocation import Household, Slots, assign
from matching.baselines import Popularity, TextCosine
from matching.capacity import Candidates, fit_prices
from matching.engine import Engine, Options
from matching.evaluation import TruthMeasures, evaluate_against_truth, truth_of
from matching.model import Match
from matching.population import Population, read_population
from tests.bench.harness import Report, cpu_ms
from tests.matching.markets import market
from tests.support.shared_data import SHARED_DATA

FOLDER = SHARED_DATA / "matching_dev"
K = 10


def measure(report: Report) -> None:
    """Quality of both modes beside the yardsticks, then the speed of prices and of a batch event."""
    if FOLDER.is_dir():
        _measure_lists(report)
    else:
        sys.stderr.write("  the synthetic population ../shared/data/matching_dev is not here: no quality is measured\n")
    _measure_speed(report)


def _measure_lists(report: Report) -> None:
    population = read_population(FOLDER)
    with np.load(FOLDER / "truth.npz") as archive:
        truth = truth_of(archive)
    found: dict[str, TruthMeasures] = {}

    def note(name: str, lists: Sequence[list[Match]]) -> None:
        found[name] = evaluate_against_truth(_places(lists, population), truth)
        report.add(f"{name}: entries that break a rule", found[name].violations, "of 1", at_most=0)

    residents, offers = population.residents, population.offers
    note("text cosine", TextCosine().fit(offers).rank(residents, K))
    note("popularity", Popularity().fit(offers, residents, population.feedback).rank(residents, K))
    engine = Engine.fit(population)
    for name, options in {
        "with re-rank": Options(k=K),
        "additive": Options(k=K, reranks=False),
        "capacity": Options(k=K, mode="capacity", reranks=False),
    }.items():
        lists = [matches for _, matches in engine.rank(residents, offers, options)]
        note(name, lists)
        report.add(f"{name}: scores off their sum", _off(lists), "points", at_most=1e-6)
    _report_quality(report, found)


def _report_quality(report: Report, found: dict[str, TruthMeasures]) -> None:
    text, additive, capacity = found["text cosine"], found["additive"], found["capacity"]
    for name, measures in found.items():
        goal = {"additive": 0.57, "with re-rank": 0.62, "capacity": 0.5}.get(name)
        report.add(f"{name}: nDCG@10 of newcomers", measures.ndcg_cold, "", at_least=goal)
        note = f"refused at full doors {measures.matches.refused_full:.0%}"
        report.add(f"{name}: realised matches", measures.matches.realised, "", note=note)
        note = f"coverage {measures.exposure.coverage:.0%}, new offers {measures.exposure.new_offers:.2f} of fair"
        goal = 0.25 if name == "capacity" else None
        report.add(f"{name}: Gini of towns", measures.exposure.gini, "", at_most=goal, note=note)
        goal = 0.5 if name == "capacity" else None
        report.add(f"{name}: poorest tenth of towns", measures.exposure.poorest_tenth, "of fair", at_least=goal)
    report.add("additive / text cosine: nDCG", additive.ndcg_cold / text.ndcg_cold, "times", at_least=3)
    ratio = capacity.matches.realised / text.matches.realised
    report.add("capacity / text cosine: matches", ratio, "times", at_least=4)


def _measure_speed(report: Report) -> None:
    world = market(9, residents=500)
    there = world.candidates()
    for residents in (2_000, 20_000):
        told = (there.places, there.scores, there.p_apply, there.p_accept)
        candidates = Candidates(*(np.tile(values, (residents // 500, 1)) for values in told))
        spent = cpu_ms(
            lambda candidates=candidates: fit_prices(candidates, world.capacity, world.town),  # type: ignore[misc]
            rounds=3,
            each=1,
            warm_up=1,
        )
        report.add(
            f"prices of {residents:,} × 100 candidates", spent / residents * 2_000, "ms CPU per 2,000", at_most=800
        )
    households, offers = _event(10_000, 3_000, 50)
    report.add(
        "10,000 households × 3,000 offers placed",
        cpu_ms(lambda: assign(households, offers), rounds=1, each=1, warm_up=0) / 1000,
        "s CPU",
        at_most=5,
    )


def _event(people: int, places: int, wishes: int) -> tuple[list[Household], list[Slots]]:
    """Households of one to four who each want ``wishes`` of the offers; every offer ranks them by lot."""
    lot = np.random.default_rng(5)
    chosen = [lot.choice(places, wishes, replace=False).tolist() for _ in range(people)]
    asked: list[list[str]] = [[] for _ in range(places)]
    for n in lot.permutation(people).tolist():
        for place in chosen[n]:
            asked[place].append(f"h{n}")
    sizes, room = lot.choice([1, 1, 1, 2, 4], people).tolist(), lot.integers(1, 9, places).tolist()
    households = [Household(f"h{n}", sizes[n], tuple(f"o{o}" for o in chosen[n])) for n in range(people)]
    return households, [Slots(f"o{o}", room[o], tuple(asked[o])) for o in range(places)]


def _places(lists: Sequence[list[Match]], population: Population) -> Any:
    """(residents, K) places of the offers in lists, -1 where a list is shorter."""
    places = np.full((len(lists), K), -1, dtype=np.int32)
    for row, matches in enumerate(lists):
        places[row, : len(matches)] = [population.offer_places[match.offer_id] for match in matches[:K]]
    return places


def _off(lists: Sequence[list[Match]]) -> float:
    return max(abs(m.score - sum(part.points for part in m.contributions)) for matches in lists for m in matches)
