"""The people page asks the database a fixed number of questions, and reads a person into a vector once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from tests.factories.accounts import a_clerk
from tests.factories.listings import a_listing
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_findable, a_scout
from tests.support.client import PageClient
from webapp.core.clock import now
from webapp.listings.models import ListingKind
from webapp.matches import store
from webapp.matches.people.ranked import Remembering
from webapp.residents.queries import profile_of_user

SignedIn = Callable[..., PageClient]
MOST_QUESTIONS = 20


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0.0)


@pytest.fixture
def questions(database: Any) -> Iterator[list[str]]:
    """Every statement that is sent to the database."""
    asked: list[str] = []

    def note(*arguments: Any) -> None:
        asked.append(str(arguments[2]))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the people that were read into vectors."""
    seen: list[str] = []
    original = Remembering.residents

    def noting(self: Remembering, residents: Any) -> Any:
        known = {one for one, _vector in self._known.values()}
        seen.extend(one.id for one in residents if one not in known)
        return original(self, residents)

    monkeypatch.setattr(Remembering, "residents", noting)
    return seen


def a_need(title: str) -> Any:
    return a_listing(SHIOJIRI, ListingKind.NEED, title=title, themes=["festivals"], body="秋祭りの神輿です。")


@pytest.mark.parametrize("path", ["/desk/candidates/{need}", "/desk/candidates", "/desk/scouts", "/staff/demand"])
def test_more_people_listings_and_scouts_ask_no_more_questions(
    database: Any, signed_in: SignedIn, questions: list[str], path: str
) -> None:
    with database.transaction():
        people = [a_findable() for _number in range(2)]
        needs, clerk = [a_need("最初の手伝い")], a_clerk(SHIOJIRI)
        a_scout(needs[0], people[0])
    browser, address = signed_in(clerk), path.format(need=needs[0].id)
    counts = []
    for _round in range(2):
        for _time in range(2):  # what changed a moment ago is looked at once more
            browser.get(address)
        questions.clear()
        browser.get(address)
        counts.append(len(questions))
        with database.transaction():
            for number in range(8):
                person, need = a_findable(), a_need(f"手伝い {number}")
                a_scout(need, person)
    assert counts[0] == counts[1]
    assert counts[0] <= MOST_QUESTIONS


def test_a_person_is_read_into_a_vector_once(database: Any, signed_in: SignedIn, read: list[str]) -> None:
    with database.transaction():
        people = [a_findable() for _number in range(4)]
        one, two, clerk = a_need("一つめ"), a_need("二つめ"), a_clerk(SHIOJIRI)
    browser = signed_in(clerk)
    browser.get(f"/desk/candidates/{one.id}")
    assert sorted(read) == sorted(person.id for person in people)
    browser.get(f"/desk/candidates/{two.id}")
    assert len(read) == 4
    with database.transaction():
        profile = profile_of_user(people[1].id)
        assert profile is not None
        profile.themes, profile.updated_at = ["pottery"], now()
    browser.get(f"/desk/candidates/{one.id}")
    assert read[4:] == [people[1].id]
