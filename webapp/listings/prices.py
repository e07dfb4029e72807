"""What homes cost by town: the middle of the prices asked now, kept for a while."""

import time
from statistics import median
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from webapp.core.database import Database, current_scope, session
from webapp.listings.models import Listing, ListingKind, ListingStatus

KEPT_SECONDS = 600.0
#: fewer homes say nothing about a town
FEWEST = 3
_L: Any = sa.inspect(Listing).local_table.c
_ASKED: Any = sa.select(_L.municipality_code, _L.price).where(
    _L.status == ListingStatus.PUBLISHED, _L.kind == ListingKind.HOME, _L.price > 0
)
_kept: WeakKeyDictionary[Database, tuple[float, dict[str, float]]] = WeakKeyDictionary()


def by_town() -> dict[str, float]:
    """Code → median sale price in yen, of towns with at least three homes for sale; at most ten minutes old."""
    database = current_scope().database
    kept = _kept.get(database)
    if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
        prices: dict[str, list[int]] = {}
        for code, price in session().execute(_ASKED):
            prices.setdefault(code, []).append(price)
        found = {code: float(median(asked)) for code, asked in prices.items() if len(asked) >= FEWEST}
        kept = _kept[database] = (time.monotonic(), found)
    return kept[1]
