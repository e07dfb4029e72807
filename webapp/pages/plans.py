"""What a resident has planned: the next bookings and applications, on the dashboard."""

from dataclasses import dataclass
from typing import Any

from webapp.bookings import queries as bookings
from webapp.bookings.wording import times
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.participations import queries as participations
from webapp.participations.wording import day_words

SHOWN = 3


@dataclass(frozen=True)
class Plans:
    """The next few of each: (id, title, when, status)."""

    bookings: list[tuple[str, str, str, Any]]
    participations: list[tuple[str, str, str, Any]]


def plans_of(actor: Actor) -> Plans:
    """What comes next; nothing for who has planned nothing."""
    booked = [line for line in bookings.own(actor) if line[0].is_still_open and line[0].ends_at > now()]
    applied = [line for line in participations.own(actor) if line[0].is_open]
    return Plans(
        [(row.id, calendar.title, times(row, calendar), row.status) for row, calendar in booked[::-1][:SHOWN]],
        [(row.id, listing.title, day_words(listing), row.status) for row, listing, _town in applied[:SHOWN]],
    )
