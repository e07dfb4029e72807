"""Prices keep crowded places from crowding more, floors lift forgotten towns, and both are shown as such."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.municipalities import a_municipality
from tests.factories.registry import a_learned_model
from tests.matches.registry.crowd import some_listings
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.clock import now
from webapp.listings.models import Listing, ListingKind
from webapp.matches import store
from webapp.matches.registry import actions, jobs
from webapp.matches.registry.models import Market, ModelStatus
from webapp.matches.registry.pricing import find_prices

SignedIn = Callable[..., PageClient]


def a_market(prices: dict[str, float], floors: dict[str, float] | None = None, **changes: Any) -> Market:
    """Prices for the model that answers now."""
    version = changes.pop("model_version", store.fitted().model_version)
    row = Market(model_version=version, prices=prices, floors=floors or {}, **changes)
    actions.keep_prices(row)
    return row


def two_needs() -> tuple[Listing, Listing]:
    a_municipality("202151")
    one, two = (
        a_listing("202151", ListingKind.NEED, title=title, themes=["festivals"], body="秋祭りの神輿です。", capacity=1)
        for title in ("一つめ", "二つめ")
    )
    return one, two


@pytest.mark.both_databases
def test_what_everybody_wants_and_has_one_place_gets_a_price(app: Flask, database: Any) -> None:
    with app.app_context():
        with database.transaction():
            wanted, _second = two_needs()
            a_municipality("372081")
            a_listing("372081", ListingKind.NEED, title="経理", themes=["accounting"], body="帳簿です。", capacity=40)
            for _number in range(40):
                a_matchable(themes=["festivals"], wished_areas=["202151"])
        row = find_prices(database)
        assert row is not None
        assert row.residents == 40
        assert row.prices[wanted.id] > 0
        with database.transaction(read_only=True):
            assert store.fitted().matcher.index_.scorer.adjustment.price[wanted.id] == -row.prices[wanted.id]


def test_nobody_and_nothing_have_no_prices(app: Flask, database: Any) -> None:
    with app.app_context():
        assert find_prices(database) is None
        with database.transaction():
            two_needs()
        assert find_prices(database) is None


def test_price_and_floor_stand_in_the_ladder_of_reasons_and_add_up(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(themes=["festivals"], wished_areas=["202151"])
        one, two = two_needs()
        a_market({one.id: 9.0, two.id: 0.0}, {"202151": 4.0})
    page = signed_in(user).get("/my/matches")
    cards = page.tree.select("main .match")
    assert [words_of(card.select_one(".match__title")) for card in cards] == ["二つめ", "一つめ"]
    assert "混雑の調整" in cards[1].text
    assert "混雑の調整" not in cards[0].text
    assert "まちの偏りの調整" in cards[0].text
    for card in cards:
        points = [int(tag.text.strip("＋点").replace("−", "-")) for tag in card.select(".ladder__points")]
        assert sum(points) == int(card.select_one(".ladder__total strong").text.strip("点"))


def test_a_new_listing_starts_at_what_its_neighbours_cost(database: Any) -> None:
    with database.transaction():
        one, two = two_needs()
        a_market({one.id: 6.0, two.id: 2.0})
        store.fitted()
        new = a_listing("202151", ListingKind.NEED, title="三つめ", body="秋祭りです。")
        assert store.fitted().matcher.index_.scorer.adjustment.price == {one.id: -6.0, two.id: -2.0, new.id: -4.0}


@pytest.mark.parametrize("why", ["another model's", "a week old"])
def test_prices_of_another_model_or_of_another_week_do_not_count(database: Any, why: str) -> None:
    with database.transaction():
        one, _two = two_needs()
        if why == "another model's":
            a_market({one.id: 6.0}, model_version="a" * 64)
        else:
            a_market({one.id: 6.0}, made_at=now() - timedelta(days=8))
        assert store.fitted().matcher.index_.scorer.adjustment.price == {}


def test_prices_are_found_once_a_night_and_at_once_for_a_new_model(app: Flask, database: Any) -> None:
    with app.app_context():
        with database.transaction():
            two_needs()
            a_matchable(themes=["festivals"], wished_areas=["202151"])
        for payload in ({"day": "2020-01-01"}, {"day": "2020-01-01"}, {"model": "x"}):
            jobs.prices(payload)
        with database.transaction(read_only=True) as s:
            assert len(s.exec(select(Market)).all()) == 2


def test_only_the_newest_thirty_prices_are_kept(database: Any) -> None:
    with database.transaction() as s:
        one, _two = two_needs()
        rows = [a_market({one.id: float(number)}) for number in range(actions.MARKETS_KEPT + 3)]
        kept = s.exec(select(Market)).all()
        assert len(kept) == actions.MARKETS_KEPT
        assert rows[-1] in kept
        assert rows[0] not in kept


def test_prices_of_a_learned_model_go_with_it(app: Flask, database: Any) -> None:
    with app.app_context():
        with database.transaction():
            some_listings(1)
            a_matchable(themes=["festivals"], wished_areas=["202151"])
            version = a_learned_model(ModelStatus.IN_SERVICE).version
        row = find_prices(database)
        assert row is not None
        assert row.model_version == version
