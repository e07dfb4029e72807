"""What takes place next in a town: gatherings and activities that count, the nearest first."""

from dataclasses import dataclass
from datetime import datetime

from webapp.activities.occasions import queries as occasions
from webapp.core.templating import link
from webapp.hubs.gatherings import queries as gatherings

SHOWN = 5


@dataclass(frozen=True)
class Coming:
    """One thing to go to; `counts` says that it counts towards a premium registration."""

    starts_at: datetime
    title: str
    href: str
    counts: bool


def coming_in(code: str) -> list[Coming]:
    """The next few."""
    found = [
        Coming(row.starts_at, row.title, link("gatherings.show", gathering_id=row.id), counts=False)
        for row in gatherings.coming_up(code)[:SHOWN]
    ]
    found += [
        Coming(occasion.starts_at, activity.title, link("activities.in_town", code=code), counts=True)
        for occasion, activity in occasions.coming_in(code, SHOWN)
    ]
    return sorted(found, key=lambda one: one.starts_at)[:SHOWN]
