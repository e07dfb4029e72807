"""Which places have something to show, kept for a minute, for maps and the filter by place."""

import time
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.database import Database, current_scope, session
from webapp.listings.models import OFFERED, Listing
from webapp.municipalities import naming
from webapp.municipalities.models import AreaKind, Municipality

KEPT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or prefecture."""

    code: str
    name: str
    romaji: str
    prefecture_code: str
    latitude: float | None
    longitude: float | None

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return naming.short(self.name, self.romaji)


@dataclass(frozen=True, slots=True)
class Layer:
    """Every place with a published listing, and all prefectures, at one moment.

    `points` is longitude and latitude of all municipalities by prefecture; `drawn` keeps maps made of this layer.
    """

    read_at: float
    prefectures: dict[str, Place]
    municipalities: dict[str, Place]
    points: dict[str, list[tuple[float, float]]]
    drawn: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def in_prefecture(self, code: str) -> list[Place]:
        """The municipalities of a prefecture that have something to show."""
        return [place for place in self.municipalities.values() if place.prefecture_code == code]


_layers: WeakKeyDictionary[Database, Layer] = WeakKeyDictionary()


def layer() -> Layer:
    """The present layer, at most a minute old."""
    database = current_scope().database
    kept = _layers.get(database)
    if kept is None or time.monotonic() - kept.read_at > KEPT_SECONDS:
        kept = _layers[database] = _read()
    return kept


def forget() -> None:
    """Have the layer read afresh: a listing appeared or went."""
    _layers.pop(current_scope().database, None)


def _read() -> Layer:
    shown = select(Listing.municipality_code).where(col(Listing.status).in_(OFFERED)).distinct()
    codes = set(session().exec(shown))
    table: Any = Municipality
    where = (table.prefecture_code, table.latitude, table.longitude)
    columns = (table.code, table.kind, table.name, table.romaji, *where)
    prefectures: dict[str, Place] = {}
    municipalities: dict[str, Place] = {}
    points: dict[str, list[tuple[float, float]]] = {}
    for row in session().execute(sa.select(*columns).order_by(table.code)):
        if row.kind is AreaKind.PREFECTURE:
            prefectures[row.code] = _place(row)
            continue
        if row.code in codes:
            municipalities[row.code] = _place(row)
        if row.latitude is not None:
            points.setdefault(row.prefecture_code, []).append((row.longitude, row.latitude))
    return Layer(time.monotonic(), prefectures, municipalities, points)


def _place(row: Any) -> Place:
    return Place(row.code, row.name, row.romaji, row.prefecture_code, row.latitude, row.longitude)
