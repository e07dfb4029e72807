"""What answers is never fitted again for a new listing, and a model that cannot be read never breaks a page."""

import json
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from matching import Offer
from matching.index import MatchIndex
from matching.learned import MatchModel
from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.municipalities import a_municipality
from tests.factories.registry import a_learned_model, files_of
from tests.support.client import PageClient
from webapp.core.clock import now
from webapp.core.database import session
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.matches import store
from webapp.matches.house import house_model
from webapp.matches.registry.models import LearnedModel, ModelStatus
from webapp.municipalities.models import Municipality

SignedIn = Callable[..., PageClient]
MANY = 8_000
REAL_PAUSE = store.LOOK_AGAIN_SECONDS


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many offers each fit was made from."""
    seen: list[int] = []
    original = MatchModel.fit

    def noting(self: MatchModel, offers: Any, *rest: Any) -> MatchModel:
        seen.append(len(offers))
        return original(self, offers, *rest)

    monkeypatch.setattr(MatchModel, "fit", noting)
    return seen


def needs(count: int) -> list[Listing]:
    if session().get(Municipality, "202151") is None:
        a_municipality("202151")
    return [a_listing("202151", ListingKind.NEED, title=f"手伝い{n}", body="秋祭りの神輿です。") for n in range(count)]


def test_a_published_listing_is_suggested_at_the_next_look_without_a_fit(
    database: Any, signed_in: SignedIn, fits: list[int]
) -> None:
    with database.transaction():
        user = a_matchable(themes=["festivals"], wished_areas=["202151"])
        needs(3)
    browser = signed_in(user)
    assert "山車を引く人" not in browser.get("/my/matches").text
    with database.transaction():
        a_listing("202151", ListingKind.NEED, title="山車を引く人", body="秋祭りです。")
    assert "山車を引く人" in browser.get("/my/matches").text
    assert fits == [3]


def test_looks_are_less_than_five_seconds_apart() -> None:
    assert REAL_PAUSE < 5.0


def test_a_changed_listing_is_read_again_and_a_closed_one_is_gone(database: Any, fits: list[int]) -> None:
    with database.transaction():
        first, second, third = needs(3)
        before = store.fitted()
    with database.transaction() as s:
        row = s.get_one(Listing, first.id)
        row.title, row.updated_at = "雪かきの手伝い", now() + timedelta(seconds=1)
        s.get_one(Listing, second.id).status = ListingStatus.CLOSED
    with database.transaction():
        after = store.fitted()
    assert set(after.offers) == {first.id, third.id}
    assert after.offers[first.id].text.startswith("雪かき")
    assert after.offers[third.id] is before.offers[third.id]
    assert after.matcher.model_ is before.matcher.model_
    assert set(before.offers) == {first.id, second.id, third.id}
    assert fits == [3]


def test_shops_and_buses_are_no_suggestion_and_cost_nothing_when_something_else_changes(
    database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction():
        known = needs(2)
        a_listing("202151", ListingKind.SERVICE, title="移動販売車")
        assert store.fitted().offers.keys() == {row.id for row in known}
    with database.transaction():
        new = [*needs(1), a_listing("202151", ListingKind.SERVICE, title="路線バス")]
    for name in ("published_stamps", "published_for_matching", "places_of_towns"):
        monkeypatch.setattr(store, name, lambda name=name: pytest.fail(f"{name} reads everything again"))
    with database.transaction(read_only=True):
        assert store.fitted().offers.keys() == {row.id for row in (*known, new[0])}


def test_the_model_of_the_house_says_so_and_is_made_anew_when_listings_have_doubled(
    database: Any, fits: list[int]
) -> None:
    with database.transaction():
        needs(1)
        assert store.fitted().model_version.startswith("house-")
        needs(2)
        assert len(store.fitted().offers) == 3
    assert fits == [1, 3]


def test_one_more_offer_among_eight_thousand_costs_far_less_than_a_second() -> None:
    offers = [Offer(f"o{n:05}", "need", "202151", text=f"秋祭りの神輿 {n % 97}") for n in range(MANY)]
    model = house_model(offers[:50])
    index = MatchIndex(model, offers)
    started = time.process_time()
    branch = index.branch()
    branch.upsert([Offer("new", "need", "202151", text="新しい手伝いです。")])
    assert time.process_time() - started < 0.5
    assert "new" in branch.offers
    assert "new" not in index.offers


def test_a_model_in_service_answers_under_its_version(app: Any, database: Any, fits: list[int]) -> None:
    with app.app_context(), database.transaction():
        needs(3)
        row = a_learned_model(ModelStatus.IN_SERVICE)
        fits.clear()
        assert store.fitted().model_version == row.version
        assert store.fitted().refusal == ""
    assert fits == []


@pytest.mark.parametrize("damage", ["no files", "a byte changed", "another program's"])
def test_a_broken_model_is_refused_in_words_and_the_house_serves(
    app: Any, database: Any, signed_in: SignedIn, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context(), database.transaction():
        user = a_matchable(themes=["festivals"], wished_areas=["202151"])
        needs(2)
        folder = files_of(a_learned_model(ModelStatus.IN_SERVICE))
        if damage == "no files":
            (folder / "meta.json").unlink()
        elif damage == "a byte changed":
            (folder / "meta.json").write_bytes((folder / "meta.json").read_bytes() + b" ")
        else:
            (folder / "manifest.json").write_text(json.dumps({"format": "something-else"}))
    page = signed_in(user).get("/my/matches")
    assert "手伝い0" in page.text
    with app.app_context(), database.transaction():
        found = store.fitted()
    assert found.model_version.startswith("house-")
    assert str(folder) in found.refusal


def test_a_model_taken_into_service_answers_at_the_next_look(app: Any, database: Any) -> None:
    with app.app_context(), database.transaction() as s:
        needs(2)
        row = a_learned_model(ModelStatus.CANDIDATE)
        assert store.fitted().model_version.startswith("house-")
        s.get_one(LearnedModel, row.id).status = ModelStatus.IN_SERVICE
        s.flush()
        assert store.fitted().model_version == row.version


def test_who_asks_while_another_thread_renews_gets_what_there_was(app: Any, database: Any) -> None:
    with app.app_context(), database.transaction():
        needs(1)
        before = store.fitted()
        needs(1)
        with store._lock:
            answers: list[Any] = []

            def ask() -> None:
                with app.app_context(), database.transaction(read_only=True):
                    answers.append(store.fitted())

            asking = threading.Thread(target=ask)
            asking.start()
            asking.join(10)
        assert answers == [before]
        assert len(store.fitted().offers) == 2
