"""Cells of offers: what is left out is what the rules refuse, and lists stay the same."""

from dataclasses import replace

import numpy as np
import pytest

from matching import cells, topk
from matching.cells import Cells
from matching.constraints import PairCheck
from matching.topk import top_k
from tests.bench.crowd import offer_columns, resident_columns, vectors

RESIDENTS, OFFERS, D = 60, 900, 8


@pytest.fixture(autouse=True)
def small_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    for where, name, value in ((cells, "SIZE", 16), (cells, "FEW", 4), (cells, "START", 32), (topk, "START", 32)):
        monkeypatch.setattr(where, name, value)


def test_every_offer_stands_in_one_cell_and_only_what_is_refused_is_left_out() -> None:
    check = PairCheck(resident_columns(RESIDENTS), offer_columns(OFFERS))
    found = Cells.of(check.offers)
    assert sorted(found.order.tolist()) == list(range(OFFERS))
    hope, allowed = found.grouped(check.residents).hope(np.arange(RESIDENTS)), check.grid()
    assert hope.shape == (len(found.starts) - 1, RESIDENTS)
    for number, (start, stop) in enumerate(zip(found.starts, found.starts[1:], strict=False)):
        assert stop - start <= 16
        assert not allowed[~hope[number]][:, found.order[start:stop]].any()
    assert 0.2 < hope.mean() < 0.8


@pytest.mark.parametrize("block", [(2048, 512), (7, 5)])
def test_lists_are_those_of_every_pair_multiplied(block: tuple[int, int]) -> None:
    queries, items = vectors(RESIDENTS, OFFERS, D)
    check = PairCheck(resident_columns(RESIDENTS), offer_columns(OFFERS))
    grouped = Cells.of(check.offers).grouped(check.residents)
    some = top_k(queries, items, 5, allowed=check.allowed, grouped=grouped, block=block)
    every = top_k(queries, items, 5, allowed=check.allowed)
    assert (some[0] == every[0]).all()
    assert (some[1] == every[1]).all()


def test_an_offer_of_no_known_place_is_near_to_everybody() -> None:
    offers = replace(offer_columns(40), point=np.full((3, 40), np.nan), asked=np.zeros(40, dtype=np.uint16))
    no_licence = replace(offers, licences=np.zeros_like(offers.licences), missing=np.zeros_like(offers.missing))
    assert Cells.of(no_licence).grouped(resident_columns(9)).hope(np.arange(9)).all()


def test_no_offers_make_no_cells_and_empty_lists() -> None:
    check = PairCheck(resident_columns(3), offer_columns(0))
    grouped = Cells.of(check.offers).grouped(check.residents)
    _scores, places = top_k(*vectors(3, 0, D), 2, allowed=check.allowed, grouped=grouped)
    assert (places == -1).all()
