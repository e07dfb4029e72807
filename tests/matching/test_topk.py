"""Exact top-k: the same answer as sorting everything, whatever the block sizes, ties, rules and shapes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from matching import topk
from matching.topk import top_k, top_k_one
from tests.support.examples import examples

Vectors = NDArray[np.float32]


def naive(queries: Vectors, items: Vectors, k: int, mask: NDArray[np.bool_] | None = None) -> tuple[Any, Any]:
    """Every pair, summed in float64 and rounded to float32, sorted."""
    scores = (queries.astype(np.float64) @ items.astype(np.float64).T).astype(np.float32) + np.float32(0)
    if mask is not None:
        scores[~mask] = -np.inf
    places = np.argsort(-scores, axis=1, kind="stable")[:, :k].astype(np.int32)
    best = np.take_along_axis(scores, places, axis=1)
    short = ((0, 0), (0, k - places.shape[1]))
    best = np.pad(best, short, constant_values=-np.inf)
    return best, np.where(best > -np.inf, np.pad(places, short, constant_values=-1), -1)


def random_vectors(rows: int, dimensions: int, seed: int) -> Vectors:
    return np.random.default_rng(seed).standard_normal((rows, dimensions)).astype(np.float32)


WHOLE = st.integers(-3, 3).map(float)
SHAPES = st.tuples(st.integers(0, 12), st.integers(0, 60), st.integers(1, 5))


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small worlds pass through all stages too."""
    for name, value in {"START": 24, "START_ROWS": 5, "ROOM": 3, "LOGGED": 4, "SPARE": 2}.items():
        monkeypatch.setattr(topk, name, value)


@examples(100)
@given(data=st.data(), shape=SHAPES, k=st.integers(1, 70), block=st.tuples(st.integers(1, 14), st.integers(1, 70)))
def test_whole_numbers_full_of_ties_are_ranked_as_by_sorting(
    data: st.DataObject, shape: tuple[int, int, int], k: int, block: tuple[int, int]
) -> None:
    n, m, d = shape
    queries = data.draw(arrays.arrays(np.float32, (n, d), elements=WHOLE))
    items = data.draw(arrays.arrays(np.float32, (m, d), elements=WHOLE))
    mask = data.draw(arrays.arrays(bool, (n, m)))
    expected_scores, expected_places = naive(queries, items, k, mask)
    scores, places = top_k(queries, items, k, allowed=lambda rows, columns: mask[rows, columns], block=block)
    assert (places == expected_places).all()
    assert (scores == expected_scores).all()


@examples(25)
@given(seed=st.integers(0, 10**6), k=st.integers(1, 40), block=st.tuples(st.integers(1, 200), st.integers(1, 900)))
def test_random_vectors_give_the_sorted_lists_for_every_block_size(seed: int, k: int, block: tuple[int, int]) -> None:
    queries, items = random_vectors(30, 17, seed), random_vectors(700, 17, seed + 1)
    items[300:350] = items[0]
    queries[3] = 0
    mask = np.random.default_rng(seed).random((30, 700)) < 0.2
    mask[7] = False
    expected = naive(queries, items, k, mask)
    found = top_k(queries, items, k, allowed=lambda rows, columns: mask[rows, columns], block=block)
    assert (found[1] == expected[1]).all()
    assert (found[0] == expected[0]).all()


def test_scores_that_rounding_alone_tells_apart_are_in_order() -> None:
    base = random_vectors(1, 64, 1)
    items = np.repeat(base, 400, axis=0)
    items[:, 0] += (np.arange(400) % 7).astype(np.float32) * np.float32(1e-7)
    queries = random_vectors(9, 64, 2)
    scores, places = top_k(queries, items, 5, block=(4, 33))
    expected = naive(queries, items, 5)
    assert (places == expected[1]).all()
    assert (scores == expected[0]).all()


def test_lengths_and_signs_of_any_size_do_no_harm() -> None:
    queries, items = random_vectors(20, 8, 3) * 1e6, random_vectors(500, 8, 4) - 5
    items[::50] *= 1e-6
    items[7] = 0
    found, expected = top_k(queries, items, 30, block=(7, 64)), naive(queries, items, 30)
    assert (found[1] == expected[1]).all()
    assert (found[0] == expected[0]).all()


def test_rules_are_asked_only_for_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    asked = []

    def allowed(rows: Any, places: Any) -> Any:
        asked.append(len(rows))
        return (rows + places) % 4 == 0

    top_k(random_vectors(64, 16, 5), random_vectors(20_000, 16, 6), 10, allowed=allowed)
    assert sum(asked) < 64 * 20_000 * 0.03


@pytest.mark.parametrize("shape", [(0, 5, 3), (4, 0, 3), (0, 0, 3), (4, 5, 0)])
def test_empty_sides_give_empty_lists(shape: tuple[int, int, int]) -> None:
    n, m, d = shape
    scores, places = top_k(np.zeros((n, d), np.float32), np.zeros((m, d), np.float32), 3)
    assert scores.shape == places.shape == (n, 3)
    assert (places == ([0, 1, 2] if m and d == 0 else -1)).all()


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 3e38])
@pytest.mark.parametrize("side", ["queries", "items"])
def test_numbers_that_are_not_finite_are_refused_by_row(wrong: float, side: str) -> None:
    vectors = {"queries": random_vectors(3, 4, 1), "items": random_vectors(6, 4, 2)}
    vectors[side][2, 1] = wrong
    with pytest.raises(ValueError, match=f"{side} must be finite and not too large; row 2 is not"):
        top_k(vectors["queries"], vectors["items"], 2)


def test_shapes_and_sizes_that_do_not_fit_are_refused() -> None:
    two, three = random_vectors(2, 2, 0), random_vectors(2, 3, 0)
    with pytest.raises(ValueError, match="queries have 2 dimensions but items have 3"):
        top_k(two, three, 1)
    with pytest.raises(ValueError, match="axes"):
        top_k(two[0], two, 1)
    with pytest.raises(ValueError, match="at least 1"):
        top_k(two, two, 0)
    with pytest.raises(ValueError, match="at least 1"):
        top_k(two, two, 1, block=(0, 1))
    with pytest.raises(ValueError, match="2 dimensions"):
        top_k_one(three[0], two, 1)


@examples(80)
@given(data=st.data(), shape=SHAPES, k=st.integers(1, 70))
def test_one_query_gets_the_list_of_the_batch(data: st.DataObject, shape: tuple[int, int, int], k: int) -> None:
    _, m, d = shape
    query = data.draw(arrays.arrays(np.float32, (d,), elements=WHOLE))
    items = data.draw(arrays.arrays(np.float32, (m, d), elements=WHOLE))
    mask = data.draw(arrays.arrays(bool, (m,)))
    expected = naive(query[None], items, k, mask[None])
    for keep in (mask, np.flatnonzero(mask)):
        scores, places = top_k_one(query, items, k, keep=keep)
        assert places.tolist() == [place for place in expected[1][0].tolist() if place >= 0]
        assert scores.tolist() == expected[0][0][: len(places)].tolist()


def test_one_query_without_filter_or_with_known_lengths_is_the_same() -> None:
    query, items = random_vectors(1, 32, 8)[0], random_vectors(3000, 32, 9)
    expected = naive(query[None], items, 20)
    longest = float(np.linalg.norm(items, axis=1).max())
    for found in (top_k_one(query, items, 20), top_k_one(query, items, 20, longest=longest)):
        assert (found[1] == expected[1][0]).all()
        assert (found[0] == expected[0][0]).all()


def test_one_query_with_numbers_that_are_not_finite_is_refused() -> None:
    items = random_vectors(5, 4, 1)
    with pytest.raises(ValueError, match="finite"):
        top_k_one(np.full(4, np.nan, np.float32), items, 2)
