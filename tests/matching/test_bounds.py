"""Lists found by bounds are those of every pair multiplied, to the last digit and tie, whatever the population."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import bounds, cells, layers, sieve, topk
from matching.cells import Cells
from matching.constraints import PairCheck
from matching.sieve import Sieve, has_strong_numbers
from matching.topk import top_k
from tests.bench.crowd import offer_columns, resident_columns
from tests.matching.test_topk import naive
from tests.support.examples import examples

RESIDENTS, D = 40, 12


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    for where, name, value in (
        (cells, "SIZE", 16),
        (cells, "FEW", 4),
        (cells, "START", 32),
        (topk, "START", 32),
        (topk, "LOGGED", 1),
        (layers, "AT_ONCE", 50),
        (bounds, "AT_ONCE", 30),
        (sieve, "SAMPLE", 60),
        (sieve, "FIRST", (0, 3, 5, 8)),
        (sieve, "SECOND", (3, 7, 9)),
    ):
        monkeypatch.setattr(where, name, value)


def market(seed: int, offers: int, *, is_whole: bool) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of falling width, many of them equal, some zero, some long; whole numbers tie."""
    random = np.random.default_rng(seed)
    scale = np.geomspace(3, 0.3, D)
    queries, items = (random.standard_normal((count, D)) * scale for count in (RESIDENTS, offers))
    if is_whole:
        queries, items = np.rint(queries), np.rint(items)
    items[: offers // 3] = items[random.integers(0, offers, offers // 3)]
    items[offers // 2] *= 30
    queries[0], items[offers // 4], queries[5] = 0, 0, queries[6]
    items[:, 4] = 0
    return queries.astype(np.float32), (items - 2 * (seed % 2)).astype(np.float32)


@examples(60)
@given(
    seed=st.integers(0, 10**6),
    offers=st.integers(60, 700),
    k=st.integers(1, 60),
    too_many=st.sampled_from([0.0, 0.2, 1.0]),
    is_whole=st.booleans(),
)
def test_lists_are_those_of_sorting_every_allowed_pair(
    seed: int, offers: int, k: int, too_many: float, is_whole: bool
) -> None:
    queries, items = market(seed, offers, is_whole=is_whole)
    check = PairCheck(resident_columns(RESIDENTS, seed), offer_columns(offers, seed + 1))
    found = Cells.of(check.offers)
    usual = np.cov(queries[::3].T.astype(np.float64))
    told = Sieve.of(found, items, usual, order=found.order).grouped(check.residents, queries)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bounds, "TOO_MANY", too_many)
        scores, places = top_k(queries, items, k, allowed=check.allowed, grouped=told, block=(17, 16))
    expected = naive(queries, items, k, check.grid())
    assert (places == expected[1]).all()
    assert (scores == expected[0]).all()


def test_most_pairs_are_settled_by_bounds_where_a_few_numbers_say_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sieve, "FIRST", (0, 6, 8))
    monkeypatch.setattr(bounds, "TOO_MANY", 0.4)
    monkeypatch.setattr(topk, "SPARE", 12)
    queries, items = market(4, 2_000, is_whole=False)
    queries[:, 6:] *= 0.1
    queries[0], items[1_000] = 1, 1
    check = PairCheck(resident_columns(RESIDENTS), offer_columns(2_000))
    found, multiplied = Cells.of(check.offers), []
    usual = queries.T.astype(np.float64) @ queries / RESIDENTS
    assert has_strong_numbers(items, usual)
    told = Sieve.of(found, items, usual, order=found.order).grouped(check.residents, queries)
    above = topk._Products.above
    monkeypatch.setattr(topk._Products, "above", lambda *told: multiplied.append(told[2] - told[1]) or above(*told))
    top_k(queries, items, 3, allowed=check.allowed, grouped=told, block=(2048, 16))
    assert sum(multiplied) < 1_000


def test_random_vectors_and_numbers_that_are_none_have_no_strong_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sieve, "SAMPLE", 4_000)
    items = np.random.default_rng(1).standard_normal((4_000, D)).astype(np.float32)
    assert not has_strong_numbers(items, np.eye(D))
    items[:, 3:] *= 0.1
    assert has_strong_numbers(items, np.eye(D))
    items[7, 7] = np.nan
    assert not has_strong_numbers(items, np.eye(D))
