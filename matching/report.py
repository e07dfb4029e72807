"""What an evaluation finds, as named numbers: against the truth where it is known, else on feedback."""

import zipfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.columns import Codes, OfferColumns, ResidentColumns
from matching.constraints import PairCheck
from matching.evaluation import Truth, evaluate_against_truth, evaluate_on_feedback, truth_of
from matching.lines import PopulationError
from matching.matchlists import MatchLists
from matching.measures import measure_exposure
from matching.population import Population

TRUTH = "truth.npz"
RANKS = 10
"""So many places of each list are looked at."""
Measures = dict[str, float | int | None]


def measure(folder: Path, population: Population, lists: MatchLists) -> Measures:
    """All measures of the lists. PopulationError: a truth file that does not belong to the population."""
    places = lists.places[:, :RANKS]
    if not places.shape[1]:
        places = np.full((len(lists.places), 1), -1, dtype=np.int32)
    common = {
        "residents_listed": int(lists.listed.sum()),
        "residents": len(population.residents),
        "matches_listed": lists.entries,
        "scores_that_add_up": lists.additive,
        "rules_broken": rules_broken(population, lists.places),
    }
    if (folder / TRUTH).exists():
        return common | _against_truth(places, read_truth(folder / TRUTH, population))
    return common | _without_truth(population, lists, places)


def read_truth(path: Path, population: Population) -> Truth:
    """The truth of a population; PopulationError, in words, for a file that is none or belongs to another one."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            truth = truth_of({name: archive[name] for name in archive.files})
    except KeyError as error:
        raise PopulationError([f"{path.name}: lacks the array {error.args[0]}"], 1) from error
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, AttributeError, TypeError) as error:
        raise PopulationError([f"{path.name}: is not a truth file ({error})"], 1) from error
    shape = (len(population.residents), len(population.offers))
    if truth.p_match.shape != shape:
        raise PopulationError([f"{path.name}: is of shape {truth.p_match.shape}, the population of {shape}"], 1)
    return truth


def rules_broken(population: Population, places: NDArray[np.int32]) -> int:
    """How many entries of the lists (n, k) break a hard rule."""
    codes = Codes.of(population.offers)
    residents = ResidentColumns.of(population.residents, codes)
    check = PairCheck(residents, OfferColumns.of(population.offers, codes))
    rows, columns = np.nonzero(places >= 0)
    return int((~check.allowed(rows, places[rows, columns].astype(np.intp))).sum())


def shown_scores(population: Population, lists: MatchLists) -> NDArray[np.float64]:
    """(shown,) the score that the lists give to what the feedback was about; what they leave out stands below all."""
    feedback = population.feedback
    assert feedback is not None
    entries = lists.places >= 0
    lowest = float(lists.scores[entries].min()) - 1 if entries.any() else 0.0
    rows = np.broadcast_to(np.arange(len(lists.places))[:, None], lists.places.shape)
    keys = rows[entries].astype(np.int64) * len(population.offers) + lists.places[entries]
    order = np.argsort(keys)
    wanted = feedback.resident.astype(np.int64) * len(population.offers) + feedback.offer
    place = np.minimum(np.searchsorted(keys[order], wanted), max(len(keys) - 1, 0))
    if not len(keys):
        return np.full(len(wanted), lowest)
    return np.where(keys[order][place] == wanted, lists.scores[entries][order][place], lowest)


def _against_truth(places: NDArray[np.int32], truth: Truth) -> Measures:
    found = evaluate_against_truth(places, truth)
    return {
        "ndcg10_cold": found.ndcg_cold,
        "ndcg10_warm": found.ndcg_warm,
        "recall10_cold": found.recall,
        "violations": found.violations,
        "matches": found.matches.realised,
        "refused_full": found.matches.refused_full,
        **_exposure(asdict(found.exposure)),
    }


def _without_truth(population: Population, lists: MatchLists, places: NDArray[np.int32]) -> Measures:
    seen = measure_exposure(places, population.capacity, population.town, population.is_cold_offer)
    exposure = _exposure(asdict(seen))
    if population.feedback is None or not len(population.feedback.action):
        return exposure
    found = evaluate_on_feedback(shown_scores(population, lists), population.feedback)
    told = {"auc_apply": found.auc_apply, "auc_accept": found.auc_accept, "ndcg10_feedback": found.ndcg}
    return {"feedback_rows": found.shown, **told, **exposure}


def _exposure(values: dict[str, float]) -> Measures:
    return {f"exposure_{name}": value for name, value in values.items()}
