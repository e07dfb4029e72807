"""Kept searches: whose they are, which are due, and what they tell of demand without telling of people."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import col, or_, select

from webapp.core.actor import Actor
from webapp.core.clock import TOKYO, now
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.listings.filters import Filters
from webapp.listings.models import ListingKind
from webapp.listings.saved.models import Frequency, SavedSearch

#: letters that are not at once leave after this hour in Japan
HOUR = time(7, 0)
#: fewer people than this are not told of
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Demand:
    """People who keep a search for one town, a prefecture or anywhere: how many, and by what they look for.

    Every number is of people, not of searches, and at least `SMALLEST_GROUP`; what fewer look for is left out.
    """

    people: int
    kinds: dict[ListingKind, int]
    facets: dict[tuple[str, str], int]  # argument of a home's facet and its value
    words: dict[str, int]


def own_searches(actor: Actor) -> list[SavedSearch]:
    """The actor's searches, the newest first."""
    chosen = select(SavedSearch).where(SavedSearch.user_id == actor.user_id)
    return list(session().exec(chosen.order_by(col(SavedSearch.created_at).desc(), col(SavedSearch.id).desc())))


def own_search_for(actor: Actor, search_id: str) -> SavedSearch:
    """One of the actor's own. Raises NotThere."""
    found = session().get(SavedSearch, search_id)
    if found is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def by_id(search_id: str) -> SavedSearch | None:
    """Whoever's it is."""
    return session().get(SavedSearch, search_id)


def due(cursor: str, limit: int) -> list[SavedSearch]:
    """Searches behind `cursor` whose time for a look has come, locked, in the order of their ids."""
    last_day, last_week = last_round(Frequency.DAILY), last_round(Frequency.WEEKLY)
    chosen = select(SavedSearch).where(
        col(SavedSearch.id) > cursor,
        or_(
            SavedSearch.frequency == Frequency.AT_ONCE,
            (col(SavedSearch.frequency) == Frequency.DAILY) & (col(SavedSearch.told_until) < last_day),
            (col(SavedSearch.frequency) == Frequency.WEEKLY) & (col(SavedSearch.told_until) < last_week),
        ),
    )
    return list(session().exec(chosen.order_by(col(SavedSearch.id)).limit(limit).with_for_update()))


def last_round(frequency: Frequency) -> datetime:
    """When letters of this frequency last left: this morning, or Monday's."""
    moment = now().astimezone(TOKYO)
    morning = datetime.combine(moment.date(), HOUR, TOKYO)
    if moment < morning:
        morning -= timedelta(days=1)
    return morning - timedelta(days=morning.weekday()) if frequency is Frequency.WEEKLY else morning


def demand(municipality_codes: Collection[str]) -> dict[str, Demand]:
    """What people look for in these towns, by code; a search of the prefecture or of no place counts for each.

    A town of which too few people think is left out.
    """
    rows = session().exec(select(SavedSearch.user_id, SavedSearch.args)).all()
    read = [(user_id, Filters.read(args)) for user_id, args in rows]
    found = {}
    for code in municipality_codes:
        counted = _demand((user_id, filters) for user_id, filters in read if _covers(filters, code))
        if counted.people >= SMALLEST_GROUP:
            found[code] = counted
    return found


def _covers(filters: Filters, code: str) -> bool:
    if filters.municipality:
        return filters.municipality == code
    return not filters.prefecture or filters.prefecture[:2] == code[:2]


def _demand(rows: Iterable[tuple[str, Filters]]) -> Demand:
    """Each person counts once for each thing, however many searches they keep."""
    people: set[str] = set()
    things: set[tuple[str, Any]] = set()
    for user_id, filters in rows:
        people.add(user_id)
        things |= {(user_id, thing) for thing in _things(filters)}
    counts = Counter(thing for _user_id, thing in things)
    told = {thing: number for thing, number in counts.most_common() if number >= SMALLEST_GROUP}
    return Demand(
        len(people),
        {thing: number for thing, number in told.items() if isinstance(thing, ListingKind)},
        {thing: number for thing, number in told.items() if isinstance(thing, tuple)},
        {str(thing): number for thing, number in told.items() if type(thing) is str},
    )


def _things(filters: Filters) -> list[Any]:
    kinds = [filters.looked_for] if filters.looked_for else []
    facets = filters.chosen if filters.looked_for is ListingKind.HOME else ()
    return [*kinds, *facets, *filters.words]
