"""Matching against the machine's limit: batch lists with hard rules, one resident online, memory.

Everything runs on one thread and counts CPU time. What is compared takes turns in one run, the quickest round counts.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from matching.cells import Cells
from matching.columns import Codes, OfferColumns, ResidentColumns
from matching.constraints import PairCheck
from matching.learned import MatchModel
from matching.population import read_population
from matching.sieve import Sieve, has_strong_numbers
from matching.topk import Grouped, Vectors, top_k, top_k_one
from tests.bench.blended import blended
from tests.bench.crowd import offer_columns, resident_columns, vectors
from tests.bench.harness import Report
from tests.support.shared_data import SHARED_DATA

FOLDER = SHARED_DATA / "matching_dev"
K = 20
RESIDENTS = 2_048
BLOCK = 512
ROUNDS = 5
Lists = tuple[Vectors, NDArray[np.int32]]
GOALS = {128: 0.80, 256: 0.85}
REGIONS, KINDS = 8, 5
OURS, LOOSE = "top-20 with rules", "scikit-learn brute cosine, no rules"
SAME_WORK = "scikit-learn brute cosine, the same lists"
ASKED = ((160, 4), (320, 8))
"""Neighbours scikit-learn is asked for at first, and how many times as many for whom they did not do: the better counts."""

MEMORY = """
import resource, sys, tempfile
from pathlib import Path
import numpy as np
import joblib, threadpoolctl
from matching.batch import batch_top_k
from tests.bench.crowd import offer_columns, resident_columns, vectors
out = Path(sys.argv[1])
def peak():
    return int(next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line).split()[1])
idle = peak()
batch_top_k(out / "residents.npy", out / "items.npy", out / "columns", 20, out / "parts", backend="sequential", progress=None)
print(idle * 1024, peak() * 1024)
"""


@dataclass(frozen=True)
class World:
    """Both sides of one measure: unit vectors, and what the rules need."""

    queries: Vectors
    items: Vectors
    check: PairCheck

    @cached_property
    def grouped(self) -> Callable[[], Grouped]:
        """What need not be looked at, prepared as a batch prepares it: the offers once, the residents at each call."""
        usual = self.queries.astype(np.float64).T @ self.queries / len(self.queries)
        cells = Cells.of(self.check.offers)
        if not has_strong_numbers(self.items, usual):
            return partial(cells.grouped, self.check.residents)
        sieve = Sieve.of(cells, self.items, usual, order=cells.order)
        return partial(sieve.grouped, self.check.residents, self.queries)

    def first(self, offers: int) -> "World":
        """The same with fewer offers."""
        return World(
            self.queries, self.items[:offers], PairCheck(self.check.residents, self.check.offers.part(slice(0, offers)))
        )


def measure(report: Report) -> None:
    """Note ratios to a plain matrix product, to scikit-learn and to faiss, then latency and memory."""
    report.add("OPENBLAS_CORETYPE", 0, "", note=os.environ.get("OPENBLAS_CORETYPE") or "not set")
    with threadpool_limits(1):
        made = modelled(300_000)
        for offers in (100_000, 300_000) if made else ():
            batch(report, made.first(offers), "of the model")
        for dimensions in GOALS:
            invented = World(
                *vectors(RESIDENTS, 300_000, dimensions), PairCheck(resident_columns(RESIDENTS), offer_columns(300_000))
            )
            for offers in (100_000, 300_000):
                batch(report, invented.first(offers), "around random centres")
        for dimensions in GOALS:
            online(report, 300_000, dimensions)
    for dimensions in GOALS:
        memory(report, 300_000, dimensions)


def modelled(offers: int) -> World | None:
    """Vectors as the model makes them of the development population, brought to length 1 so that scikit-learn's cosine
    is the same order; None where the population does not lie beside the checkout."""
    if not FOLDER.is_dir():
        sys.stderr.write("  no vectors of the model: the development population is not here\n")
        return None
    population = read_population(FOLDER)
    model = MatchModel(population.vocabulary).fit(population.offers, population.residents, population.feedback)
    rows = blended(population.offers, offers)
    codes = Codes.of(rows)
    residents = ResidentColumns.of(population.residents, codes)
    queries, items = model.weighted(model.residents(population.residents)), model.offers(rows)
    for side in (queries, items):
        side /= np.linalg.norm(side, axis=1, keepdims=True)
    return World(queries, items, PairCheck(residents, OfferColumns.of(rows, codes)))


def batch(report: Report, world: World, said: str) -> None:
    """Lists of 20 for all residents, with rules, beside the least and the usual ways to get lists."""
    queries, items, check = world.queries, world.items, world.check
    ways: dict[str, Callable[[], Any]] = {
        "sgemm alone": partial(products, queries, items),
        OURS: lambda: top_k(queries, items, K, allowed=check.allowed, grouped=world.grouped()),
        "top-20 with rules, every pair multiplied": partial(top_k, queries, items, K, allowed=check.allowed),
        "top-20 without rules": partial(top_k, queries, items, K),
    }
    if find_spec("faiss"):
        ways["faiss IndexFlatIP, no rules"] = faiss_search(queries, items)
    world.grouped()
    seconds = quickest(ways) | sklearn_seconds(queries, items, check, ways[OURS]())
    name = f"vectors {said}, d={items.shape[1]}, {len(items) // 1000}k offers"
    share = float(PairCheck(check.residents.part(slice(0, 200)), check.offers.part(slice(0, 9000))).grid().mean())
    for way, took in seconds.items():
        note = f"{share:.0%} of pairs allowed" if way == OURS else ""
        report.add(f"{way}, {name}", len(queries) * len(items) / took / 1e6, "M pairs/CPU-s", note=note)
    for way in seconds:
        if way not in (OURS, "top-20 without rules"):
            goal = {"sgemm alone": GOALS.get(items.shape[1], 0.85), SAME_WORK: 6.0}.get(way)
            report.add(f"with rules / {way}, {name}", seconds[way] / seconds[OURS], "×", at_least=goal)


def quickest(ways: dict[str, Callable[[], Any]], rounds: int = ROUNDS) -> dict[str, float]:
    """CPU seconds of the best round of each; they take turns."""
    seconds = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, way in ways.items():
            began = time.process_time()
            way()
            seconds[name] = min(seconds[name], time.process_time() - began)
    return seconds


def products(queries: Vectors, items: Vectors) -> None:
    """All inner products in blocks that are thrown away: what nobody who multiplies can go below."""
    memory = np.empty((BLOCK, len(queries)), dtype=np.float32)
    for start in range(0, len(items), BLOCK):
        block = items[start : start + BLOCK]
        np.matmul(block, queries.T, out=memory[: len(block)])


def sklearn_seconds(queries: Vectors, items: Vectors, check: PairCheck, ours: Lists) -> dict[str, float]:
    """CPU seconds of scikit-learn for lists without rules, and for the lists that we found."""
    from sklearn.neighbors import NearestNeighbors

    fitted = NearestNeighbors(metric="cosine", algorithm="brute", n_jobs=1).fit(items)
    found: list[Lists] = []

    def lists(asked: int, times: int) -> None:
        found[:] = [sklearn_lists(fitted, queries, check, asked, times)]

    ways: dict[str, Callable[[], Any]] = {LOOSE: partial(fitted.kneighbors, queries, K)}
    ways |= {f"{SAME_WORK} {asked}": partial(lists, *asked) for asked in ASKED}
    seconds = quickest(ways, rounds=3)
    assert_equal(ours, found[0])
    return {LOOSE: seconds.pop(LOOSE), SAME_WORK: min(seconds.values())}


def sklearn_lists(fitted: Any, queries: Vectors, check: PairCheck, asked: int, times: int) -> Lists:
    """Lists with rules: nearest neighbours filtered by the rules, more of them for whom too few are left."""
    scores = np.full((len(queries), K), -np.inf, dtype=np.float32)
    places = np.full((len(queries), K), -1, dtype=np.int32)
    rows, offers = np.arange(len(queries)), len(check.offers)
    while len(rows):
        asked = min(asked, offers)
        distances, near = fitted.kneighbors(queries[rows], asked)
        is_allowed = check.allowed(np.repeat(rows, asked), near.ravel()).reshape(near.shape)
        rank = np.cumsum(is_allowed, axis=1)
        is_done = (rank[:, -1] >= K) | (asked == offers)
        row, column = np.nonzero(is_allowed & (rank <= K) & is_done[:, None])
        place = rows[row], rank[row, column] - 1
        scores[place], places[place] = 1 - distances[row, column], near[row, column]
        rows, asked = rows[~is_done], asked * times
    return scores, places


def assert_equal(ours: Lists, theirs: Lists) -> None:
    """The same offers with the same scores, but for what float32 cannot tell apart."""
    assert (np.isinf(ours[0]) == np.isinf(theirs[0])).all()
    there = np.isfinite(ours[0])
    assert np.abs(ours[0][there] - theirs[0][there]).max() < 2e-6
    assert (ours[1] == theirs[1])[there].mean() > 0.999


def faiss_search(queries: Vectors, items: Vectors) -> Callable[[], Any]:
    """The lists as faiss makes them."""
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(items.shape[1])
    index.add(items)
    return lambda: index.search(queries, K)


def online(report: Report, offers: int, dimensions: int, times: int = 300) -> None:
    """One resident who chose a region and a kind, then a kind alone, then nothing."""
    queries, items = vectors(times, offers, dimensions)
    check = PairCheck(resident_columns(times), offer_columns(offers))
    random = np.random.default_rng(3)
    region, kind = random.integers(0, REGIONS, offers), random.integers(0, KINDS, offers)
    filters: dict[str, Callable[[int], NDArray[np.intp] | None]] = {
        "region and kind": lambda n: np.flatnonzero((region == n % REGIONS) & (kind == n % KINDS)),
        "kind": lambda n: np.flatnonzero(kind == n % KINDS),
        "no filter": lambda n: None,
    }
    for name, chosen in filters.items():
        took = []
        for number in range(times if name != "no filter" else 50):
            began = time.process_time()
            places = check.places(number, chosen(number))
            top_k_one(queries[number], items, K, keep=places, longest=1.001)
            took.append((time.process_time() - began) * 1000)
        goal = 5.0 if name == "region and kind" else None
        said = f"one resident, {offers // 1000}k offers, d={dimensions}, {name}"
        report.add(f"{said}: p50", float(np.percentile(took, 50)), "ms CPU")
        report.add(f"{said}: p99", float(np.percentile(took, 99)), "ms CPU", at_most=goal)


def memory(report: Report, offers: int, dimensions: int) -> None:
    """The peak of one process over its own idle peak, mapped files counted, against the size of the vectors."""
    with tempfile.TemporaryDirectory(prefix="futamachi-bench-") as name:
        folder = Path(name)
        queries, items = vectors(8_192, offers, dimensions)
        np.save(folder / "residents.npy", queries)
        np.save(folder / "items.npy", items)
        resident_columns(len(queries)).save(folder / "columns" / "residents")
        offer_columns(offers).save(folder / "columns" / "offers")
        said = subprocess.run([sys.executable, "-c", MEMORY, name], capture_output=True, text=True, check=True).stdout
    idle, peak = (int(number) for number in said.split())
    ratio = (peak - idle) / (queries.nbytes + items.nbytes)
    report.add(f"batch: memory above idle / vectors, d={dimensions}", ratio, "×", at_most=1.3)
