"""A search as pins on a map that is moved: one for each spot with something, or for each town where there are many.

A home that chose to be on no map has no pin and counts in none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np

from webapp.core.i18n import gettext as _
from webapp.core.templating import link
from webapp.listings.filters import Filters
from webapp.listings.finding.columns import Columns
from webapp.listings.finding.conditions import Known, conditions, numbers_of
from webapp.listings.finding.kept import present
from webapp.listings.places import Layer
from webapp.listings.queries import cards_of
from webapp.municipalities import naming

MOST_ROWS, MOST_SPOTS = 5_000, 400
#: degrees are told to about 11 m; a home stands where its town or 字 does, never finer
DIGITS = 4


@dataclass(frozen=True)
class Pin:
    """A spot with its listings: degrees WGS84, what a reader is told, where a click leads."""

    lat: float
    lon: float
    count: int
    kind: str
    label: str
    href: str


def pins_for(filters: Filters, known: Known, layer: Layer) -> list[Pin]:
    """Everything that fits, on whatever page of the list it stands; what has no place of its own stands at its town's."""
    kept = present()
    columns = kept.columns
    rows = np.flatnonzero(conditions(kept, filters, known).fitting() & ~columns.off_map)
    spots = _spots(rows, columns, layer) if len(rows) <= MOST_ROWS else {}
    if rows.size and not 0 < len(spots) <= MOST_SPOTS:
        return _by_town(filters, rows, columns, layer)
    single = {found[0]: columns.ids[found[0]].decode() for found in spots.values() if len(found) == 1}
    cards = {row.id: row for row in cards_of(list(single.values()))}
    made = [
        _spot(filters, spot, found, columns, layer, cards.get(single.get(found[0], "")))
        for spot, found in spots.items()
    ]
    return [pin for pin in made if pin]


def _spots(rows: Any, columns: Columns, layer: Layer) -> dict[tuple[float, float], list[int]]:
    found: dict[tuple[float, float], list[int]] = {}
    values = (columns.latitude[rows], columns.longitude[rows], columns.place[rows])
    for row, lat, lon, code in zip(rows.tolist(), *(column.tolist() for column in values), strict=True):
        town = layer.municipalities.get(f"{code:06}")
        if isnan(lat) and town is not None and town.latitude is not None and town.longitude is not None:
            lat, lon = town.latitude, town.longitude
        if not isnan(lat):
            found.setdefault((round(lat, DIGITS), round(lon, DIGITS)), []).append(row)
    return found


def _spot(
    filters: Filters, spot: tuple[float, float], rows: Sequence[int], columns: Columns, layer: Layer, card: Any
) -> Pin | None:
    if card is not None:
        href = link("listings.show", listing_id=card.id)
        return Pin(*spot, 1, card.kind.value, _label(card), href)
    town = layer.municipalities.get(f"{int(columns.place[rows[0]]):06}")
    if town is None or len(rows) == 1:
        return None
    label = _("%(place)sのこのあたりに%(count)s件", place=town.label, count=len(rows))
    return Pin(*spot, len(rows), _kind(filters), label, _narrowed(filters, town.code, town.prefecture_code))


def _label(row: Any) -> str:
    place = naming.full(row.town, row.town_romaji, row.prefecture, row.municipality_code)
    return _("%(title)s（%(place)s）", title=row.title, place=place)


def _by_town(filters: Filters, rows: Any, columns: Columns, layer: Layer) -> list[Pin]:
    pins = []
    for code, count in numbers_of(columns.place[rows]).items():
        town = layer.municipalities.get(f"{code:06}")
        if town is None or town.latitude is None or town.longitude is None:
            continue
        label = _("%(name)s、%(count)s件", name=town.label, count=count)
        href = _narrowed(filters, town.code, town.prefecture_code)
        pins.append(Pin(town.latitude, town.longitude, count, _kind(filters), label, href))
    return pins


def _kind(filters: Filters) -> str:
    return filters.looked_for.value if filters.looked_for else ""


def _narrowed(filters: Filters, code: str, prefecture_code: str) -> str:
    return link("listings.search", **filters.but(prefecture=prefecture_code, municipality=code).args())
