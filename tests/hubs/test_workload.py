"""What a hub person has on their hands is counted where it lies: open threads, booked hours."""

from datetime import timedelta
from typing import Any

from tests.factories.accounts import a_resident_user, a_staff_user
from tests.factories.hubs import SHIOJIRI
from tests.factories.municipalities import a_programme
from webapp.bookings.models import Booking, BookingCalendar, BookingStatus, BookingUse
from webapp.bookings.workload import booked_hours
from webapp.core.actor import Role
from webapp.core.clock import now


def test_hours_of_talks_within_four_weeks_count_begun(database: Any) -> None:
    with database.transaction() as session:
        a_programme(SHIOJIRI)
        person, guest = a_staff_user(Role.HUB, SHIOJIRI), a_resident_user()
        talks, viewing = (
            BookingCalendar(municipality_code=SHIOJIRI, use=use, title="x", created_by=person.id)
            for use in (BookingUse.CONSULTATION, BookingUse.VIEWING)
        )
        session.add_all([talks, viewing])
        session.flush()
        soon = now() + timedelta(days=3)
        for calendar, starts, minutes, status in (
            (talks, soon, 30, BookingStatus.CONFIRMED),
            (talks, soon + timedelta(days=1), 90, BookingStatus.REQUESTED),
            (talks, soon + timedelta(days=2), 60, BookingStatus.CANCELLED),
            (talks, soon + timedelta(days=60), 60, BookingStatus.CONFIRMED),
            (viewing, soon, 60, BookingStatus.CONFIRMED),
        ):
            session.add(
                Booking(
                    booking_calendar_id=calendar.id,
                    municipality_code=SHIOJIRI,
                    user_id=guest.id,
                    status=status,
                    starts_at=starts,
                    ends_at=starts + timedelta(minutes=minutes),
                )
            )
        session.flush()
        assert booked_hours([person.id]) == {person.id: 1 + 2}
