"""What a town offers now: how many of each kind, the newest cards, what homes ask for."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.listings import queries as listings
from webapp.listings.drawn import tiles
from webapp.listings.models import ListingKind

LOOKED_AT, SHOWN = 200, 6
#: needs first: a family comes for people, not for a catalogue
_ORDER = (ListingKind.NEED, ListingKind.HOME, ListingKind.JOB, ListingKind.EVENT, ListingKind.COWORKING)


@dataclass(frozen=True)
class Price:
    """What is asked for one thing: its middle, its least and most, of how many."""

    label: str
    middle: str
    span: str
    count: int


@dataclass(frozen=True)
class Offers:
    """`kinds` as (kind, its name, how many)."""

    kinds: list[tuple[ListingKind, Any, int]]
    tiles: list[Markup]
    prices: list[Price]


def offers_of(code: str) -> Offers:
    """What is published in a town, read once; where there is very much, cards and prices are of the newest."""
    rows = listings.newest(LOOKED_AT, municipality_code=code)
    counts = Counter(row.kind for row in rows) if len(rows) < LOOKED_AT else listings.count_by_kind(code)
    return Offers(
        kinds=[(kind, kind.label, counts[kind]) for kind in ListingKind if counts.get(kind)],
        tiles=tiles(_mixed(rows)),
        prices=[price for price in _prices(rows) if price],
    )


def _mixed(rows: Sequence[Any]) -> list[Any]:
    """The newest of each kind in turn, so that one kind does not fill the page."""
    by_kind = [[row for row in rows if row.kind is kind] for kind in _ORDER]
    turns = (kind[turn] for turn in range(SHOWN) for kind in by_kind if turn < len(kind))
    return [row for _number, row in zip(range(SHOWN), turns, strict=False)]


def _prices(rows: Sequence[Any]) -> list[Price | None]:
    homes = [row for row in rows if row.kind is ListingKind.HOME]
    return [
        _price(_("売り家"), homes, lambda row: row.price, show_yen),
        _price(_("借りる家（1か月）"), homes, lambda row: row.monthly_cost, show_yen),
    ]


def _price(
    label: str, rows: Sequence[Any], asked: Callable[[Any], int | None], words: Callable[[int], str]
) -> Price | None:
    amounts = [amount for row in rows if (amount := asked(row))]
    if not amounts:
        return None
    low, high = min(amounts), max(amounts)
    span = words(low) if low == high else _("%(low)s〜%(high)s", low=words(low), high=words(high))
    return Price(label, words(round(median(amounts))), span, len(amounts))
