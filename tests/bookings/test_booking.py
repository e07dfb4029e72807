"""Booking: never twice, in turn, within hours and rules; cancelled, moved up, called off, lapsed, erased."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.bookings import TOWN, a_booking, a_calendar, a_wish, at, residents
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme
from tests.factories.residents import a_resident
from webapp.bookings import actions, booking, jobs, keeping, own_data, queries, with_hubs
from webapp.bookings.capacity import Taken, peak
from webapp.bookings.leaving import call_off_all_in
from webapp.bookings.models import Booking, BookingCalendar, BookingUse
from webapp.bookings.models import BookingStatus as S
from webapp.bookings.slots import days_from
from webapp.core.actor import Role, system_actor
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.hubs.models import HubPerson
from webapp.listings.models import ListingKind, ListingStatus


def subjects(session: Session, email: str) -> list[str]:
    session.flush()
    return [row.subject for row in session.exec(select(Letter).where(Letter.to_email == email))]


@pytest.mark.both_databases
def test_of_fifty_who_ask_for_the_same_hour_at_once_exactly_the_capacity_is_accepted(database: Any) -> None:
    capacity = 7
    with database.transaction():
        calendar = a_calendar(capacity=capacity, takes_waiting=False)
        people = residents(50)
        wish = a_wish()
    start, said = threading.Barrier(len(people)), []

    def ask(person: Any) -> None:
        start.wait(timeout=30)
        try:
            with database.transaction() as s:
                booking.book(s.get_one(BookingCalendar, calendar.id), wish, by=person)
            said.append("")
        except RuleBroken as broken:
            said.append(broken.sentence)

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("") == capacity
    assert {sentence for sentence in said if sentence} == {
        "この時間は、ちょうど埋まりました。ほかの時間を選んでください。"
    }
    with database.transaction(read_only=True) as s:
        rows = s.exec(select(Booking)).all()
    assert [row.status for row in rows] == [S.CONFIRMED] * capacity


def test_the_fullest_moment_counts_and_not_the_sum_over_the_time() -> None:
    taken = [Taken(at(9), at(11), 1), Taken(at(11), at(13), 1), Taken(at(10), at(12), 2)]
    assert peak(taken, at(9), at(13)) == 3
    assert peak(taken, at(9), at(10)) == 1
    assert peak(taken, at(13), at(14)) == 0


def test_what_is_not_on_offer_cannot_be_booked(session: Session) -> None:
    calendar = a_calendar(days="月〜金", closed="祝日", capacity=2, counts_people=True)
    monday = (7 - today().weekday()) % 7 or 7
    cases = [
        (a_wish(8, monday + 7), "開いていません"),
        (a_wish(10, monday + 7, hours=2), "開いていません"),
        (a_wish(10, monday + 5), "開いていません"),
        (a_wish(10, 0), "24時間前まで"),
        (a_wish(10, 61), "60日先まで"),
        (a_wish(10, monday + 7, people=3), "定員（2人）"),
    ]
    for wish, sentence in cases:
        with pytest.raises(RuleBroken, match=sentence):
            a_booking(calendar, wish=wish)
    clerk = a_clerk(TOWN)
    with pytest.raises(NotAllowed):
        a_booking(calendar, clerk, a_wish(10, monday + 7))


def test_a_holiday_and_the_first_monday_of_the_month_are_closed_where_the_words_say_so(
    session: Session, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-01T09:00:00+09:00", tick=False)
    calendar = a_calendar(days="毎日", closed="第1月曜、祝日", horizon_days=60)
    open_days = {one.day.day for one in days_from(calendar, date(2026, 11, 1), 30) if one.slots}
    assert {2, 3, 23} & open_days == set()
    assert {1, 9, 16, 24} <= open_days


def test_who_waits_moves_up_in_turn_when_somebody_cancels(session: Session) -> None:
    calendar, person, second, third = a_calendar(), a_resident_user(), a_resident_user(), a_resident_user()
    row, next_one, last = (a_booking(calendar, one) for one in (person, second, third))
    assert (row.status, next_one.status, last.status) == (S.CONFIRMED, S.WAITING, S.WAITING)
    with pytest.raises(RuleBroken, match="もう予約があります"):
        a_booking(calendar, second)
    with pytest.raises(NotAllowed):
        booking.cancel(row, by=actor_of(second))
    booking.cancel(row, by=actor_of(person))
    assert (row.is_late_cancellation, next_one.status, last.status) == (False, S.CONFIRMED, S.WAITING)
    assert "空きが出て、予約が決まりました：移住と二地域居住の相談" in subjects(session, second.email)
    keeping.revise(calendar, {"capacity": 2}, by=actor_of(a_clerk(TOWN)))
    assert last.status is S.CONFIRMED


def test_late_is_late_and_after_the_beginning_it_is_over(session: Session, time_machine: Any) -> None:
    time_machine.move_to("2026-10-01T12:00:00+09:00", tick=False)
    calendar, person, other = a_calendar(), a_resident_user(), a_resident_user()
    late, gone = a_booking(calendar, person), a_booking(calendar, other, a_wish(14))
    time_machine.move_to("2026-10-03T20:00:00+09:00", tick=False)
    booking.cancel(late, by=actor_of(person))
    assert late.is_late_cancellation
    with pytest.raises(RuleBroken, match="予約の時刻になってから"):
        actions.note(gone, "note_absent", by=actor_of(a_clerk(TOWN)))
    time_machine.move_to("2026-10-04T14:10:00+09:00", tick=False)
    with pytest.raises(RuleBroken, match="始まったあと"):
        booking.cancel(gone, by=actor_of(other))
    actions.note(gone, "note_absent", by=actor_of(a_clerk(TOWN)))
    assert gone.status is S.ABSENT


def test_nights_overlap_by_night_and_go_on_the_day_another_comes(session: Session) -> None:
    a_programme(TOWN)
    home = a_listing(TOWN, ListingKind.HOME)
    calendar = a_calendar(listing_id=home.id, use=BookingUse.STAY, hours="", max_nights=3, closed="火", horizon_days=90)
    wednesday = today() + timedelta(days=(2 - today().weekday()) % 7 + 7)

    def stay(first: int, last: int) -> Booking:
        starts, ends = booking.stay(calendar, wednesday + timedelta(days=first), wednesday + timedelta(days=last))
        return a_booking(calendar, wish=booking.Wish(starts, ends, shown_name="泊まる人"))

    assert stay(0, 2).status is S.CONFIRMED
    assert stay(2, 4).status is S.CONFIRMED
    assert stay(1, 3).status is S.WAITING
    for days, sentence in (((0, 0), "到着の日より後"), ((0, 4), "1泊から3泊まで"), ((5, 7), "泊まれない日")):
        with pytest.raises(RuleBroken, match=sentence):
            stay(*days)


def test_where_somebody_says_yes_or_no_the_time_is_kept_and_a_no_lets_the_next_one_in(session: Session) -> None:
    calendar, clerk, person = a_calendar(needs_word=True), actor_of(a_clerk(TOWN)), a_resident_user()
    row, waits = a_booking(calendar, person), a_booking(calendar)
    assert (row.status, waits.status) == (S.REQUESTED, S.WAITING)
    with pytest.raises(RuleBroken, match="理由が必要"):
        actions.decline(row, reason="", by=clerk)
    actions.decline(row, reason="担当者が出張のため", by=clerk)
    assert (row.status, waits.status) == (S.DECLINED, S.REQUESTED)
    actions.confirm(waits, by=clerk)
    with pytest.raises(NotAllowed):
        actions.call_off(waits, reason="x", by=actor_of(a_clerk("152242")))


def test_closing_days_tells_who_had_booked_them(session: Session) -> None:
    calendar, person, clerk = a_calendar(), a_resident_user(), actor_of(a_clerk(TOWN))
    row, other = a_booking(calendar, person), a_booking(calendar, wish=a_wish(10, 5))
    day = today() + timedelta(days=3)
    with pytest.raises(RuleBroken, match="終わりの日"):
        keeping.close_days(calendar, day, day - timedelta(days=1), reason="休み", by=clerk)
    assert keeping.close_days(calendar, day, day, reason="大雪の見込みのため", by=clerk) == 1
    assert (row.status, other.status) == (S.CALLED_OFF, S.CONFIRMED)
    assert "予約の中止のお知らせ：移住と二地域居住の相談" in subjects(session, person.email)
    with pytest.raises(RuleBroken, match="開いていません"):
        a_booking(calendar)


def test_a_calendar_with_unreadable_hours_or_an_unfit_use_is_refused(session: Session) -> None:
    a_calendar()
    clerk, home = actor_of(a_clerk(TOWN)), a_listing(TOWN, ListingKind.HOME)
    good = {"use": "viewing", "title": "内見", "days": "毎日", "hours": "9:00〜12:00"}
    assert keeping.open_for_listing(home, good, by=clerk).listing_id == home.id
    for values, sentence in (
        ({"hours": "朝から晩まで"}, "のように書いてください"),
        ({"use": "seat"}, "席・部屋の利用"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            keeping.open_for_listing(home, {**good, **values}, by=clerk)
    with pytest.raises(NotAllowed):
        keeping.open_for_listing(home, good, by=actor_of(a_clerk("152242")))
    with pytest.raises(NotAllowed):
        keeping.open_for_talks(TOWN, None, good, by=actor_of(a_resident_user()))


def test_a_corporations_guests_are_its_own_and_a_hidden_listing_hides_its_calendar(session: Session) -> None:
    a_calendar()
    corporation = a_corporation()
    a_designation(corporation, TOWN)
    home = a_listing(TOWN, ListingKind.HOME, corporation_id=corporation.id)
    calendar = a_calendar(listing_id=home.id, corporation_id=corporation.id, use=BookingUse.VIEWING)
    row = a_booking(calendar)
    staff, clerk = actor_of(a_staff_user(Role.CORPORATION, corporation.id)), actor_of(a_clerk(TOWN))
    assert queries.desk_booking_for(staff, row.id)[0] is row
    with pytest.raises(NotThere):
        queries.desk_booking_for(clerk, row.id)
    home.status = ListingStatus.PAUSED
    with pytest.raises(NotThere):
        queries.calendar_for(clerk, calendar.id)
    with pytest.raises(RuleBroken, match="閉じています"):
        a_booking(calendar, wish=a_wish(11))


def test_who_asks_for_secrecy_is_known_by_a_chosen_name(session: Session) -> None:
    calendar, hidden = a_calendar(capacity=2), a_resident_user()
    a_resident(hidden, is_confidential=True)
    with pytest.raises(RuleBroken, match="呼び名"):
        a_booking(calendar, hidden, a_wish(shown_name=""))
    row = a_booking(calendar, hidden, a_wish(shown_name="みかん", shares_contact=True))
    assert queries.names_of([row]) == {row.id: "みかん"}
    assert queries.address_of(row) == ""


def test_the_day_before_is_remembered_and_what_nobody_answered_ends(session: Session, time_machine: Any) -> None:
    time_machine.move_to("2026-10-01T12:00:00+09:00", tick=False)
    calendar, person = a_calendar(), a_resident_user()
    row, waits = a_booking(calendar, person), a_booking(calendar)
    jobs.remind({"booking": row.id})
    jobs.remind({"booking": waits.id})
    assert subjects(session, person.email).count("あすの予約のお知らせ：移住と二地域居住の相談") == 1
    time_machine.shift(timedelta(days=4))
    jobs.catch_up()
    jobs.catch_up()
    assert (row.status, waits.status) == (S.CONFIRMED, S.LAPSED)


def test_erased_people_and_a_leaving_town_leave_the_calendar_in_order(session: Session) -> None:
    calendar, person = a_calendar(), a_resident_user()
    row, waits = a_booking(calendar, person, a_wish(message="秘密の相談")), a_booking(calendar)
    assert own_data.exported(actor_of(person))["bookings"][0]["message"] == "秘密の相談"
    own_data.erase(person.id, by=actor_of(person))
    assert (row.user_id, row.message, row.shown_name, row.status) == (None, "", "", S.CANCELLED)
    assert waits.status is S.CONFIRMED
    call_off_all_in(TOWN, by=system_actor("leaving"), reason="参加を終えるため")
    assert (waits.status, calendar.is_open) == (S.CALLED_OFF, False)


def test_a_hub_persons_booked_hours_count_as_their_work_and_their_page_leads_to_the_calendar(session: Session) -> None:
    hub = a_staff_user(Role.HUB, TOWN)
    calendar = a_calendar(created_by=hub.id, capacity=5)
    a_booking(calendar)
    a_booking(calendar, wish=a_wish(12))
    a_booking(calendar, wish=a_wish(12, 40))
    assert with_hubs.hours_of([hub.id, "nobody"]) == {hub.id: 2}
    person = HubPerson.model_construct(user_id=hub.id, municipality_code=TOWN)
    assert with_hubs.calendars_of(person) == [calendar]


def test_what_was_booked_at_a_home_that_is_gone_is_called_off_and_nobody_moves_up_into_closed_hours(
    session: Session,
) -> None:
    a_programme(TOWN)
    home = a_listing(TOWN, ListingKind.HOME)
    calendar = a_calendar(listing_id=home.id, use=BookingUse.VIEWING)
    row, waits = a_booking(calendar), a_booking(calendar)
    keeping.revise(calendar, {"hours": "13:00〜17:00", "capacity": 3}, by=actor_of(a_clerk(TOWN)))
    assert waits.status is S.WAITING
    home.status = ListingStatus.CONTRACTED
    session.flush()
    jobs.catch_up()
    assert {row.status, waits.status} == {S.CALLED_OFF}
