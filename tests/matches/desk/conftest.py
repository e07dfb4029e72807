"""A town with two events of few places and people who want the first one most."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.listings import a_listing
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_findable
from tests.support.client import PageClient
from webapp.listings.models import ListingKind
from webapp.matches import store
from webapp.matches.desk import making, queries
from webapp.matches.desk.models import Audience, MatchBatch, Mode

SignedIn = Callable[..., PageClient]


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0.0)


def an_event(title: str, theme: str, capacity: int | None = 2, **changes: Any) -> Any:
    """An event of the town with few places."""
    values = {"title": title, "themes": [theme], "capacity": capacity, "family_ok": True}
    return a_listing(SHIOJIRI, ListingKind.EVENT, **{**values, **changes})


@pytest.fixture
def town(database: Any, signed_in: SignedIn) -> dict[str, Any]:
    """Four people who like festivals, two places there and five elsewhere; the clerk and a person with browsers."""
    with database.transaction():
        people = [
            a_findable(themes=["festivals", "rice"], family_comes=False, adults=1, children_ages=[]) for _ in range(4)
        ]
        festival, rice = an_event("秋祭りの山車", "festivals"), an_event("稲刈りの一日", "rice", 5)
        clerk, second = a_clerk(SHIOJIRI), a_clerk(SHIOJIRI)
    return {
        "festival": festival,
        "rice": rice,
        "people": people,
        "clerk": clerk,
        "desk": signed_in(clerk),
        "second": signed_in(second),
        "second_clerk": second,
    }


def made(town: dict[str, Any], database: Any, mode: Mode = Mode.ASSIGNMENT, **changes: Any) -> MatchBatch:
    """A batch of both events, made by the clerk."""
    wanted = making.Wanted("秋の催し", mode, changes.get("audience", Audience.EVERYBODY))
    with town["desk"].app.app_context(), database.transaction():
        chosen = changes.get("listings", [town["festival"], town["rice"]])
        return making.make(wanted, chosen, by=actor_of(town["clerk"]))


def rows_of(batch: MatchBatch, database: Any) -> Any:
    """Its suggestions as they are now."""
    with database.transaction(read_only=True):
        return queries.suggestions_of(batch)
