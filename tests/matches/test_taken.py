"""Places that people hold: a full listing is matched with nobody and nobody is asked for it."""

from typing import Any

import pytest

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_findable, a_scout
from webapp.core.errors import RuleBroken
from webapp.listings.models import ListingKind
from webapp.matches.people.pool import pool
from webapp.matches.scouting.models import ScoutStatus
from webapp.matches.store import fitted
from webapp.matches.taken import is_full, taken

ALONE = {"family_comes": False, "adults": 1, "children_ages": []}


@pytest.fixture(autouse=True)
def _reader(app: Any) -> Any:
    with app.test_request_context():
        yield


def left(listing: Any) -> int | None:
    return fitted().offers[listing.id].capacity_left


def test_a_place_is_held_from_the_question_to_a_no(session: Any) -> None:
    person = a_findable(**ALONE)
    need = a_listing(SHIOJIRI, ListingKind.NEED, capacity=2)
    assert left(need) == 2
    scout = a_scout(need, person)
    assert left(need) == 1
    scout.status = ScoutStatus.ACCEPTED
    session.flush()
    assert left(need) == 1
    scout.status = ScoutStatus.DECLINED
    session.flush()
    assert left(need) == 2


def test_a_full_listing_is_matched_with_nobody_and_a_question_is_refused(session: Any) -> None:
    asked, other = a_findable(**ALONE), a_findable(**ALONE)
    need = a_listing(SHIOJIRI, ListingKind.NEED, capacity=1)
    scout = a_scout(need, asked)
    assert is_full(need)
    refused = fitted().matcher.why_not(pool().people[other.id].profile, fitted().offers[need.id])
    assert [one.rule for one in refused] == ["capacity"]
    with pytest.raises(RuleBroken, match="枠は"):
        a_scout(need, other)
    scout.status = ScoutStatus.EXPIRED
    session.flush()
    a_scout(need, other)
    assert taken() == {need.id: 1}


def test_at_an_event_everybody_who_comes_along_holds_a_place(session: Any) -> None:
    family = a_findable(family_comes=True, adults=2, children_ages=[3, 7])
    event, need = (a_listing(SHIOJIRI, kind, capacity=5) for kind in (ListingKind.EVENT, ListingKind.NEED))
    for listing in (event, need):
        a_scout(listing, family, by=actor_of(a_clerk(SHIOJIRI)), sender=listing.id[:26])
    assert (left(event), left(need)) == (1, 4)


def test_without_a_stated_number_nothing_is_ever_full(session: Any) -> None:
    a_municipality(SHIOJIRI)
    need = a_listing(SHIOJIRI, ListingKind.NEED)
    a_scout(need, a_findable(**ALONE))
    assert (left(need), is_full(need), taken()) == (None, False, {})
