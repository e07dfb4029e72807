"""Ranks the people who may be found for one listing; who did not change is not read into vectors again."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from matching import Match, Resident, Weights
from matching.pool import ResidentPool
from webapp.core.database import Database, current_scope
from webapp.core.errors import NotThere
from webapp.listings.models import Listing, ListingKind
from webapp.matches.adapter import seen_by
from webapp.matches.people.anonymity import Crowd
from webapp.matches.people.person import Person
from webapp.matches.people.pool import pool
from webapp.matches.people.senders import Sender
from webapp.matches.store import fitted
from webapp.residents.models import ConsentPurpose

SHOWN = 20
_KEPT = 12


@dataclass(frozen=True)
class Ranked:
    """The best people for a listing, everybody who could have been among them, and the crowd in which they hide."""

    matches: list[Match]
    people: dict[str, Person]
    crowd: Crowd


@dataclass(frozen=True)
class Visible:
    """Who may be found by one kind of sender for one town, in vectors."""

    people: dict[str, Person]
    vectors: ResidentPool
    crowd: Crowd


class Remembering:
    """A model that reads a resident into a vector once, and again only after their answers changed."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._known: dict[str, tuple[Resident, NDArray[np.float32]]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)

    def residents(self, residents: Sequence[Resident]) -> NDArray[np.float32]:
        """Their vectors, (residents, d)."""
        new = [one for one in residents if self._known.get(one.id, (None,))[0] != one]
        for one, vector in zip(new, self.model.residents(new) if new else (), strict=True):
            self._known[one.id] = one, vector
        return np.array([self._known[one.id][1] for one in residents]) if residents else self.model.residents(())


@dataclass
class Memory:
    """What one model read so far: for jobs, which know no family, and for everything else."""

    model: Any
    workers: Remembering
    households: Remembering
    visible: OrderedDict[Any, Visible]


_memories: WeakKeyDictionary[Database, Memory] = WeakKeyDictionary()


def ranked(listing: Listing, sender: Sender, left_out: frozenset[str], weights: Weights | None = None) -> Ranked:
    """People who break no hard rule of the listing, best first. Raises NotThere while the listing is not ranked yet.

    weights: the town's own points, in place of what was learned.
    """
    offer = fitted().offers.get(listing.id)
    if offer is None:
        raise NotThere
    found = _visible(sender, for_job=listing.kind is ListingKind.JOB)
    matches = found.vectors.top(offer, SHOWN + len(left_out & found.people.keys()), weights)
    return Ranked([one for one in matches if one.resident_id not in left_out][:SHOWN], found.people, found.crowd)


def _visible(sender: Sender, *, for_job: bool) -> Visible:
    memory, everybody = _memory(), pool()
    key = (sender.purpose, sender.municipality_code, for_job, everybody.version)
    if key not in memory.visible:
        people = {person.id: person for person in visible_to(sender.purpose, sender.municipality_code)}
        kind = ListingKind.JOB.value if for_job else ""
        vectors = ResidentPool(
            memory.workers if for_job else memory.households,  # type: ignore[arg-type]  # it answers for the model
            [seen_by(person.profile, kind) for person in people.values()],
        )
        memory.visible[key] = Visible(people, vectors, Crowd(people.values(), tells_household=not for_job))
        while len(memory.visible) > _KEPT:
            memory.visible.popitem(last=False)
    return memory.visible[key]


def _memory() -> Memory:
    database, model = current_scope().database, fitted().matcher.model_
    known = _memories.get(database)
    if known is None or known.model is not model:
        known = _memories[database] = Memory(model, Remembering(model), Remembering(model), OrderedDict())
    return known


def visible_to(purpose: ConsentPurpose, municipality_code: str) -> list[Person]:
    """Who agreed to be found by such a sender, and wishes to go to the town or its prefecture."""
    everybody = pool().people.values()
    return [person for person in everybody if purpose in person.consents and person.wishes(municipality_code)]
