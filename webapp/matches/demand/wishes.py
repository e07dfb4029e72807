"""What people wish for in some towns beside what is offered there: the light half of unmet demand."""

from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary

from webapp.core.database import Database, current_scope
from webapp.matches.demand.queries import Compared, compare
from webapp.matches.people.pool import pool
from webapp.matches.store import fitted
from webapp.residents.models import ConsentPurpose

_KEPT = 64
_made: WeakKeyDictionary[Database, OrderedDict[Any, tuple[Compared, ...]]] = WeakKeyDictionary()


def wished_in(codes: frozenset[str]) -> tuple[Compared, ...]:
    """Theme by theme, from who agreed to statistics; counted once for each state of people and listings."""
    everybody, found = pool(), fitted()
    kept = _made.setdefault(current_scope().database, OrderedDict())
    key = (codes, everybody.version, found.state)
    if key not in kept:
        here = [
            person
            for person in everybody.people.values()
            if ConsentPurpose.STATISTICS in person.consents and any(person.wishes(code) for code in codes)
        ]
        kept[key] = compare(here, [offer for offer in found.offers.values() if offer.municipality in codes])
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return kept[key]
