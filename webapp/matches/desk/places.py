"""How the places of a batch are counted, and who may be asked to take one."""

from webapp.listings.models import ListingKind
from webapp.matches.people.person import Person
from webapp.matches.people.ranked import visible_to
from webapp.matches.scouting import queries as scouts
from webapp.matches.taken import seats
from webapp.residents.models import ConsentPurpose

#: how the places of a kind are counted; a batch holds one way only, and jobs stay apart from what knows of families
PEOPLE, HOUSEHOLDS, WORKERS = "people", "households", "workers"
_COUNTED = {ListingKind.EVENT: PEOPLE, ListingKind.JOB: WORKERS}


def counting(kind: ListingKind) -> str:
    """How the places of a kind are counted."""
    return _COUNTED.get(kind, HOUSEHOLDS)


def findable(municipality_code: str) -> dict[str, Person]:
    """Who may be asked by the town now, by account: agreed, not secret, and does not block it."""
    blocking = scouts.blocking(municipality_code)
    people = visible_to(ConsentPurpose.TOWNS, municipality_code)
    return {person.id: person for person in people if person.id not in blocking}


def seats_of(person: Person, kind: ListingKind) -> int:
    """Places a person takes with everybody who comes along."""
    return seats(kind, person.people)
