"""What helps when nothing was found: which condition to take off and what that leaves, and towns nearby."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from webapp.listings.filters import Filters
from webapp.listings.finding.conditions import PLACE
from webapp.listings.finding.parts import Part
from webapp.listings.places import Layer, Place
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.municipalities.travel import line_km

MOST, NEARBY_KM = 5, 100.0


@dataclass(frozen=True)
class Step:
    """One way on: words, the search it leads to, how many listings it finds."""

    label: Any
    filters: Filters
    count: int


@dataclass(frozen=True)
class Help:
    """Conditions to take off, those that leave most first; towns nearby where the rest of the search finds something."""

    looser: list[Step]
    nearby: list[Step]


def help_for(filters: Filters, found: Any, shown: Sequence[Part], layer: Layer) -> Help:
    """Ways on from a search that found nothing. `found` is what `search.search` gave."""
    looser = [Step(part.label, part.without, _without(found, part, filters)) for part in shown]
    looser = sorted((step for step in looser if step.count), key=lambda step: -step.count)[:MOST]
    return Help(looser, _nearby(filters, found, layer) if filters.municipality else [])


def _without(found: Any, part: Part, filters: Filters) -> int:
    """Without a kind its facets go too; without a town its prefecture stays."""
    gone = {part.name} | ({facet.arg for facet in filters.facets} if part.name == "kind" else set())
    fitting = found.conditions.fitting(*gone)
    if part.name == PLACE and filters.municipality and filters.prefecture:
        fitting = fitting & (found.kept.columns.place // 10_000 == int(filters.prefecture) // 10_000)
    return int(np.count_nonzero(fitting))


def _nearby(filters: Filters, found: Any, layer: Layer) -> list[Step]:
    here = municipalities.by_codes([filters.municipality]).get(filters.municipality)
    point = _point(here)
    if point is None:
        return []
    far = []
    for place in layer.municipalities.values():
        count, there = found.counts.places.get(place.code, 0), _point(place)
        if count and there and (km := line_km(point, there)) <= NEARBY_KM:
            far.append((km, place, count))
    far.sort(key=lambda one: one[0])
    return [
        Step(place.label, filters.but(prefecture=place.prefecture_code, municipality=place.code), count)
        for _km, place, count in far[:MOST]
    ]


def _point(place: Place | Municipality | None) -> tuple[float, float] | None:
    if place is None or place.longitude is None or place.latitude is None:
        return None
    return place.longitude, place.latitude
