"""How much a hub person has on their hands: features above hand in what they know of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.core.services import services
from webapp.hubs.models import HubPerson

#: under this name the running app keeps its counts
KEY = "hub_work"
CountsOf = Callable[[list[str]], dict[str, int]]


@dataclass(frozen=True)
class Work:
    """One sort of work: its words and how much of it each account has."""

    label: Any
    counts: CountsOf


@dataclass(frozen=True)
class Load:
    """One person's work, by sort, against what is meant to be the most."""

    person: HubPerson
    parts: tuple[tuple[Any, int], ...]

    @property
    def total(self) -> int:
        """Everything together."""
        return sum(count for _label, count in self.parts)

    @property
    def is_over(self) -> bool:
        """Whether some of it should go to somebody else."""
        return self.total > self.person.most_work


def loads(people: Sequence[HubPerson]) -> list[Load]:
    """What each of these has to do; who has no account has nothing that is known here."""
    accounts = sorted({person.user_id for person in people if person.user_id})
    works: tuple[Work, ...] = services().extras.get(KEY, ())
    counted = [(work.label, work.counts(accounts) if accounts else {}) for work in works]
    return [
        Load(person, tuple((label, counts.get(person.user_id or "", 0)) for label, counts in counted))
        for person in people
    ]
