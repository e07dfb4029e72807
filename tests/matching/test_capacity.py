"""Prices and floors: more matches, fairer lists, nothing full is served, and every part of a score is told."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.capacity import (
    DEFAULT,
    Candidates,
    Prices,
    Pricing,
    fair_shares,
    fit_prices,
    points_per_nat,
    serve,
    starting_price,
    unreached,
)
from tests.matching.markets import POINTS, Market, market
from tests.support.examples import examples

MARKETS = [
    pytest.param(market(1), id="one famous town"),
    pytest.param(market(2, fame=3.0), id="one very famous town"),
    pytest.param(market(3, residents=2000, offers=300, towns=60), id="crowded"),
    pytest.param(market(4, residents=150, offers=900, towns=30), id="more offers than people"),
    pytest.param(market(5, skew=0.8), id="a few huge offers"),
    pytest.param(market(6, residents=400, offers=120, towns=4, fame=0), id="four towns"),
]


def priced(world: Market, pricing: Pricing = DEFAULT) -> Prices:
    return fit_prices(world.candidates(), world.capacity, world.town, pricing)


def tiny(scores: list[list[float]], chance: float = 1.0) -> Candidates:
    """Everyone's candidates are all offers, in the order of their numbers."""
    values = np.array(scores, dtype=np.float32)
    places = np.broadcast_to(np.arange(values.shape[1], dtype=np.int32), values.shape).copy()
    return Candidates(places, values, np.full_like(values, chance), np.full_like(values, chance))


@pytest.mark.parametrize("world", MARKETS)
def test_more_matches_come_of_priced_lists_at_little_loss_of_fit(world: Market) -> None:
    plain, after = world.served(), world.served(priced(world))
    assert world.matches(after).realised > 1.03 * world.matches(plain).realised
    assert world.matches(after).refused_full < world.matches(plain).refused_full
    assert world.quality(after) > 0.75 * world.quality(plain)


@pytest.mark.parametrize("world", MARKETS)
def test_attention_is_spread_and_the_floor_holds(world: Market) -> None:
    plain, after = world.exposure(world.served()), world.exposure(world.served(priced(world)))
    assert after.gini < 0.25
    assert after.gini < 0.7 * plain.gini
    assert after.poorest_tenth > 0.6
    assert after.poorest_tenth > plain.poorest_tenth


def test_a_famous_town_no_longer_draws_everybody() -> None:
    world = market(2, fame=3.0)
    is_famous = world.town == 0
    fair = world.capacity[is_famous].sum() / world.capacity.sum()
    plain, after = ((is_famous[places]).mean() / fair for places in (world.served(), world.served(priced(world))))
    assert plain > 3
    assert after < 2


def test_without_price_floor_and_ceiling_the_order_is_the_plain_one() -> None:
    world = market(1)
    prices = priced(world, Pricing(strength=0, floor=0, ceiling=float("inf")))
    assert not prices.offer.any()
    assert not prices.floor.any()
    assert np.array_equal(world.served(prices), world.served())


def test_a_stronger_price_leaves_fewer_at_full_doors_and_costs_fit() -> None:
    world = market(1)
    lists = [world.served(priced(world, Pricing(strength=strength))) for strength in (0.0, 0.3, 1.0)]
    refused = [world.matches(places).refused_full for places in lists]
    quality = [world.quality(places) for places in lists]
    assert all(a > b for a, b in pairwise(refused))
    assert all(a > b for a, b in pairwise(quality))


@pytest.mark.parametrize("world", MARKETS[:3])
def test_what_is_full_is_never_served(world: Market) -> None:
    full = replace(world, capacity=np.where(np.arange(len(world.capacity)) % 3 == 0, 0, world.capacity))
    places = full.served(priced(full))
    assert (places >= 0).any()
    assert (full.capacity[places[places >= 0]] > 0).all()


def test_where_all_is_full_nothing_is_served() -> None:
    served = serve(tiny([[3, 2], [1, 2]]), fit_prices(tiny([[3, 2]]), np.zeros(2, int), np.array([0, 1])), 2)
    assert (served.places == -1).all()
    assert np.isneginf(served.scores).all()


def test_the_second_best_is_shown_when_one_place_draws_everyone() -> None:
    candidates = tiny([[10.0 + person / 2, 8.0] for person in range(40)], chance=0.7)
    prices = fit_prices(candidates, np.array([1, 100]), np.array([0, 0]), Pricing(k=1, points=10, strength=1))
    assert prices.offer[0] > 2
    assert prices.offer[1] == 0
    first = serve(candidates, prices, 1).places[:, 0]
    assert 0 < (first == 0).sum() < 20
    assert first[-1] == 0


def test_an_offer_that_may_be_overbooked_costs_less() -> None:
    candidates = tiny([[10.0, 8.0]] * 20, chance=0.5)
    prices = [fit_prices(candidates, np.array([3, 90]), np.array([0, 0]), Pricing(target=t)) for t in (0.7, 1.0, 2.0)]
    assert prices[0].offer[0] > prices[1].offer[0] > prices[2].offer[0]


def test_an_offer_without_a_limit_is_never_dear() -> None:
    candidates = tiny([[10.0, 1.0]] * 50, chance=0.9)
    prices = fit_prices(candidates, np.array([-1, 3]), np.array([0, 0]))
    assert prices.offer[0] == 0
    assert prices.is_open.all()


def test_larger_households_make_an_offer_dearer() -> None:
    alone = tiny([[10.0, 8.0]] * 20, chance=0.5)
    families = replace(alone, seats=np.full(20, 4))
    prices = [fit_prices(c, np.array([5, 90]), np.array([0, 0])).offer[0] for c in (alone, families)]
    assert prices[1] > prices[0]


def test_a_score_is_the_sum_of_its_told_parts_and_lists_fall() -> None:
    world = market(2, fame=3.0)
    prices = priced(world)
    served = serve(world.candidates(), prices, 10)
    assert np.abs(served.scores - served.base - served.price - served.floor).max() < 1e-9
    assert (served.price <= 0).all()
    assert (served.floor >= 0).all()
    assert (np.diff(served.scores, axis=1) <= 0).all()
    assert np.array_equal(served.price, -prices.offer[served.places])
    assert served.price.any()
    assert served.floor.any()


def test_short_lists_end_in_none() -> None:
    candidates = tiny([[3, 2]])
    served = serve(candidates, fit_prices(candidates, np.array([1, 1]), np.array([0, 1])), 4)
    assert served.places.tolist() == [[0, 1, -1, -1]]
    assert np.isneginf(served.scores[0, 2:]).all()
    assert not served.base[0, 2:].any()


def test_who_has_no_candidates_gets_no_list_and_disturbs_nobody() -> None:
    world = market(1, residents=50)
    some = world.candidates()
    nobody = [np.full((1, 100), fill, values.dtype) for values, fill in ((some.places, -1), (some.scores, np.nan))]
    zero = np.zeros((1, 100))
    parts = zip((some.places, some.scores, some.p_apply, some.p_accept), (*nobody, zero, zero), strict=True)
    more = Candidates(*(np.concatenate(pair) for pair in parts))
    prices = fit_prices(more, world.capacity, world.town)
    assert np.array_equal(prices.offer, priced(world).offer)
    assert (serve(more, prices, 10).places[-1] == -1).all()


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (3, 0)])
def test_without_residents_or_candidates_nothing_is_priced(shape: tuple[int, int]) -> None:
    empty = Candidates(np.full(shape, -1, np.int32), *(np.zeros(shape) for _ in range(3)))
    prices = fit_prices(empty, np.array([1, 2]), np.array([0, 1]), Pricing(floor=0))
    assert not prices.offer.any()
    assert serve(empty, prices, 4).places.shape == (shape[0], 4)


def test_without_offers_lists_are_empty() -> None:
    none = Candidates(np.full((2, 3), -1, np.int32), *(np.zeros((2, 3)) for _ in range(3)))
    prices = fit_prices(none, np.zeros(0, int), np.zeros(0, int))
    assert (serve(none, prices, 2).places == -1).all()


def test_the_order_of_residents_and_candidates_changes_nothing() -> None:
    world = market(4, residents=150)
    there = world.candidates()
    rows = np.random.default_rng(0).permutation(150)
    columns = np.random.default_rng(1).permutation(100)
    told = (there.places, there.scores, there.p_apply, there.p_accept)
    shuffled = Candidates(*(values[rows][:, columns] for values in told))
    prices, again = priced(world), fit_prices(shuffled, world.capacity, world.town)
    assert np.allclose(prices.offer, again.offer, atol=1e-5)
    assert np.array_equal(serve(there, prices, 10).places[rows], serve(shuffled, prices, 10).places)
    assert np.array_equal(priced(world).offer, prices.offer)


def test_blocks_of_any_size_give_the_same_prices_and_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    world = market(4, residents=150)
    whole = priced(world)
    lists = world.served(whole)
    monkeypatch.setattr("matching.capacity.BLOCK", 7)
    parts = priced(world)
    assert np.allclose(whole.offer, parts.offer, atol=1e-5)
    assert np.array_equal(world.served(parts), lists)


def test_equal_scores_go_by_the_smaller_place() -> None:
    same = Candidates(np.array([[2, 0, 1]], np.int32), np.ones((1, 3)), np.ones((1, 3)), np.ones((1, 3)))
    free = Prices(np.zeros(3), np.zeros(1), np.zeros(3, int), np.ones(3, bool))
    assert serve(same, free, 2).places.tolist() == [[0, 1]]


def test_work_grows_with_the_candidates_alone_and_two_thousand_lists_take_well_under_a_second() -> None:
    world = market(9, residents=500)
    there, figures = world.candidates(), []
    for times in (4, 16):
        told = (there.places, there.scores, there.p_apply, there.p_accept)
        candidates = Candidates(*(np.tile(values, (times, 1)) for values in told))
        began = time.process_time()
        fit_prices(candidates, world.capacity, world.town)
        figures.append(time.process_time() - began)
    assert figures[0] < 0.8
    assert figures[1] < 8 * figures[0]


def test_points_per_nat_are_read_off_the_candidates() -> None:
    assert points_per_nat(market(1).candidates(400)) == pytest.approx(POINTS, rel=0.05)
    assert points_per_nat(tiny([[3, 2]])) == 1


def test_fair_shares_go_by_places() -> None:
    assert fair_shares(np.array([1, 2, 3, 0]), np.array([0, 0, 1, 2])).tolist() == [0.5, 0.5, 0]
    assert fair_shares(np.array([2, -1, 2]), np.array([0, 1, 2])).tolist() == pytest.approx([1 / 3] * 3)
    assert fair_shares(np.array([0]), np.array([0])).tolist() == [0]


def test_offers_in_nobodys_list_are_named() -> None:
    candidates = Candidates(np.array([[2, -1]], np.int32), *(np.zeros((1, 2)) for _ in range(3)))
    prices = fit_prices(candidates, np.array([1, 0, 1, 1]), np.zeros(4, int))
    assert unreached(candidates, prices).tolist() == [0, 3]


def test_a_new_offer_starts_at_the_mean_price_of_its_like_and_gets_cheaper() -> None:
    offer = np.array([2.0, 4.0, 10.0, 30.0, 99.0])
    prices = Prices(offer, np.zeros(3), np.array([0, 0, 0, 1, 0]), np.array([True, True, True, True, False]))
    kind = np.array([0, 0, 1, 0, 0])
    assert starting_price(prices, kind, 0, 0) == 3
    assert starting_price(prices, kind, 2, 0) == 12
    assert starting_price(prices, kind, 2, 7) == 11.5
    assert starting_price(prices, kind, 0, 0, days=3) == 1.5
    assert starting_price(prices, kind, 0, 0, days=3, half_life=1) == pytest.approx(3 / 8)
    with pytest.raises(ValueError, match="days"):
        starting_price(prices, kind, 0, 0, days=-1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scores": np.array([[np.nan, 1.0]])}, "scores of a candidate"),
        ({"p_apply": np.array([[1.5, 0.0]])}, "between 0 and 1"),
        ({"p_accept": np.zeros((2, 2))}, "p_accept has shape"),
        ({"places": np.zeros(2, np.int32)}, "residents, candidates"),
        ({"seats": np.ones(3, int)}, "seats"),
    ],
)
def test_impossible_candidates_are_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(tiny([[3, 2]]), **change)  # type: ignore[arg-type]


def test_offers_and_candidates_must_belong_together() -> None:
    with pytest.raises(ValueError, match="none of the 1 offers"):
        fit_prices(tiny([[3, 2]]), np.array([1]), np.array([0]))
    with pytest.raises(ValueError, match="towns"):
        fit_prices(tiny([[3, 2]]), np.array([1, 1]), np.array([0]))


@pytest.mark.parametrize("wrong", [{"floor": 1.1}, {"ceiling": 0.5}, {"k": 0}, {"steps": 0}, {"strength": -1.0}])
def test_senseless_pricing_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Pricing(**wrong)  # type: ignore[arg-type]


@examples(40)
@given(seed=st.integers(0, 10_000), residents=st.integers(1, 60), offers=st.integers(1, 40), towns=st.integers(1, 9))
def test_any_market_gets_finite_prices_and_whole_lists(seed: int, residents: int, offers: int, towns: int) -> None:
    world = market(seed, residents, offers, towns)
    prices = priced(world)
    assert np.isfinite(prices.offer).all()
    assert (prices.offer >= 0).all()
    assert (prices.floor >= 0).all()
    places = world.served(prices)
    assert ((places >= 0).sum(axis=1) == min(10, offers)).all()
    assert all(len(set(row[row >= 0])) == (row >= 0).sum() for row in places)
