"""The town's emergency contact stands where people who stay look: on their booking, and among the steps."""

from collections.abc import Callable
from typing import Any

from tests.factories.accounts import a_resident_user
from tests.factories.bookings import a_booking, a_calendar
from tests.factories.municipalities import a_programme, a_setting
from tests.support.client import PageClient
from webapp.core.clock import today

TOWN, WORDS = "202151", "夜間は 090-0000-0000（見本）"


def test_the_steps_name_deadlines_and_the_towns_emergency_contact(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN)
        a_setting("emergency_contact", WORDS, today(), code=TOWN)
    page = client.get(f"/help/complaints?town={TOWN}")
    for words in ("3営業日", "5営業日", "10営業日", "119", WORDS, "188"):
        assert words in page.text
    assert WORDS not in client.get("/help/complaints").text


def test_who_booked_reads_whom_to_call(database: Any, signed_in: Callable[..., PageClient]) -> None:
    with database.transaction():
        person, calendar = a_resident_user(), a_calendar(TOWN)
        a_setting("emergency_contact", WORDS, today(), code=TOWN)
        row = a_booking(calendar, person)
    assert WORDS in signed_in(person).get(f"/my/bookings/{row.id}").text
