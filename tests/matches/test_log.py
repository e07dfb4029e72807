"""The log of suggestions: written after pages left, under a name that can be cut off, and read as columns."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.participations import a_need, an_application
from tests.factories.privacy import leave
from tests.support.client import PageClient
from webapp.accounts import queries as accounts
from webapp.core.clock import now
from webapp.core.errors import NotAllowed
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.matches import actions, events, seen
from webapp.matches.events import Happening
from webapp.matches.learning import feedback_rows
from webapp.matches.models import EventKind, MatchEvent, MatchFeedback, MatchPerson
from webapp.participations import actions as participations
from webapp.residents.models import Consent, ConsentPurpose, Resident

SignedIn = Callable[..., PageClient]
K = EventKind


def three_needs() -> list[Listing]:
    return [a_listing("202151", ListingKind.NEED, title=f"手伝い{n}", body="お祭りの町です。") for n in range(3)]


def logged(database: Any) -> list[MatchEvent]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(MatchEvent).order_by(MatchEvent.id)))


def test_a_page_writes_nothing_until_it_has_left_and_then_everything_in_one_statement(
    app: Any, database: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        user = a_matchable()
        three_needs()
    signed_in(user).get("/my/matches")
    assert logged(database) == []
    written: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_rest: written.append(sql))
    assert seen.flush(database) == 3
    assert sum("INSERT INTO match_event" in sql for sql in written) == 1
    lines = logged(database)
    assert [line.position for line in lines] == [1, 2, 3]
    assert len({line.page for line in lines}) == len({line.person for line in lines}) == 1
    assert all(line.model_version and line.score is not None and line.kind is K.IMPRESSION for line in lines)
    assert user.id not in {line.person for line in lines}
    assert seen.flush(database) == 0


def test_an_opened_listing_is_a_view_of_residents_only(database: Any, signed_in: SignedIn, client: PageClient) -> None:
    with database.transaction():
        user, clerk = a_matchable(), a_clerk("202151")
        listing = three_needs()[0]
        draft = a_listing("202151", status=ListingStatus.DRAFT)
    for browser in (client, signed_in(clerk), signed_in(user)):
        browser.get(f"/listings/{listing.id}")
    signed_in(clerk).get(f"/listings/{draft.id}")
    assert seen.flush(database) == 1
    assert [(line.kind, line.listing_id, line.position) for line in logged(database)] == [(K.VIEW, listing.id, None)]


@pytest.mark.parametrize("why", ["secrecy", "withdrawn", "older sentence", "no profile"])
def test_who_may_not_be_logged_is_not(session: Any, why: str) -> None:
    user = a_matchable(text_version="2026-04-01") if why == "older sentence" else a_matchable()
    listing = three_needs()[0]
    profile = session.exec(select(Resident).where(Resident.user_id == user.id)).one()
    if why == "secrecy":
        profile.is_confidential = True
    if why == "withdrawn":
        session.add(
            Consent(user_id=user.id, purpose=ConsentPurpose.MATCHING, text_version="2026-11-21", is_given=False)
        )
    if why == "no profile":
        session.delete(profile)
    session.flush()
    assert events.write([Happening(user.id, listing.id, K.VIEW)]) == 0
    assert session.exec(select(MatchPerson)).all() == []


@pytest.mark.both_databases
def test_lines_are_never_changed_and_the_name_is_made_once(session: Any) -> None:
    user, listing = a_matchable(), three_needs()[0]
    for kind in (K.IMPRESSION, K.VIEW):
        assert events.write([Happening(user.id, listing.id, kind)]) == 1
    assert len(session.exec(select(MatchPerson)).all()) == 1
    session.commit()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.delete(MatchEvent))
    session.rollback()


def test_with_the_account_go_the_answers_and_the_name_in_the_log(session: Any) -> None:
    user, other, listing = a_matchable(), a_matchable(), three_needs()[0]
    actor = accounts.actor_of(user)
    for person in (user, other):
        actions.show_interest(listing, by=accounts.actor_of(person))
    with pytest.raises(NotAllowed):
        actions.forget(user.id, by=accounts.actor_of(other))
    name = events.log_name_of(user.id)
    actions.forget(user.id, by=actor)
    assert events.log_name_of(user.id) is None
    assert [row.user_id for row in session.exec(select(MatchFeedback))] == [other.id]
    assert name in {row.person for row in session.exec(select(MatchEvent))}
    assert events.of_person(user.id) == []


def test_own_data_holds_answers_and_log_and_erasing_takes_both(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable()
        listing = three_needs()[0]
    browser = signed_in(user)
    browser.get("/my/matches")
    seen.flush(database)
    browser.post(f"/my/matches/{listing.id}/aside", {"reason": "far"})
    kept = browser.get("/my/data/futamachi.json", lint=False).response.get_json()
    assert [(row["verdict"], row["reason"]) for row in kept["match_answers"]] == [("not_now", "far")]
    assert {row["kind"] for row in kept["match_log"]} == {"impression", "not_now"}
    assert all("person" not in row for row in kept["match_log"])
    leave(browser)
    kept = browser.get("/my/data/futamachi.json", lint=False).response.get_json()
    assert (kept["match_answers"], kept["match_log"]) == ([], [])
    assert len(logged(database)) == 4


def test_what_is_written_late_does_not_bring_a_closed_account_back(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable()
        three_needs()
    signed_in(user).get("/my/matches")
    with database.transaction() as s:
        profile = s.exec(select(Resident).where(Resident.user_id == user.id)).one()
        s.add(Consent(user_id=user.id, purpose=ConsentPurpose.MATCHING, text_version="2026-11-21", is_given=False))
        profile.themes = []
    assert seen.flush(database) == 0
    assert logged(database) == []


def test_a_database_that_is_away_loses_nothing(
    database: Any, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction():
        user = a_matchable()
        three_needs()
    signed_in(user).get("/my/matches")

    def away(_happenings: Any) -> int:
        raise sa.exc.OperationalError("insert", {}, Exception("locked"))

    with monkeypatch.context() as broken:
        broken.setattr(seen, "write", away)
        assert seen.flush(database) == 0
    assert seen.flush(database) == 3


def test_what_is_due_is_written_when_the_next_answer_has_left(
    database: Any, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction():
        user = a_matchable()
        three_needs()
    monkeypatch.setattr(seen, "FULL", 3)
    page = signed_in(user).get("/my/matches")
    page.response.close()
    assert len(logged(database)) == 3


def test_the_log_becomes_columns_for_learning(session: Any) -> None:
    user, (a, b, c) = a_matchable(), three_needs()
    start = now()

    def at(minute: int, listing: Listing, kind: EventKind, position: int | None = None) -> Happening:
        moment = start + timedelta(minutes=minute)
        return Happening(user.id, listing.id, kind, f"page{minute}", position, 50.0, "v1", moment)

    events.write(
        [
            *(at(0, listing, K.IMPRESSION, place) for place, listing in enumerate((a, b, c), 1)),
            at(1, a, K.VIEW),
            at(2, b, K.NOT_NOW),
            at(3, b, K.VIEW),
            at(4, a, K.IMPRESSION, 1),
            at(5, a, K.INTERESTED),
            at(6, a, K.PLACE_ACCEPTED),
        ]
    )
    rows = feedback_rows()
    assert list(zip(rows.listing, rows.position, rows.action, rows.place, strict=True)) == [
        (a.id, 1, "viewed", ""),
        (b.id, 2, "not_now", ""),
        (c.id, 3, "ignored", ""),
        (a.id, 1, "interested", "accepted"),
    ]
    assert set(rows.model_version) == {"v1"}
    assert len(feedback_rows(since=start + timedelta(minutes=4))) == 1
    assert user.id not in rows.person


def test_taking_back_leaves_a_view_and_an_application_stays(session: Any) -> None:
    user, (a, b, _c) = a_matchable(), three_needs()
    story = [
        (a, K.IMPRESSION),
        (a, K.INTERESTED),
        (a, K.TAKEN_BACK),
        (b, K.VIEW),
        (b, K.APPLICATION),
        (b, K.TAKEN_BACK),
    ]
    for minute, (listing, kind) in enumerate(story):
        events.write([Happening(user.id, listing.id, kind, at=now() + timedelta(minutes=minute))])
    rows = feedback_rows()
    assert list(zip(rows.listing, rows.position, rows.action, strict=True)) == [
        (a.id, None, "viewed"),
        (b.id, None, "applied"),
    ]


def test_applications_and_the_places_answers_are_logged_for_who_agreed(session: Any) -> None:
    need, other = a_need("202151"), a_need("202151")
    user, silent = a_matchable(), a_resident_user()
    row, unwanted = an_application(need, user), an_application(other, user)
    an_application(need, silent)
    clerk = actor_of(a_clerk("202151"))
    participations.accept(row, by=clerk)
    participations.decline(unwanted, reason="今回は定員です", by=clerk)
    lines = session.exec(select(MatchEvent).order_by(MatchEvent.id)).all()
    assert [(line.listing_id, line.kind) for line in lines] == [
        (need.id, K.APPLICATION),
        (other.id, K.APPLICATION),
        (need.id, K.PLACE_ACCEPTED),
        (other.id, K.PLACE_DECLINED),
    ]
