"""Two who ask at once take turns, so that limits hold; the log hears of a place's yes only where it answers one."""

import io
import threading
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_findable, a_scout
from webapp.accounts.models import User
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.tenant_data import stream
from webapp.listings.models import Listing, ListingKind
from webapp.matches.events import of_person
from webapp.matches.models import EventKind, MatchFeedback, Verdict
from webapp.matches.scouting import actions, asking, own_data, rules
from webapp.matches.scouting.models import Scout
from webapp.residents.queries import profile_of_user

OTHER = "372081"
K = EventKind


def a_need(code: str = SHIOJIRI) -> Listing:
    a_municipality(code)
    return a_listing(code, ListingKind.NEED, title="祭りの担ぎ手", themes=["festivals"])


def at_once(app: Any, database: Any, monkeypatch: pytest.MonkeyPatch, pairs: list[tuple[Listing, User]]) -> list[str]:
    """Each listing asks its person in a thread of its own, all past the limits before any is written; who was told what."""
    both_have_counted = threading.Barrier(len(pairs))
    refuse: Callable[..., None] = asking._refuse

    def counting(*arguments: Any) -> None:
        refuse(*arguments)
        with suppress(threading.BrokenBarrierError):
            both_have_counted.wait(1)

    monkeypatch.setattr(asking, "_refuse", counting)
    with database.transaction():
        clerks = [actor_of(a_clerk(listing.municipality_code)) for listing, _user in pairs]
    outcomes: list[str] = []

    def ask(place: int) -> None:
        listing, user = pairs[place]
        try:
            with app.app_context(), database.transaction() as s:
                a_scout(s.get_one(Listing, listing.id), user, by=clerks[place])
            outcomes.append("sent")
        except RuleBroken as refused:
            outcomes.append(refused.sentence)

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(pairs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.both_databases
def test_two_clerks_at_once_do_not_pass_the_limit_of_a_week(
    app: Any, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SCOUTS_A_WEEK", 1)
    with database.transaction():
        need = a_need()
        people = [a_findable(), a_findable()]
    told = at_once(app, database, monkeypatch, [(need, person) for person in people])
    assert told[0] == "sent"
    assert "1週間に1件まで" in told[1]
    with database.transaction(read_only=True) as s:
        assert len(s.exec(select(Scout)).all()) == 1


@pytest.mark.both_databases
def test_two_towns_at_once_do_not_crowd_a_person(app: Any, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_OPEN", 1)
    with database.transaction():
        needs, person = [a_need(), a_need(OTHER)], a_findable()
    told = at_once(app, database, monkeypatch, [(need, person) for need in needs])
    assert told[0] == "sent"
    assert "多くのお声かけが届いています" in told[1]


def kinds_of(user: User) -> list[EventKind]:
    return [line.kind for line in of_person(user.id)]


def interested(session: Any, user: User, need: Listing) -> None:
    session.add(MatchFeedback(user_id=user.id, listing_id=need.id, verdict=Verdict.INTERESTED))
    session.flush()


def test_a_question_alone_is_no_yes_of_the_place(session: Any) -> None:
    need, user = a_need(), a_findable()
    session.add(MatchFeedback(user_id=user.id, listing_id=need.id, verdict=Verdict.NOT_NOW))
    session.flush()
    scout = a_scout(need, user)
    assert kinds_of(user) == []
    actions.withdraw(scout, by=actor_of(a_clerk(SHIOJIRI)), reason="催しが中止になったため")
    assert kinds_of(user) == []


def test_to_who_was_interested_a_question_is_a_yes_and_taking_it_back_a_no(session: Any) -> None:
    need, user = a_need(), a_findable()
    interested(session, user, need)
    scout = a_scout(need, user)
    assert kinds_of(user) == [K.PLACE_ACCEPTED]
    actions.withdraw(scout, by=actor_of(a_clerk(SHIOJIRI)), reason="ほかの人に決まったため")
    assert kinds_of(user) == [K.PLACE_ACCEPTED, K.PLACE_DECLINED]


def test_a_town_that_leaves_says_no_to_nobody(session: Any) -> None:
    need, user = a_need(), a_findable()
    interested(session, user, need)
    a_scout(need, user)
    own_data.withdraw_all_in(SHIOJIRI, by=actor_of(a_clerk(SHIOJIRI)), reason="参加を終えたため")
    assert kinds_of(user) == [K.PLACE_ACCEPTED]


@pytest.mark.both_databases
def test_a_contact_leaves_with_the_town_until_its_person_asks_for_secrecy(app: Any, database: Any) -> None:
    with app.app_context(), database.transaction():
        need, users = a_need(), [a_findable(), a_findable()]
        for user in users:
            actions.accept(a_scout(need, user), by=actor_of(user))
    assert [user.email in exported(database) for user in users] == [True, True]
    with database.transaction():
        profile = profile_of_user(users[0].id)
        assert profile is not None
        profile.is_confidential, profile.updated_at = True, now() + timedelta(seconds=1)
    assert [user.email in exported(database) for user in users] == [False, True]


def exported(database: Any) -> str:
    """The town's scouts as they leave."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join(stream(database, SHIOJIRI, "長野県塩尻市"))))
    return archive.read("tables/scout.jsonl").decode()
