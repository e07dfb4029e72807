"""One last day of the town's work, as a list, a month and a calendar show it; it never holds a name."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.services import services

#: under this name the running app keeps who knows of deadlines
LENDERS = "staff_deadlines"
BACK, AHEAD = timedelta(days=60), timedelta(days=400)
#: more on one day are one line, so that a town with thousands of applications still reads its list
MOST_A_DAY = 20


@dataclass(frozen=True)
class Deadline:
    """What is due on a day: its kind, a number or how many, where one sees to it. `key` names it for life."""

    day: date
    kind: Any
    number: str
    href: str
    key: str

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.day < today()

    @property
    def title(self) -> str:
        """In one line."""
        return f"{self.kind} {self.number}".strip()


Lender = Callable[[Actor], Iterable[Deadline]]


def deadlines_of(actor: Actor) -> list[Deadline]:
    """Everything due for the actor's towns, the longest overdue first: what is late stays until somebody sees to it."""
    lenders: tuple[Lender, ...] = services().extras.get(LENDERS, ())
    last = today() + AHEAD
    known = [one for lend in lenders for one in lend(actor) if one.day <= last]
    return sorted(known, key=lambda one: (one.day, one.key))


def counted(days: Iterable[date | None], kind: Any, href: str, key: str) -> Iterator[Deadline]:
    """Many things of one kind as one line a day."""
    for day, count in sorted(Counter(day for day in days if day is not None).items()):
        yield Deadline(day, kind, _("%(n)s件", n=count), href, f"{key}:{day.isoformat()}")


def few_or_counted(ones: Iterable[Deadline], href: str, key: str) -> Iterator[Deadline]:
    """Of one kind each by itself; very many on one day as one line that leads to their list."""
    by_day: dict[date, list[Deadline]] = {}
    for one in ones:
        by_day.setdefault(one.day, []).append(one)
    for day, same in by_day.items():
        if len(same) > MOST_A_DAY:
            yield Deadline(day, same[0].kind, _("%(n)s件", n=len(same)), href, f"{key}:{day.isoformat()}")
        else:
            yield from same
