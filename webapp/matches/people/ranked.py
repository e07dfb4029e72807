"""Ranks the people who may be found for one listing; who did not change is not read into vectors again."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
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
from webapp.matches.people.pool import Pool, pool
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
    """A model that reads a resident into a vector once, and again only after their answers changed.

    kind: of the offers that are compared, "" for all that may know of a family.
    """

    def __init__(self, model: Any, kind: str = "") -> None:
        self.model, self.kind = model, kind
        self._known: dict[str, tuple[Resident, NDArray[np.float32]]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)

    def residents(self, residents: Sequence[Resident]) -> NDArray[np.float32]:
        """Their vectors, (residents, d)."""
        found = {one.id: entry for one in residents if (entry := self._known.get(one.id)) and entry[0] == one}
        new = [one for one in residents if one.id not in found]
        for one, vector in zip(new, self.model.residents(new) if new else (), strict=True):
            found[one.id] = one, vector
        self._known |= found
        return np.array([found[one.id][1] for one in residents]) if residents else self.model.residents(())

    def forget_others(self, people: Mapping[str, Person]) -> None:
        """Keep only what these people say now: not who is gone, and no words that were changed or erased."""
        known = [(people[key], entry) for key, entry in list(self._known.items()) if key in people]
        self._known = {one.id: entry for one, entry in known if entry[0] == seen_by(one.profile, self.kind)}


@dataclass
class Memory:
    """What one model read so far: for jobs, which know no family, and for everything else; `version` is the pool's."""

    model: Any
    workers: Remembering
    households: Remembering
    visible: OrderedDict[Any, Visible]
    crowds: dict[Any, Crowd]
    version: Any = None

    def follow(self, everybody: Pool) -> None:
        """Forget what was true of the people before."""
        if self.version != everybody.version:
            self.version, self.visible, self.crowds = everybody.version, OrderedDict(), {}
            self.workers.forget_others(everybody.people)
            self.households.forget_others(everybody.people)


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
    memory = _memory()
    memory.follow(pool())
    visible, crowds, towns = memory.visible, memory.crowds, (sender.purpose, sender.municipality_code)
    known = visible.get((*towns, for_job))
    if known is None:
        people = {person.id: person for person in visible_to(*towns)}
        reader = memory.workers if for_job else memory.households
        vectors = ResidentPool(
            reader,  # type: ignore[arg-type]  # it answers for the model
            [seen_by(person.profile, reader.kind) for person in people.values()],
        )
        known = visible[*towns, for_job] = Visible(people, vectors, crowds.setdefault(towns, Crowd(people.values())))
        while len(visible) > _KEPT:
            visible.popitem(last=False)
    return known


def _memory() -> Memory:
    database, model = current_scope().database, fitted().matcher.model_
    known = _memories.get(database)
    if known is None or known.model is not model:
        workers = Remembering(model, ListingKind.JOB.value)
        known = _memories[database] = Memory(model, workers, Remembering(model), OrderedDict(), {})
    return known


def visible_to(purpose: ConsentPurpose, municipality_code: str) -> list[Person]:
    """Who agreed to be found by such a sender, and wishes to go to the town or its prefecture."""
    everybody = pool().people.values()
    return [person for person in everybody if purpose in person.consents and person.wishes(municipality_code)]
