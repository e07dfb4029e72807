"""Published batches: seen by people, once, within the limits of scouting, and taken back or ended."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import actor_of
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_scout, consents
from tests.matches.desk.conftest import made, rows_of
from tests.support.client import Page, PageClient
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.jobs import run_due
from webapp.listings.models import Listing
from webapp.matches import seen
from webapp.matches.desk import own_data, queries
from webapp.matches.desk.models import BatchStatus, MatchBatch, MatchSuggestion, SuggestionStatus
from webapp.matches.learning import feedback_rows
from webapp.matches.models import EventKind, MatchEvent
from webapp.matches.scouting.models import Scout, ScoutStatus
from webapp.residents.models import ConsentPurpose
from webapp.residents.queries import profile_of_user

SignedIn = Callable[..., PageClient]
WORDS = {"next_step": "3日以内にメールを送ります。", "signed": "企画課 中村"}
REASON = "祭りの準備を手伝ってこられたと知り、今年の山車を一緒に引いてほしいと思いました。"


def path_of(batch: MatchBatch, row: MatchSuggestion | None = None) -> str:
    return f"/staff/places/{batch.id}" + (f"/people/{row.id}" if row else "")


def stored(database: Any, batch: MatchBatch) -> MatchBatch:
    with database.transaction(read_only=True):
        return queries.batch(batch.id)


def publish(town: dict[str, Any], batch: MatchBatch, **options: Any) -> Page:
    return town["desk"].post(path_of(batch) + "/publish", WORDS, **options)


@pytest.mark.both_databases
def test_published_suggestions_reach_the_people(database: Any, town: dict[str, Any], signed_in: SignedIn) -> None:
    batch = made(town, database)
    first, *_rest = rows = rows_of(batch, database)
    keep = {"listing": first.chosen_listing_id, "note": "", "message": REASON}
    town["desk"].post(path_of(batch, first), keep)
    publish(town, batch)
    rows = rows_of(batch, database)
    assert sorted(row.status for row in rows) == [SuggestionStatus.SENT, *[SuggestionStatus.SHOWN] * 3]
    people = {person.id: signed_in(person) for person in town["people"]}
    sent = next(row for row in rows if row.status is SuggestionStatus.SENT)
    assert REASON in people[sent.user_id].get(f"/my/scouts/{sent.scout_id}").text
    assert town["desk"].get(path_of(batch)).links()["お声かけを開く"] == f"/desk/scouts/{sent.scout_id}"
    shown = next(row for row in rows if row.status is SuggestionStatus.SHOWN)
    mine = people[shown.user_id].get("/my/suggested")
    title = {town["festival"].id: "秋祭りの山車", town["rice"].id: "稲刈りの一日"}[shown.chosen_listing_id]
    assert title in mine.text
    assert "企画課 中村" in mine.text
    assert "まちからのおすすめ" in people[shown.user_id].get("/my").text
    after = people[shown.user_id].submit(mine, "片づける").follow()
    assert title not in after.text


def logged(database: Any) -> list[MatchEvent]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(MatchEvent).order_by(MatchEvent.id)))


def test_what_a_batch_proposes_is_logged_and_not_taken_for_something_the_person_passed_over(
    database: Any, town: dict[str, Any]
) -> None:
    batch = made(town, database)
    rows = [row for row in rows_of(batch, database) if row.market_listing_id]
    lines = logged(database)
    assert {line.kind for line in lines} == {EventKind.PROPOSED}
    assert sorted(line.listing_id for line in lines) == sorted(row.market_listing_id for row in rows)
    assert {(line.page, line.model_version) for line in lines} == {(batch.id, batch.model_version)}
    assert all(line.score is not None and line.position in (1, 2) for line in lines)
    assert not {row.user_id for row in rows} & {line.person for line in lines}
    with database.transaction(read_only=True):
        assert len(feedback_rows()) == 0


def test_what_a_person_sees_of_a_batch_is_logged_as_shown(
    database: Any, town: dict[str, Any], signed_in: SignedIn
) -> None:
    batch = made(town, database)
    publish(town, batch)
    row = next(row for row in rows_of(batch, database) if row.status is SuggestionStatus.SHOWN)
    person = next(one for one in town["people"] if one.id == row.user_id)
    before = len(logged(database))
    signed_in(person).get("/my/suggested")
    seen.flush(database)
    line, *more = logged(database)[before:]
    assert (line.kind, line.listing_id, line.position) == (EventKind.IMPRESSION, row.chosen_listing_id, 1)
    assert line.model_version == batch.model_version
    assert line.score == next(one["score"] for one in row.options if one["listing"] == row.chosen_listing_id)
    assert more == []
    with database.transaction(read_only=True):
        assert feedback_rows().action == ["ignored"]


def test_it_is_published_once(database: Any, town: dict[str, Any]) -> None:
    batch = made(town, database)
    publish(town, batch)
    assert "できません" in publish(town, batch, expect=409).text
    row = rows_of(batch, database)[0]
    late = {"listing": "none", "note": "遅い変更"}
    assert "届けたあと" in town["desk"].post(path_of(batch, row), late, expect=409).text


def test_the_limits_of_scouting_hold(database: Any, town: dict[str, Any]) -> None:
    batch = made(town, database)
    rows = rows_of(batch, database)
    for row in rows[:2]:
        town["desk"].post(path_of(batch, row), {"listing": row.chosen_listing_id, "message": REASON})
    with town["desk"].app.app_context(), database.transaction():
        a_scout(town["rice"], next(person for person in town["people"] if person.id == rows[3].user_id))
    publish(town, batch)
    after = {row.id: row for row in rows_of(batch, database)}
    states = [after[row.id].status for row in rows]
    assert states[:2] == [SuggestionStatus.SENT, SuggestionStatus.SHOWN]
    assert "ほとんど同じ" in after[rows[1].id].refusal
    assert states[3] is SuggestionStatus.LEFT_OUT
    assert "お声かけがすでにあります" in town["desk"].get(path_of(batch)).text


@pytest.mark.parametrize("loss", ["consent", "secrecy"])
def test_who_takes_a_consent_back_is_neither_shown_nor_reached(
    database: Any, town: dict[str, Any], loss: str, signed_in: SignedIn
) -> None:
    batch = made(town, database)
    row = rows_of(batch, database)[0]
    person = next(person for person in town["people"] if person.id == row.user_id)
    with database.transaction() as s:
        if loss == "consent":
            consents(person, ConsentPurpose.TOWNS, is_given=False)
        else:
            profile = profile_of_user(person.id)
            profile.is_confidential, profile.updated_at = True, now()
            s.add(profile)
    page = town["desk"].get(path_of(batch))
    assert "本人の希望で、いまは表示しません。" in page.text
    town["desk"].get(path_of(batch, row), expect=404)
    publish(town, batch)
    assert {one.id: one.status for one in rows_of(batch, database)}[row.id] is SuggestionStatus.LEFT_OUT
    assert "おすすめはありません" in signed_in(person).get("/my/suggested").text


def test_a_batch_taken_back_takes_its_questions_back(database: Any, town: dict[str, Any], signed_in: SignedIn) -> None:
    batch = made(town, database)
    row = rows_of(batch, database)[0]
    town["desk"].post(path_of(batch, row), {"listing": row.chosen_listing_id, "message": REASON})
    publish(town, batch)
    page = town["desk"].get(path_of(batch))
    assert town["desk"].submit(page, "/withdraw", {}, expect=422).errors()
    town["desk"].submit(page, "/withdraw", {"reason": "日程が変わったため"})
    with database.transaction(read_only=True) as s:
        assert s.exec(select(Scout)).one().status is ScoutStatus.WITHDRAWN
    assert {one.status for one in rows_of(batch, database)} == {SuggestionStatus.SENT, SuggestionStatus.WITHDRAWN}
    for person in town["people"]:
        assert "おすすめはありません" in signed_in(person).get("/my/suggested").text


def test_what_was_published_ends_after_the_days_of_the_town(
    database: Any, town: dict[str, Any], time_machine: Any, signed_in: SignedIn
) -> None:
    batch = made(town, database)
    publish(town, batch)
    ends_at = stored(database, batch).ends_at
    time_machine.move_to(ends_at)
    with town["desk"].app.app_context():
        run_due(database)
    assert stored(database, batch).status is BatchStatus.CLOSED
    assert {row.status for row in rows_of(batch, database)} == {SuggestionStatus.EXPIRED}


def test_a_town_puts_one_suggestion_at_a_time_on_a_page(database: Any, town: dict[str, Any]) -> None:
    one, two = made(town, database), made(town, database)
    publish(town, one)
    publish(town, two)
    assert {row.status for row in rows_of(two, database)} == {SuggestionStatus.LEFT_OUT}
    assert "すでに出ています" in town["desk"].get(path_of(two)).text


@pytest.mark.both_databases
def test_a_person_takes_along_and_erases_what_batches_hold(database: Any, town: dict[str, Any]) -> None:
    batch = made(town, database)
    publish(town, batch)
    row = rows_of(batch, database)[0]
    person = next(person for person in town["people"] if person.id == row.user_id)
    with town["desk"].app.app_context(), database.transaction():
        exported = own_data.exported(actor_of(person))["place_suggestions"]
        assert exported[0]["chosen_listing_id"] == row.chosen_listing_id
        assert "user_id" not in exported[0]
        own_data.erase(person.id, by=actor_of(person))
    after = next(one for one in rows_of(batch, database) if one.id == row.id)
    assert (after.user_id, after.options, after.note, after.message) == (None, [], "", "")
    assert after.status is SuggestionStatus.WITHDRAWN
    assert "本人の希望で" in town["desk"].get(path_of(batch)).text


def test_a_town_that_leaves_takes_its_batches_back(database: Any, town: dict[str, Any]) -> None:
    batch = made(town, database)
    publish(town, batch)
    with town["desk"].app.app_context(), database.transaction():
        own_data.withdraw_all_in(SHIOJIRI, by=system_actor("leaving"), reason="まちが参加を終えた")
    assert stored(database, batch).status is BatchStatus.WITHDRAWN


def test_a_rule_that_came_after_the_batch_keeps_its_pairs_apart(database: Any, town: dict[str, Any]) -> None:
    batch = made(town, database)
    with database.transaction() as session:
        for person in town["people"]:
            profile = profile_of_user(person.id)
            profile.has_car, profile.updated_at = False, now()
        for key in ("festival", "rice"):
            listing = session.get(Listing, town[key].id)
            listing.car_required, listing.updated_at = True, now()
    publish(town, stored(database, batch))
    rows = [row for row in rows_of(batch, database) if row.chosen_listing_id]
    assert {row.status for row in rows} == {SuggestionStatus.LEFT_OUT}
    assert all("条件に合わなくなりました" in row.refusal for row in rows)


def test_places_assigned_by_one_batch_are_gone_for_the_next(database: Any, town: dict[str, Any]) -> None:
    one, two = (made(town, database, listings=[town["festival"]]) for _ in range(2))
    for batch in (one, two):
        publish(town, stored(database, batch))
    shown = [[row for row in rows_of(batch, database) if row.status is SuggestionStatus.SHOWN] for batch in (one, two)]
    assert sum(row.seats for row in shown[0]) == 2
    assert not shown[1]
    refusals = {row.refusal for row in rows_of(two, database) if row.chosen_listing_id}
    assert refusals
    assert "" not in refusals
