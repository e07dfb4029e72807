"""Applying: places given in turn, a waiting list that moves up, choosing with a reason, races, secrecy."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.bookings import residents
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.factories.participations import TOWN, a_need, an_application, an_event
from tests.factories.residents import a_resident
from webapp.core.actor import Role, system_actor
from webapp.core.clock import now, today
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.participations import actions, applying, jobs, queries
from webapp.participations.applying import Answers
from webapp.participations.counts import counts_for
from webapp.participations.leaving import call_off_all_in
from webapp.participations.models import Participation
from webapp.participations.models import ParticipationStatus as S
from webapp.participations.terms import terms_of


def subjects(session: Session, email: str) -> list[str]:
    session.flush()
    return [row.subject for row in session.exec(select(Letter).where(Letter.to_email == email))]


def test_places_of_an_event_go_to_who_comes_first_and_the_next_ones_wait(session: Session) -> None:
    event = an_event(capacity=3)
    first, second, third = an_application(event, adults=2), an_application(event, adults=2), an_application(event)
    assert (first.status, second.status, third.status) == (S.ACCEPTED, S.WAITING, S.ACCEPTED)
    counts = counts_for(event.id)
    assert (counts.applied, counts.waiting, counts.places_taken, counts.free(3)) == (3, 1, 3, 0)


def test_who_waits_moves_up_by_itself_in_turn_and_a_party_that_does_not_fit_lets_a_smaller_one_pass(
    session: Session,
) -> None:
    event = an_event(capacity=2)
    person, single = a_resident_user(), a_resident_user()
    holding = [an_application(event, person), an_application(event)]
    couple, alone = an_application(event, adults=2), an_application(event, single)
    applying.withdraw(holding[0], by=actor_of(person))
    assert (couple.status, alone.status) == (S.WAITING, S.ACCEPTED)
    assert "空きが出て、参加が決まりました：りんご畑のお手伝い" in subjects(session, single.email)
    actions.set_call(event, {"capacity": 4}, by=actor_of(a_clerk(TOWN)))
    assert couple.status is S.ACCEPTED


def test_for_work_and_needs_the_makers_choose_and_a_refusal_has_a_reason(session: Session) -> None:
    need, person, clerk = a_need(capacity=1), a_resident_user(), a_clerk(TOWN)
    row, other = an_application(need, person), an_application(need)
    assert row.status is S.APPLIED
    with pytest.raises(RuleBroken, match="理由が必要"):
        actions.decline(row, reason=" ", by=actor_of(clerk))
    actions.accept(other, by=actor_of(clerk))
    with pytest.raises(RuleBroken, match="枠が足りません"):
        actions.accept(row, by=actor_of(clerk))
    actions.decline(row, reason="今回は経験のある方をお願いしました。", by=actor_of(clerk))
    assert row.status is S.DECLINED
    letter = session.exec(select(Letter).where(Letter.to_email == person.email)).all()[-1]
    assert any("経験のある方" in paragraph for paragraph in letter.content["paragraphs"])


def test_letters_to_the_makers_name_nobody(session: Session) -> None:
    need = a_need()
    clerk, person = a_clerk(TOWN), a_resident_user(display_name="秘田 名子")
    an_application(need, person)
    (letter,) = session.exec(select(Letter).where(Letter.to_email == clerk.email)).all()
    assert "応募がありました" in letter.subject
    assert "秘田" not in f"{letter.subject}{letter.content}"


def test_nobody_applies_twice_to_the_own_listing_too_late_or_to_what_is_not_open(session: Session) -> None:
    event, person = an_event(capacity=5, corporation_id=None), a_resident_user()
    an_application(event, person)
    cases: list[tuple[Listing, Any, dict[str, Any], str]] = [
        (event, person, {}, "もう応募しています"),
        (event, None, {"adults": 6}, "枠（5人）"),
        (event, None, {"children": 1}, "子ども連れ"),
        (an_event(details={"apply_until": (today() - timedelta(days=1)).isoformat()}), None, {}, "締切を過ぎ"),
        (an_event(days=-1), None, {}, "開催の日を過ぎた"),
        (an_event(status=ListingStatus.PAUSED), None, {}, "休んで"),
        (an_event(source="akiyabank", external_id="1"), None, {}, "掲載元の案内"),
        (a_listing(TOWN, ListingKind.HOME), None, {}, "応募を受け付けていません"),
        (a_need(), None, {"wished_days": [today() - timedelta(days=1)]}, "過ぎた日"),
    ]
    for listing, who, answers, sentence in cases:
        with pytest.raises(RuleBroken, match=sentence):
            an_application(listing, who, **answers)
    clerk = a_clerk(TOWN)
    with pytest.raises(NotAllowed):
        applying.apply(event, Answers(shown_name="職員"), by=actor_of(clerk))


def test_without_a_waiting_list_a_full_event_is_full(session: Session) -> None:
    event, clerk = an_event(capacity=1), actor_of(a_clerk(TOWN))
    actions.set_call(event, {"takes_waiting": False, "choosing": terms_of(event).choosing, "capacity": 1}, by=clerk)
    an_application(event)
    with pytest.raises(RuleBroken, match="枠が埋まりました"):
        an_application(event)
    actions.set_call(event, {"capacity": 3}, by=clerk)
    an_application(event, adults=2)
    with pytest.raises(RuleBroken, match="もう3人の参加が決まっています"):
        actions.set_call(event, {"capacity": 2}, by=clerk)


@pytest.mark.both_databases
def test_of_many_who_ask_for_the_last_places_at_once_exactly_so_many_get_one(database: Any) -> None:
    with database.transaction():
        event = an_event(capacity=3)
        people = residents(8)
    start, said = threading.Barrier(len(people)), []

    def ask(person: Any) -> None:
        start.wait(timeout=20)
        with database.transaction() as s:
            said.append(applying.apply(s.get_one(Listing, event.id), Answers(shown_name="人"), by=person).status)

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == sorted([S.ACCEPTED] * 3 + [S.WAITING] * 5)


def test_a_corporations_applicants_are_not_the_towns_to_read(session: Session) -> None:
    corporation, need = a_corporation(), a_need()
    a_designation(corporation, TOWN)
    job = a_need(corporation_id=corporation.id, title=need.title)
    row = an_application(job)
    staff, clerk = a_staff_user(Role.CORPORATION, corporation.id), a_clerk(TOWN)
    assert queries.desk_participation_for(actor_of(staff), row.id)[0] is row
    with pytest.raises(NotThere):
        queries.desk_participation_for(actor_of(clerk), row.id)
    with pytest.raises(NotAllowed):
        actions.accept(row, by=actor_of(clerk))
    with pytest.raises(NotThere):
        queries.own_participation_for(actor_of(a_resident_user()), row.id)


def test_who_asks_for_secrecy_is_known_by_a_chosen_name_and_gives_no_address(session: Session) -> None:
    need, hidden, later = a_need(), a_resident_user(), a_resident_user(display_name="本名 花子")
    a_resident(hidden, is_confidential=True)
    profile = a_resident(later)
    with pytest.raises(RuleBroken, match="呼び名"):
        an_application(need, hidden, shown_name="")
    row = an_application(need, hidden, shown_name="みかん", shares_contact=True)
    other = an_application(need, later, shares_contact=True)
    clerk = actor_of(a_clerk(TOWN))
    for one in (row, other):
        actions.accept(one, by=clerk)
    assert queries.address_of(other) == later.email
    profile.is_confidential = True
    session.flush()
    assert queries.names_of([row, other]) == {row.id: "みかん", other.id: f"番号 {other.reference}"}
    assert (queries.address_of(row), queries.address_of(other)) == ("", "")


def test_calling_off_tells_everybody_and_closes_the_door(session: Session) -> None:
    event, person = an_event(capacity=1), a_resident_user()
    rows = [an_application(event, person), an_application(event)]
    assert actions.call_off(event, reason="台風のため", by=actor_of(a_clerk(TOWN))) == 2
    assert {row.status for row in rows} == {S.CANCELLED}
    assert "中止のお知らせ：りんご畑のお手伝い" in subjects(session, person.email)
    with pytest.raises(RuleBroken, match="受け付けていません"):
        an_application(event)


def test_a_town_that_leaves_calls_off_what_people_hoped_for(session: Session) -> None:
    row = an_application(a_need())
    call_off_all_in(TOWN, by=system_actor("leaving"), reason="参加を終えるため")
    assert row.status is S.CANCELLED


def test_the_day_before_is_remembered_and_the_days_after_count_who_came(session: Session, time_machine: Any) -> None:
    time_machine.move_to("2026-10-01T12:00:00+09:00", tick=False)
    event, person = an_event(days=5, capacity=1), a_resident_user()
    row, waits = an_application(event, person), an_application(event)
    payload = {"participation": row.id, "day": (today() + timedelta(days=5)).isoformat()}
    jobs.remind({**payload, "day": "2026-10-09"})
    assert not any("あす開催" in subject for subject in subjects(session, person.email))
    jobs.remind(payload)
    assert "あす開催です：りんご畑のお手伝い" in subjects(session, person.email)
    with pytest.raises(RuleBroken, match="開催の日から"):
        actions.note(row, "note_done", by=actor_of(a_clerk(TOWN)))
    time_machine.shift(timedelta(days=6))
    jobs.catch_up()
    assert (row.status, waits.status) == (S.ACCEPTED, S.DECLINED)
    time_machine.shift(timedelta(days=4))
    jobs.catch_up()
    jobs.catch_up()
    assert (row.status, row.over_at) == (S.DONE, now())
    assert subjects(session, person.email).count("参加していかがでしたか：りんご畑のお手伝い") == 1


def test_who_did_not_come_is_noted_and_cannot_withdraw_afterwards(session: Session, time_machine: Any) -> None:
    time_machine.move_to("2026-10-01T12:00:00+09:00", tick=False)
    event, person = an_event(days=1), a_resident_user()
    row = an_application(event, person)
    time_machine.shift(timedelta(days=1))
    with pytest.raises(RuleBroken, match="始まったあと"):
        applying.withdraw(row, by=actor_of(person))
    with pytest.raises(NotAllowed):
        applying.withdraw(row, by=actor_of(a_resident_user()))
    actions.note(row, "note_absent", by=actor_of(a_clerk(TOWN)))
    assert row.status is S.ABSENT
    again = an_application(a_need(), person)
    assert (queries.absences_before(row), queries.absences_before(again)) == (0, 1)
    assert counts_for(event.id).places_taken == 1


def test_an_erased_person_leaves_a_count_and_no_words(session: Session) -> None:
    from webapp.participations import own_data

    event, person = an_event(capacity=1), a_resident_user()
    row, waits = an_application(event, person, message="秘密の事情"), an_application(event)
    assert own_data.exported(actor_of(person))["participations"][0]["message"] == "秘密の事情"
    clerk = a_clerk(TOWN)
    own_data.erase(person.id, by=actor_of(person))
    assert "応募の取り下げ：りんご畑のお手伝い" in subjects(session, clerk.email)
    assert (row.user_id, row.message, row.shown_name, row.status) == (None, "", "", S.WITHDRAWN)
    assert waits.status is S.ACCEPTED
    assert session.exec(select(Participation).where(Participation.listing_id == event.id)).all()


def test_a_listing_that_ended_ends_what_nobody_answered_and_keeps_who_has_a_place(session: Session) -> None:
    need, person = a_need(capacity=1), a_resident_user()
    placed, open_one = an_application(need), an_application(need, person)
    actions.accept(placed, by=actor_of(a_clerk(TOWN)))
    need.status = ListingStatus.CLOSED
    session.flush()
    jobs.catch_up()
    assert (placed.status, open_one.status) == (S.ACCEPTED, S.DECLINED)
    assert "応募の結果：草刈りの手を求めています" in subjects(session, person.email)
