"""Another time for a booking: the old one is given up only for a new one, and goes on to who waits."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.bookings import a_booking, a_calendar, a_wish, residents
from tests.support.client import PageClient
from webapp.bookings import booking, jobs
from webapp.bookings.models import BOOKING, Booking, BookingCalendar, BookingUse
from webapp.bookings.models import BookingStatus as S
from webapp.bookings.moving.actions import move
from webapp.core.actor import system_actor
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter


def subjects(session: Session, email: str) -> list[str]:
    session.flush()
    return [row.subject for row in session.exec(select(Letter).where(Letter.to_email == email))]


def moved(row: Booking, hour: int, by: Any) -> None:
    wish = a_wish(hour)
    move(row, wish.starts_at, wish.ends_at, by=actor_of(by))


def test_the_old_time_goes_to_who_waits_and_both_sides_hear_of_it(session: Session) -> None:
    calendar, person, second = a_calendar(), a_resident_user(), a_resident_user()
    row, waiting = a_booking(calendar, person), a_booking(calendar, second)
    moved(row, 14, person)
    assert (row.status, row.starts_at, waiting.status) == (S.CONFIRMED, a_wish(14).starts_at, S.CONFIRMED)
    assert any("予約の日時が変わりました" in words for words in subjects(session, person.email))
    assert row.changes == 1
    with pytest.raises(NotAllowed):
        moved(row, 15, second)


def test_a_refused_move_leaves_everything_as_it_was(session: Session, time_machine: Any) -> None:
    time_machine.move_to("2026-10-01T12:00:00+09:00", tick=False)
    calendar, person, second = a_calendar(), a_resident_user(), a_resident_user()
    row, _other = a_booking(calendar, person), a_booking(calendar, second, a_wish(14))
    before = (row.status, row.starts_at, row.changes)
    for hour, why in ((14, "もう埋まっています"), (10, "同じ日時"), (3, "開いていません")):
        with pytest.raises(RuleBroken, match=why):
            moved(row, hour, person)
    time_machine.move_to(row.starts_at - timedelta(hours=calendar.cancel_hours - 1), tick=False)
    with pytest.raises(RuleBroken, match="変えられる期限を過ぎています"):
        moved(row, 15, person)
    assert (row.status, row.starts_at, row.changes) == before


def test_where_somebody_says_yes_they_are_asked_again(session: Session) -> None:
    calendar, person = a_calendar(needs_word=True), a_resident_user()
    row = a_booking(calendar, person)
    BOOKING.apply(row, "confirm", by=system_actor("test"))
    moved(row, 14, person)
    assert row.status is S.REQUESTED


def test_nights_may_overlap_ones_own_old_stay(session: Session) -> None:
    calendar, person = a_calendar(use=BookingUse.STAY, days="毎日"), a_resident_user()
    day = a_wish().starts_at.date()
    row = a_booking(calendar, person, booking.Wish(*booking.stay(calendar, day, day + timedelta(days=3))))
    move(row, *booking.stay(calendar, day + timedelta(days=1), day + timedelta(days=4)), by=actor_of(person))
    assert row.status is S.CONFIRMED


def test_the_reminder_of_the_old_day_is_not_sent(session: Session) -> None:
    calendar, person = a_calendar(), a_resident_user()
    row = a_booking(calendar, person)
    moved(row, 14, person)
    for changes, letters in ((0, 0), (1, 1)):
        jobs.remind({"booking": row.id, "changes": changes})
        assert len([words for words in subjects(session, person.email) if "あすの予約" in words]) == letters


@pytest.mark.both_databases
def test_of_some_who_move_to_one_hour_at_once_one_gets_it_and_nobody_loses_theirs(database: Any) -> None:
    with database.transaction():
        calendar = a_calendar(capacity=1)
        rows = [
            (person, booking.book(calendar, a_wish(hour), by=person))
            for hour, person in zip((9, 10, 11, 13), residents(4), strict=True)
        ]
    start, said = threading.Barrier(len(rows)), []

    def ask(person: Any, key: str) -> None:
        start.wait(timeout=30)
        try:
            with database.transaction() as s:
                move(s.get_one(Booking, key), a_wish(15).starts_at, a_wish(15).ends_at, by=person)
            said.append("")
        except RuleBroken as broken:
            said.append(broken.sentence)

    threads = [threading.Thread(target=ask, args=(person, row.id)) for person, row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("") == 1
    with database.transaction(read_only=True) as s:
        found = s.exec(select(Booking)).all()
        assert s.exec(select(BookingCalendar)).one().capacity == 1
    assert [row.status for row in found] == [S.CONFIRMED] * 4
    assert len({row.starts_at for row in found}) == 4


def test_the_screens_lead_from_the_booking_to_another_time(
    database: Any, signed_in: Callable[..., PageClient], new_client: Any
) -> None:
    with database.transaction():
        person, other = a_resident_user(), a_resident_user()
        row = a_booking(a_calendar(), person)
    browser = signed_in(person)
    shown = browser.get(f"/my/bookings/{row.id}")
    page = browser.get(shown.tree.find("a", text="日時を変える").attrs["href"])
    free = [tag.attrs["href"] for tag in page.tree.select("a.slot")]
    page = browser.submit(browser.get(free[-1]), "この日時に変える").follow()
    assert "日時を変えました" in page.text
    signed_in(other).get(f"/my/bookings/{row.id}/move", expect=404)
