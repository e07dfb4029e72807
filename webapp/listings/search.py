"""The search of what is published: kind and place by the database, words and prices by texts that the process keeps."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from webapp.core.database import Database, current_scope, session
from webapp.listings.filters import Filters, Sort
from webapp.listings.models import Deal, Listing, ListingKind, ListingStatus
from webapp.listings.queries import CARDS, NEWEST, cards_of

PAGE_SIZE = 20
#: what is kept is read afresh after so long, even if nothing seems to have changed
KEPT_SECONDS = 60.0
MOST_WORDS_KEPT = 200
BLOCK = 64
_TABLE: Any = sa.inspect(Listing).local_table
_L = _TABLE.c
_PUBLISHED: Any = _L.status == ListingStatus.PUBLISHED
_ENTRIES: Any = (
    sa.select(_L.id, _L.kind, _L.municipality_code, _L.deal, _L.price, _L.monthly_cost, _L.search_text)
    .where(_PUBLISHED)
    .order_by(*NEWEST)
)
#: changes whenever a listing appears, goes or is rewritten; each half is read from one index
_VERSION: Any = sa.select(
    sa.select(sa.func.count()).select_from(_TABLE).where(_PUBLISHED).scalar_subquery(),
    sa.select(sa.func.max(_L.updated_at)).where(_PUBLISHED).scalar_subquery(),
)


@dataclass(frozen=True)
class Found:
    """One page of a search: `rows` have the columns of a card."""

    rows: Sequence[Any]
    count: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return _pages(self.count)


class Entry(NamedTuple):
    """What a search by words and prices looks at of one listing."""

    id: str
    kind: ListingKind
    municipality_code: str
    deal: Deal | None
    price: int | None
    monthly_cost: int | None
    text: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """Every published listing, newest first, as of one version; `having` remembers what words were found in."""

    version: Any
    read_at: float
    entries: list[Entry]
    joined: list[str]  # the texts of BLOCK entries each: most words are in few of them, and reading on is quicker
    having: dict[str, list[Entry]] = field(default_factory=dict)

    def with_word(self, word: str) -> list[Entry]:
        """The entries in whose text a word occurs. The next page of a search asks for the same again."""
        if word not in self.having:
            if len(self.having) >= MOST_WORDS_KEPT:
                self.having.clear()
            blocks = [number * BLOCK for number, text in enumerate(self.joined) if word in text]
            found = (entry for first in blocks for entry in self.entries[first : first + BLOCK] if word in entry.text)
            self.having[word] = list(found)
        return self.having[word]


_kept: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()


def search(filters: Filters) -> Found:
    """The published listings that fit, one page of them; a page beyond the end is the last one."""
    return _by_reading(filters) if filters.reads_every_row else _by_index(filters)


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE_SIZE))


def _by_index(filters: Filters) -> Found:
    place, is_town = filters.municipality or filters.prefecture, bool(filters.municipality)
    given: dict[str, Any] = {"kind": filters.kind} if filters.kind else {}
    if place:
        given |= {"first": place, "last": place if is_town else place[:2] + "9999"}
    counting, reading = _statements(by_kind=filters.kind is not None, by_place=bool(place))
    count = session().execute(counting, given).scalar_one()
    page = min(filters.page, _pages(count))
    rows = session().execute(reading, {**given, "skip": (page - 1) * PAGE_SIZE}).all() if count else []
    return Found(rows, count, page)


@cache
def _statements(*, by_kind: bool, by_place: bool) -> tuple[Any, Any]:
    """Counting and reading one page. Kept, because building a statement costs more than running it."""
    conditions = [_PUBLISHED]
    if by_kind:
        conditions.append(_L.kind == sa.bindparam("kind"))
    if by_place:
        conditions.append(_L.municipality_code.between(sa.bindparam("first"), sa.bindparam("last")))
    chosen = sa.select(_L.id).where(*conditions).order_by(*NEWEST).limit(PAGE_SIZE).offset(sa.bindparam("skip"))
    counting = sa.select(sa.func.count()).select_from(_TABLE).where(*conditions)
    return counting, CARDS.where(_L.id.in_(chosen)).order_by(*NEWEST)


def _by_reading(filters: Filters) -> Found:
    """Ids, order and number from the kept texts; the cards themselves are read from the database."""
    entries = _ordered(_fitting(filters), filters)
    page = min(filters.page, _pages(len(entries)))
    ids = [entry.id for entry in entries[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]]
    rows = {row.id: row for row in cards_of(ids)}
    return Found([rows[key] for key in ids if key in rows], len(entries), page)


def _present() -> _Kept:
    """What is published now: kept from before unless something changed."""
    database = current_scope().database
    version = tuple(session().execute(_VERSION).one())
    kept = _kept.get(database)
    if kept is None or kept.version != version or time.monotonic() - kept.read_at > KEPT_SECONDS:
        entries = [Entry._make(row) for row in session().execute(_ENTRIES)]
        firsts = range(0, len(entries), BLOCK)
        joined = ["\n".join(entry.text for entry in entries[first : first + BLOCK]) for first in firsts]
        kept = _kept[database] = _Kept(version, time.monotonic(), entries, joined)
    return kept


def _fitting(filters: Filters) -> list[Entry]:
    kept, terms = _present(), filters.terms
    found = kept.with_word(terms[0]) if terms else kept.entries
    for term in terms[1:]:
        found = [entry for entry in found if term in entry.text]
    if filters.is_about_homes or filters.kind:
        kind = ListingKind.HOME if filters.is_about_homes else filters.kind
        found = [entry for entry in found if entry.kind is kind]
    if place := filters.municipality or filters.prefecture[:2]:
        found = [entry for entry in found if entry.municipality_code.startswith(place)]
    return _affordable(found, filters)


def _affordable(found: list[Entry], filters: Filters) -> list[Entry]:
    if filters.deal:
        wanted = {filters.deal, Deal.BOTH} if filters.deal in (Deal.SALE, Deal.RENT) else {filters.deal}
        found = [entry for entry in found if entry.deal in wanted]
    if (price := filters.max_price) is not None:
        found = [entry for entry in found if entry.price is not None and entry.price <= price]
    if (rent := filters.max_rent) is not None:
        found = [entry for entry in found if entry.monthly_cost is not None and entry.monthly_cost <= rent]
    return found


def _ordered(found: list[Entry], filters: Filters) -> list[Entry]:
    """As they are, newest first; or the cheapest first and what names no amount last."""
    if filters.sort is Sort.NEWEST:
        return found
    by_rent = filters.deal in (Deal.RENT, Deal.TRIAL) or filters.max_rent is not None

    def amount(entry: Entry) -> tuple[bool, int]:
        value = entry.monthly_cost if by_rent or entry.price is None else entry.price
        return value is None, value or 0

    return sorted(found, key=amount)
