"""Calendars on which something can be booked, and bookings."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from webapp.accounts.models import User
from webapp.bookings import booking
from webapp.bookings.booking import Wish
from webapp.bookings.models import Booking, BookingCalendar, BookingUse
from webapp.core.actor import Actor, Grant, Role
from webapp.core.clock import TOKYO, now, today
from webapp.core.database import session
from webapp.municipalities import queries as municipalities

TOWN = "202151"


def a_calendar(code: str = TOWN, **changes: Any) -> BookingCalendar:
    """The town's time for talks, every day from nine to five, an hour each."""
    if municipalities.programme(code) is None:
        a_programme(code)
    values: dict[str, Any] = {
        "use": BookingUse.CONSULTATION,
        "title": "移住と二地域居住の相談",
        "days": "毎日",
        "hours": "9:00〜17:00",
    }
    row = BookingCalendar(municipality_code=code, **{**values, **changes})
    session().add(row)
    session().flush()
    return row


def at(hour: int, days: int = 3) -> datetime:
    """An hour of a day to come, in Japan."""
    return datetime.combine(today() + timedelta(days=days), time(hour), TOKYO).astimezone(UTC)


def a_wish(hour: int = 10, days: int = 3, *, hours: int = 1, **changes: Any) -> Wish:
    """An hour on a day to come."""
    return Wish(at(hour, days), at(hour + hours, days), **{"shown_name": "予約する人", **changes})


def residents(count: int) -> list[Actor]:
    """So many people who may book and apply, as actors: plain rows, because a race needs many of them."""
    people = [
        User(email=f"racer{n}@example.jp", display_name=f"走る人{n}", email_verified_at=now()) for n in range(count)
    ]
    session().add_all(people)
    session().flush()
    return [Actor(person.id, person.display_name, frozenset({Grant(Role.RESIDENT)})) for person in people]


def a_booking(calendar: BookingCalendar, person: User | None = None, wish: Wish | None = None) -> Booking:
    """Somebody books."""
    return booking.book(calendar, wish or a_wish(), by=actor_of(person or a_resident_user()))
