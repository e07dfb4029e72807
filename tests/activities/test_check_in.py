"""Checking in: the rotating code, the poster, signing in on the way, too early, too late, twice, foreign."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import PASSWORD, a_membership, a_resident_user, a_staff_user, actor_of
from tests.factories.activities import a_desk, an_activity, an_occasion
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.client import PageClient
from webapp.activities.occasions import actions, checking_in, codes
from webapp.activities.occasions.codes import Ticket
from webapp.activities.records.models import ActivityRecord, RecordStatus, Way
from webapp.core.actor import Role
from webapp.core.clock import now
from webapp.core.errors import RuleBroken

Visit = Callable[..., PageClient]
START = "2026-10-03T10:05:00+09:00"


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)


@pytest.fixture
def place(database: Any) -> Any:
    """An open check-in with its clerk and a resident."""
    with database.transaction():
        clerk = a_desk()
        return an_occasion(clerk=clerk), clerk, a_resident_user()


def records(database: Any) -> list[ActivityRecord]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(ActivityRecord).order_by(col(ActivityRecord.id))))


def test_a_code_holds_ninety_seconds_and_is_another_one_after_thirty(app: Any, time_machine: Any) -> None:
    with app.app_context():
        start = now().replace(second=0)
        first = codes.code_at("A", start)
        assert first == codes.code_at("A", start + timedelta(seconds=29))
        assert first != codes.code_at("A", start + timedelta(seconds=30))
        assert first != codes.code_at("B", start)
        for seconds, fresh, old in (
            (0, True, False),
            (89, True, False),
            (90, False, True),
            (3599, False, True),
            (3600, False, False),
        ):
            moment = start + timedelta(seconds=seconds)
            assert (codes.is_fresh("A", first, moment), codes.is_old("A", first, moment)) == (fresh, old), seconds
        assert codes.is_fresh("A", codes.shown(first).lower(), start)
        assert not codes.is_fresh("A", "", start)


def test_who_reads_the_screen_is_attested_at_once_in_the_organisers_name(
    database: Any, place: Any, signed_in: Visit
) -> None:
    occasion, clerk, resident = place
    page = signed_in(clerk).get(f"/desk/activities/occasions/{occasion.id}/screen")
    code = page.tree.select_one("[data-code]").text
    me = signed_in(resident)
    page = me.get(f"/check-in/{occasion.id}/{code}", expect=303).follow()
    assert "すぐに活動の回数に入ります" in page.text
    page = me.submit(page, "参加したことを記録する").follow()
    assert "チェックインしました" in page.text
    (row,) = records(database)
    assert (row.status, row.way, row.attester_name) == (RecordStatus.ATTESTED, Way.SCREEN, "長野県塩尻市")
    assert row.decided_by == clerk.id


def test_the_screen_tells_the_script_a_new_code_and_when_it_closed(
    database: Any, place: Any, signed_in: Visit, time_machine: Any
) -> None:
    occasion, clerk, _resident = place
    desk = signed_in(clerk)
    path = f"/desk/activities/occasions/{occasion.id}/screen.json"
    first = desk.get(path).response.get_json()
    time_machine.shift(timedelta(seconds=31))
    second = desk.get(path).response.get_json()
    assert first["code"] != second["code"]
    assert first["svg"].startswith("<svg")
    assert 0 < second["left"] <= 30
    desk.post(f"/desk/activities/occasions/{occasion.id}/close")
    assert desk.get(path).response.get_json() == {"is_open": False}
    desk.get(f"/desk/activities/occasions/{occasion.id}/screen", expect=303)


@pytest.mark.settings(rate_limits=False)
def test_who_is_signed_out_signs_in_and_goes_on_although_the_code_ran_out_meanwhile(
    app: Any, database: Any, place: Any, new_client: Any, time_machine: Any
) -> None:
    occasion, _clerk, resident = place
    with app.app_context():
        code = codes.code_at(occasion.id, now())
    phone = new_client()
    page = phone.get(f"/check-in/{occasion.id}/{code}", expect=303).follow(expect=303).follow()
    time_machine.shift(timedelta(minutes=4))
    page = phone.submit(
        page,
        "サインインする" if "サインインする" in page.html else "ログインする",
        {"email": resident.email, "password": PASSWORD},
    )
    assert page.location == "/my/activities/check-in"
    phone.submit(page.follow(), "参加したことを記録する")
    assert [row.status for row in records(database)] == [RecordStatus.ATTESTED]


def test_a_ticket_lasts_a_quarter_of_an_hour_and_cannot_be_made_up(
    app: Any, place: Any, signed_in: Visit, time_machine: Any
) -> None:
    occasion, _clerk, resident = place
    me = signed_in(resident)
    with app.app_context():
        me.get(f"/check-in/{occasion.id}/{codes.code_at(occasion.id, now())}", expect=303)
        assert codes.unseal("made-up") is None
    time_machine.shift(timedelta(minutes=16))
    assert me.get("/my/activities/check-in", expect=303).location == "/check-in"


def test_old_foreign_and_unknown_codes_get_a_clear_sentence(
    app: Any, database: Any, place: Any, signed_in: Visit, time_machine: Any
) -> None:
    occasion, clerk, resident = place
    with database.transaction():
        other = an_occasion(clerk=clerk)
        planned = an_occasion()
        code, foreign = codes.code_at(occasion.id, now()), codes.code_at(other.id, now())
    me = signed_in(resident)
    assert "いま受付中の会のものではありません" in me.get(f"/check-in/{occasion.id}/{foreign}", expect=409).text
    assert "いま受付中の会のものではありません" in me.get(f"/check-in/nothing/{code}", expect=409).text
    assert "いま受付中の会のものではありません" in me.get("/check-in/p/0123456789AB", expect=409).text
    with app.app_context():
        early = codes.code_at(planned.id, now())
    me.get(f"/check-in/{planned.id}/{early}", expect=409)
    time_machine.shift(timedelta(seconds=120))
    assert "古くなっています" in me.get(f"/check-in/{occasion.id}/{code}", expect=409).text
    page = me.get("/check-in")
    assert "古くなっています" in me.submit(page, "コードを確かめる", {"typed": code}, expect=409).errors()[0]
    assert (
        "いま受付中の会のものではありません"
        in me.submit(page, "コードを確かめる", {"typed": "0000-0000"}, expect=409).text
    )
    assert records(database) == []


def test_a_code_typed_by_hand_finds_its_occasion(app: Any, database: Any, place: Any, signed_in: Visit) -> None:
    occasion, clerk, resident = place
    with database.transaction():
        an_occasion(clerk=clerk)
        typed = codes.shown(codes.code_at(occasion.id, now())).lower()
    me = signed_in(resident)
    page = me.submit(me.get("/check-in"), "コードを確かめる", {"typed": f" {typed} "}).follow()
    me.submit(page, "参加したことを記録する")
    assert [row.activity_occasion_id for row in records(database)] == [occasion.id]


def test_a_poster_waits_for_the_organisers_word_and_a_new_one_makes_it_worthless(
    database: Any, place: Any, signed_in: Visit
) -> None:
    occasion, clerk, resident = place
    desk, me = signed_in(clerk), signed_in(resident)
    address = f"/check-in/p/{occasion.poster_code}"
    assert address in desk.get(f"/desk/activities/occasions/{occasion.id}/poster").text
    page = me.get(address, expect=303).follow()
    assert "主催者が確かめてから" in page.text
    me.submit(page, "参加したことを記録する")
    assert [(row.status, row.way) for row in records(database)] == [(RecordStatus.CLAIMED, Way.POSTER)]
    desk.post(f"/desk/activities/occasions/{occasion.id}/poster")
    me.get(address, expect=409)


def test_nobody_checks_in_twice(database: Any, place: Any, signed_in: Visit) -> None:
    occasion, _clerk, resident = place
    me = signed_in(resident)
    for expected in (303, 409):
        me.get(f"/check-in/p/{occasion.poster_code}", expect=303)
        me.post("/my/activities/check-in", expect=expected)
    assert "もうチェックインしています" in me.get("/my/activities/check-in").text
    assert len(records(database)) == 1


@pytest.mark.both_databases
def test_two_check_ins_at_once_leave_one(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction():
        occasion, resident = an_occasion(clerk=a_desk()), a_resident_user()
        ticket = Ticket(occasion.id, Way.POSTER, now())
        checking_in.check_in(ticket, by=actor_of(resident))
    monkeypatch.setattr(checking_in, "is_there", lambda *_: False)
    with pytest.raises(RuleBroken, match="もうチェックイン"), database.transaction():
        checking_in.check_in(ticket, by=actor_of(resident))
    assert len(records(database)) == 1


@pytest.mark.parametrize(
    ("after_end", "way", "status", "late"),
    [
        (timedelta(minutes=29), Way.SCREEN, RecordStatus.ATTESTED, False),
        (timedelta(minutes=31), Way.SCREEN, RecordStatus.CLAIMED, True),
        (timedelta(hours=23), Way.POSTER, RecordStatus.CLAIMED, True),
    ],
)
def test_who_comes_late_waits_for_the_organisers_word(
    session: Any, time_machine: Any, after_end: timedelta, way: Way, status: RecordStatus, late: bool
) -> None:
    occasion, me = an_occasion(clerk=a_desk()), actor_of(a_resident_user())
    time_machine.move_to(occasion.ends_at + after_end, tick=False)
    row = checking_in.check_in(Ticket(occasion.id, way, now()), by=me)
    assert (row.status, row.is_late) == (status, late)


@pytest.mark.parametrize(
    ("shift", "words"), [(timedelta(hours=-4), "2時間前"), (timedelta(hours=27), "24時間を過ぎた")]
)
def test_too_early_and_too_late_say_so(session: Any, shift: timedelta, words: str) -> None:
    occasion, me = an_occasion(clerk=a_desk()), actor_of(a_resident_user())
    with pytest.raises(RuleBroken, match=words):
        checking_in.check_in(Ticket(occasion.id, Way.POSTER, now() + shift), by=me)


def test_who_may_attest_the_activity_is_not_attested_by_the_screen_they_opened(session: Any) -> None:
    both = a_staff_user(Role.CLERK, a_desk() and SHIOJIRI)
    a_membership(both, Role.RESIDENT)
    occasion = an_occasion(clerk=both)
    row = checking_in.check_in(Ticket(occasion.id, Way.SCREEN, now()), by=actor_of(both))
    assert row.status is RecordStatus.CLAIMED


def test_a_cancelled_occasion_and_an_ended_activity_take_nobody(session: Any) -> None:
    clerk = a_desk()
    activity = an_activity()
    occasion = an_occasion(activity)
    actions.cancel(occasion, activity, reason="大雨のため", by=actor_of(clerk))
    with pytest.raises(RuleBroken, match="中止"):
        checking_in.check_in(Ticket(occasion.id, Way.POSTER, now()), by=actor_of(a_resident_user()))


def test_the_desk_opens_only_for_who_may_attest(database: Any, place: Any, signed_in: Visit) -> None:
    with database.transaction():
        chosen, other = a_corporation(), a_corporation()
        a_designation(chosen, SHIOJIRI)
        a_designation(other, SHIOJIRI)
        occasion = an_occasion(an_activity(corporations=(chosen.id,)))
        people = [a_staff_user(Role.CORPORATION, one.id) for one in (chosen, other)]
        hub, stranger = a_staff_user(Role.HUB, SHIOJIRI), a_desk("152242")
    path = f"/desk/activities/occasions/{occasion.id}"
    assert "中町の休憩所" in signed_in(people[0]).get(path).text
    for person in (people[1], hub, stranger):
        signed_in(person).get(path, expect=404)
        signed_in(person).post(f"{path}/open", expect=404)


def test_a_corporation_that_is_not_designated_any_more_attests_nothing(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        gone = a_corporation()
        occasion = an_occasion(an_activity(corporations=(gone.id,)))
        person = a_staff_user(Role.CORPORATION, gone.id)
    signed_in(person).get(f"/desk/activities/occasions/{occasion.id}", expect=404)


def test_who_hides_is_a_number_on_the_organisers_list(database: Any, place: Any, signed_in: Visit) -> None:
    occasion, clerk, resident = place
    with database.transaction():
        a_resident(resident, is_confidential=True)
        row = checking_in.check_in(Ticket(occasion.id, Way.POSTER, now()), by=actor_of(resident))
    desk = signed_in(clerk)
    page = desk.get(f"/desk/activities/occasions/{occasion.id}")
    look = desk.submit(page, "選んだ人を確かめる", expect=200)
    single = desk.get(f"/desk/activities/records/{row.id}")
    for shown in (page, look, single):
        assert resident.display_name not in shown.html
        assert row.reference in shown.text
