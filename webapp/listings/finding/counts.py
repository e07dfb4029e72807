"""How many listings each further choice would leave: every facet counted under all the other conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from webapp.listings.filters import MINUTES, Filters
from webapp.listings.finding.columns import KIND_CODES
from webapp.listings.finding.conditions import KIND, PLACE, WITHIN, Conditions, Known, numbers_of
from webapp.listings.finding.distance import minutes_from
from webapp.listings.finding.facets import facets_of
from webapp.listings.finding.kept import Kept
from webapp.listings.models import ListingKind

MOST_KEPT = 500


@dataclass(frozen=True)
class Counts:
    """Numbers of listings: by kind, by place (six digits, prefectures too), by minutes, by facet and value."""

    kinds: Mapping[ListingKind, int]
    places: Mapping[str, int]
    within: Mapping[int, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def counts(kept: Kept, filters: Filters, known: Known, found: Conditions) -> Counts:
    """The numbers of a search; the next page and another order have the same."""
    key = ("counts", filters.but(sort=type(filters.sort).NEWEST))
    if key not in kept.counted:
        if len(kept.counted) >= MOST_KEPT:
            kept.counted.clear()
        kept.counted[key] = _counted(kept, filters, known, found)
    kept_counts: Counts = kept.counted[key]
    return kept_counts


def _counted(kept: Kept, filters: Filters, known: Known, found: Conditions) -> Counts:
    return Counts(_kinds(kept, found), _places(kept, found), _within(kept, known, found), _facets(kept, filters, found))


def _kinds(kept: Kept, found: Conditions) -> dict[ListingKind, int]:
    """Another kind has none of this kind's facets, so these do not count."""
    facets = {facet.arg for kind in ListingKind for facet in facets_of(kind)}
    fitting = found.fitting(KIND, *facets)
    numbers = np.bincount(kept.columns.kind[fitting], minlength=len(KIND_CODES))
    return {kind: int(numbers[code]) for kind, code in KIND_CODES.items()}


def _places(kept: Kept, found: Conditions) -> dict[str, int]:
    towns = numbers_of(kept.columns.place[found.fitting(PLACE)])
    prefectures: dict[int, int] = {}
    for town, number in towns.items():
        prefectures[town // 10_000] = prefectures.get(town // 10_000, 0) + number
    return {f"{code:06}": n for code, n in towns.items()} | {f"{code:02}": n for code, n in prefectures.items()}


def _within(kept: Kept, known: Known, found: Conditions) -> dict[int, int]:
    if known.origin is None:
        return {}
    minutes = minutes_from(kept, known.origin)[found.fitting(WITHIN)]
    return {step: int(np.count_nonzero(minutes <= step)) for step in MINUTES}


def _facets(kept: Kept, filters: Filters, found: Conditions) -> dict[str, Mapping[str, int]]:
    """A facet of homes shown before a kind is chosen counts homes alone: nothing else has its answers."""
    fitting_all = found.fitting()
    by_name = {}
    for facet in filters.facets:
        fitting = found.fitting(facet.arg) if filters.value(facet.arg) else fitting_all
        by_name[facet.arg] = facet.counts(kept.columns.answers[facet.key][fitting])
    return by_name
