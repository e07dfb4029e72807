"""Ranks the people who may be found for one listing, and keeps the order until people or listings change."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from matching import Match
from webapp.core.database import Database, current_scope
from webapp.core.errors import NotThere
from webapp.listings.models import Listing, ListingKind
from webapp.matches.adapter import seen_by
from webapp.matches.people.anonymity import Crowd
from webapp.matches.people.pool import Person, pool
from webapp.matches.people.senders import Sender
from webapp.matches.store import fitted

SHOWN = 30
_KEPT = 64


@dataclass(frozen=True)
class Ranked:
    """The best people for a listing, everybody who could have been among them, and the crowd in which they hide."""

    matches: list[Match]
    people: dict[str, Person]
    crowd: Crowd


_ranked: WeakKeyDictionary[Database, OrderedDict[Any, Ranked]] = WeakKeyDictionary()


def ranked(listing: Listing, sender: Sender, left_out: frozenset[str]) -> Ranked:
    """People who break no hard rule of the listing, best first. Raises NotThere while the listing is not ranked yet."""
    found, everybody = fitted(), pool()
    offer = found.offers.get(listing.id)
    if offer is None:
        raise NotThere
    kept = _ranked.setdefault(current_scope().database, OrderedDict())
    key = (listing.id, sender.key, left_out, everybody.version, found.version)
    if key not in kept:
        people = {person.id: person for person in visible_to(sender) if person.id not in left_out}
        profiles = [seen_by(person.profile, offer.kind) for person in people.values()]
        crowd = Crowd(people.values(), tells_household=listing.kind is not ListingKind.JOB)
        kept[key] = Ranked(found.matcher.top_residents(offer, profiles, SHOWN), people, crowd)
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return kept[key]


def visible_to(sender: Sender) -> list[Person]:
    """Who agreed to be found by such a sender, and wishes to go to its town or prefecture."""
    code = sender.municipality_code
    return [person for person in pool().people if sender.purpose in person.consents and person.wishes(code)]
