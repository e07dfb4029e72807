"""Where listings are: published counts by place, kept for a minute, for maps and the filter by place."""

import time
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.database import Database, current_scope, session
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.municipalities import naming
from webapp.municipalities.models import AreaKind, Municipality

KEPT_SECONDS = 60.0
Counts = dict[ListingKind, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or prefecture with its published listings by kind."""

    code: str
    name: str
    romaji: str
    prefecture_code: str
    latitude: float | None
    longitude: float | None
    counts: Counts

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return naming.short(self.name, self.romaji)

    def count(self, kind: ListingKind | None = None) -> int:
        """How many listings of one kind, or of all."""
        return self.counts.get(kind, 0) if kind else sum(self.counts.values())


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
    counts: dict[str, Counts] = {}
    for code, of_kind, count in session().exec(
        select(Listing.municipality_code, Listing.kind, sa.func.count())
        .where(Listing.status == ListingStatus.PUBLISHED)
        .group_by(col(Listing.municipality_code), col(Listing.kind))
    ):
        counts.setdefault(code, {})[ListingKind(of_kind)] = count
    table: Any = Municipality
    where = (table.prefecture_code, table.latitude, table.longitude)
    columns = (table.code, table.kind, table.name, table.romaji, *where)
    prefectures: dict[str, Place] = {}
    municipalities: dict[str, Place] = {}
    points: dict[str, list[tuple[float, float]]] = {}
    for row in session().execute(sa.select(*columns).order_by(table.code)):
        if row.kind is AreaKind.PREFECTURE:
            prefectures[row.code] = _place(row, _sum_of(row.code, counts))
            continue
        if row.code in counts:
            municipalities[row.code] = _place(row, counts[row.code])
        if row.latitude is not None:
            points.setdefault(row.prefecture_code, []).append((row.longitude, row.latitude))
    return Layer(time.monotonic(), prefectures, municipalities, points)


def _place(row: Any, counts: Counts) -> Place:
    return Place(row.code, row.name, row.romaji, row.prefecture_code, row.latitude, row.longitude, counts)


def _sum_of(prefecture_code: str, counts: dict[str, Counts]) -> Counts:
    total: Counts = {}
    for code, by_kind in counts.items():
        if code[:2] == prefecture_code[:2]:
            for kind, count in by_kind.items():
                total[kind] = total.get(kind, 0) + count
    return total
