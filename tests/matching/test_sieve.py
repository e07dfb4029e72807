"""The sieve leaves out only what cannot be among the best; lists are those of an index that looks at everything."""

from dataclasses import replace

import numpy as np
import pytest

from matching import Offer, Resident
from matching import shelf as shelf_module
from matching.cells import Cells
from matching.columns import Numbers, OfferColumns
from matching.constraints import PairCheck
from matching.index import Guise, MatchIndex
from matching.learned import MatchModel, Vectors
from matching.scoring import Adjustment
from matching.sieve import Sieve
from matching.view import Places, View, Wanted
from tests.bench.crowd import offer_columns, resident_columns, vectors
from tests.matching import samples

RESIDENTS, OFFERS, D = 20, 1500, 24


def _sieve(columns: OfferColumns, items: Vectors, points: Numbers, kind: Places) -> Sieve:
    cells = Cells.of(columns, kind)
    return Sieve.of(cells, items[cells.order], np.diag(points**2), kind[cells.order])


@pytest.mark.parametrize("edges", [((0, 3, 5, 9), (3, 7)), ((0, 24), (24,)), ((0, 40, 44), (40, 100))])
def test_nothing_that_fits_is_left_out_and_nothing_is_worth_more_than_it_says(
    monkeypatch: pytest.MonkeyPatch, edges: tuple[tuple[int, ...], tuple[int, ...]]
) -> None:
    for name, value in (("FIRST", edges[0]), ("SECOND", edges[1]), ("SAMPLE", 100), ("AT_ONCE", 64)):
        monkeypatch.setattr(f"matching.sieve.{name}", value)
    monkeypatch.setattr("matching.layers.AT_ONCE", 64)
    check = PairCheck(resident_columns(RESIDENTS), offer_columns(OFFERS))
    queries, items = vectors(RESIDENTS, OFFERS, D)
    points = np.linspace(0, 2, D)
    queries *= points.astype(np.float32)
    items[:, 3] = 0
    items[701] *= 50
    kind = np.arange(OFFERS) % 3
    sieve = _sieve(check.offers, items, points, kind)
    order = sieve.cells.order
    allowed, exact = check.grid()[:, order], queries.astype(np.float64) @ items[order].T.astype(np.float64)
    for row in range(RESIDENTS):
        for kinds in (-1, 0b010):
            places, most = sieve.likely(check.residents.part(slice(row, row + 1)), queries[row], kinds)
            wanted = allowed[row] & ((kinds >> kind[order] & 1) == 1)
            assert set(np.flatnonzero(wanted)) <= set(places.tolist())
            assert (exact[row, places] <= most).all()
            assert (exact[row, places] <= most + sieve.less(places, queries[row])).all()
            assert len(places) == len(set(places.tolist()))


def test_most_of_what_cannot_be_among_the_best_is_known_by_a_few_of_the_numbers() -> None:
    random = np.random.default_rng(4)
    items = random.standard_normal((4000, 240)).astype(np.float32) * np.geomspace(1, 0.001, 240, dtype=np.float32)
    sieve = _sieve(offer_columns(4000), items, np.ones(240), np.zeros(4000, dtype=np.intp))
    items = items[sieve.cells.order]
    places, most = sieve.likely(resident_columns(1), items[7])
    least = np.sort(items[places] @ items[7])[-20]
    near = places[most >= least]
    assert len(near) < 100
    assert np.count_nonzero(most[most >= least] + sieve.less(near, items[7]) >= least) < 40


def _market() -> tuple[list[Resident], list[Offer]]:
    """Offers of many towns and kinds, some alike, some dear, some far."""
    residents, offers = samples.checkerboard()
    every = [
        replace(
            offer,
            id=f"{offer.id}-{n}",
            kind=samples.KINDS[n % 3],
            municipality=f"20{100 + n % 7}0",
            min_days=n % 5,
            monthly_cost=n % 4 * 20_000,
            car_required=n % 6 == 0,
            latitude=33.0 + n % 9,
        )
        for n in range(12)
        for offer in offers
    ]
    told = [replace(one, days_per_month=2 + n, rent_budget=30_000) for n, one in enumerate(residents)]
    return [*told, replace(told[0], id="wishing", wished_areas=frozenset({"201030"}), max_distance_km=300)], every


class _Trees:
    """Stands for what was learned."""

    @staticmethod
    def points(columns: Numbers, apply: Numbers, accept: Numbers) -> Numbers:
        return 3 * np.sin(columns.sum(axis=1)) + apply - accept


@pytest.fixture(scope="module")
def model() -> MatchModel:
    residents, offers = _market()
    return MatchModel(samples.VOCABULARY).fit(offers, residents)


@pytest.mark.parametrize("trees", [None, _Trees()], ids=["points alone", "with trees"])
def test_lists_are_those_of_an_index_that_looks_at_everything(
    model: MatchModel, trees: _Trees | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    residents, offers = _market()
    monkeypatch.setattr(model, "reranker_", trees)
    priced = Adjustment({offers[5].id: -9.0, offers[50].id: -1.0}, {"201020": 2.0})
    monkeypatch.setattr("matching.index.FIRST_LOOK", 1)
    monkeypatch.setattr("matching.index.SECOND_LOOK", 8)
    monkeypatch.setattr("matching.index.SMALL", 1)
    for adjustment in (Adjustment(), priced):
        plain = MatchIndex(model, offers, adjustment)
        monkeypatch.setattr(shelf_module, "SIEVED", 1)
        sieved = MatchIndex(model, offers, adjustment)
        monkeypatch.setattr(shelf_module, "SIEVED", 4096)
        for index in (plain, sieved):
            index.remove([offers[3].id])
            index.upsert([replace(offers[9], min_days=1, id="new")])
        assert sieved._shelves[0].sieve is not None
        assert plain._shelves[0].sieve is None
        for resident in residents:
            for kinds in (None, frozenset({"job", "event"})):
                told = {"kinds": kinds, "without": [offers[1].id], "keep": lambda offer: offer.min_days != 3}
                assert sieved.top_offers(resident, 5, **told) == plain.top_offers(resident, 5, **told)
            guises = Guise(resident, frozenset({"job"})), Guise(replace(resident, adults=4), frozenset({"home"}))
            assert sieved.top_offers_as(guises, 30) == plain.top_offers_as(guises, 30)


def test_looking_closely_again_takes_nothing_more_away(model: MatchModel, monkeypatch: pytest.MonkeyPatch) -> None:
    residents, offers = _market()
    for name, value in (("shelf.SIEVED", 1), ("sieve.FIRST", (0, 2, 4)), ("sieve.SECOND", (2, 90))):
        monkeypatch.setattr(f"matching.{name}", value)
    index = MatchIndex(model, offers)
    shelf = index._shelves[0]
    query = index.scorer.weighted(model.residents(residents[:1]))[0]
    view = View(shelf, residents[0], query, index.scorer, Wanted(None, None, ()))
    first, every = view._most.copy(), np.arange(len(view._most))
    for _ in range(50):
        view._look_closer(every)
    assert (view._most < first).any()
    assert (shelf.vectors[view._every] @ query <= view._most).all()
