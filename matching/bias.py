"""Who gains and who loses when one model takes the place of another: towns, prefectures, kinds, newcomers, families."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.capacity import Flags, Floats, discounts, fair_shares
from matching.measures import Lists, Values, exposure_of

FIFTHS = 5
Order = Literal["change", "before", "after", "size", "fame", "name"]


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the report, ready to draw.

    group: town, town_size, town_fame, prefecture, kind, offer_age, resident_age or household; name: the caller's code
    in it. size: places to give, or residents. fame: the caller's number (NaN where there is none). before, after:
    attention as a multiple of the fair share by places; for resident_age and household, the mean chance of a match of
    what is shown. NaN where the group has no places or nobody is in it.
    """

    group: str
    name: str
    size: float
    fame: float
    before: float
    after: float

    @property
    def change(self) -> float:
        """What the group gains, below 0 what it loses."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class BiasReport:
    """All lines, by group. size_effect, fame_effect: rank correlation of a town's gain with its size or fame, -1 to 1."""

    changes: tuple[Change, ...]
    size_effect: float
    fame_effect: float

    def of(self, group: str, by: Order = "change", *, falling: bool = False) -> list[Change]:
        """The lines of one group in order; those without a number come last, equal ones by name."""
        sign = -1 if falling else 1

        def place(row: Change) -> tuple[bool, float | str, str]:
            value = getattr(row, by)
            if isinstance(value, str):
                return False, "", value
            return isnan(value), 0.0 if isnan(value) else sign * value, row.name

        rows = sorted((row for row in self.changes if row.group == group), key=place)
        return rows[::-1] if by == "name" and falling else rows


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of both sides; n residents, m offers, t towns.

    capacity, town, kind, is_new_offer: (m,); towns, prefectures: t codes; fame: (t,) any number, for example how often
    a town was looked at, or None. is_new, is_family: (n,) residents without feedback, residents who come together.
    """

    capacity: Lists
    town: Lists
    kind: Sequence[str]
    is_new_offer: Flags
    towns: Sequence[str]
    prefectures: Sequence[str]
    is_new: Flags
    is_family: Flags
    fame: Values | None = None


def compare(before: Lists, after: Lists, facts: Facts, chances: tuple[Values, Values] | None = None) -> BiasReport:
    """The report on two sets of lists (n, k) for the same residents.

    chances: (n, k) chance of a match of each entry, before and after; without it there are no lines on residents.
    """
    exposure = exposure_of(before, len(facts.capacity)), exposure_of(after, len(facts.capacity))
    fame = np.full(len(facts.towns), np.nan) if facts.fame is None else facts.fame.astype(np.float64)
    towns = _of_offers("town", list(facts.towns), facts.town, exposure, facts, fame)
    town_prefecture, prefectures = _numbered(facts.prefectures)
    kind, kinds = _numbered(facts.kind)
    rows = [
        *towns,
        *_of_offers("prefecture", prefectures, town_prefecture[facts.town], exposure, facts),
        *_of_offers("kind", kinds, kind, exposure, facts),
        *_of_offers("offer_age", ["known", "new"], facts.is_new_offer.astype(int), exposure, facts),
    ]
    sizes = np.bincount(facts.town, np.maximum(facts.capacity, 0), len(facts.towns)).astype(np.float64)
    measured = {"town_size": sizes, "town_fame": fame}
    for group, values in measured.items():
        fifth, names = _fifths(values)
        rows += _of_offers(group, names, fifth[facts.town], exposure, facts)
    if chances is not None:
        shown = _mean_chance(before, chances[0]), _mean_chance(after, chances[1])
        rows += _of_residents("resident_age", ("known", "new"), facts.is_new, shown)
        rows += _of_residents("household", ("single", "family"), facts.is_family, shown)
    gain, size, known = (np.array([getattr(row, name) for row in towns]) for name in ("change", "size", "fame"))
    return BiasReport(tuple(rows), rank_correlation(size, gain), rank_correlation(known, gain))


def rank_correlation(a: Floats, b: Floats) -> float:
    """Spearman's correlation of two columns over the rows where both are numbers; NaN where there is no variety."""
    from scipy.stats import rankdata

    both = ~np.isnan(a) & ~np.isnan(b)
    ranks = [rankdata(values[both]) for values in (a, b)]
    if both.sum() < 2 or any(np.ptp(values) == 0 for values in ranks):
        return float("nan")
    return float(np.corrcoef(*ranks)[0, 1])


def _numbered(codes: Sequence[str]) -> tuple[NDArray[np.intp], list[str]]:
    names = sorted(set(codes))
    number = {name: place for place, name in enumerate(names)}
    return np.array([number[code] for code in codes], dtype=np.intp), names


def _fifths(values: Floats) -> tuple[NDArray[np.intp], list[str]]:
    """Fifth of each town, from 0 for the smallest; towns without a number stand apart, last."""
    order = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    fifth = np.where(np.isnan(values), FIFTHS, order * FIFTHS // max(int((~np.isnan(values)).sum()), 1))
    return np.minimum(fifth, FIFTHS), [*(str(n + 1) for n in range(FIFTHS)), "unknown"]


def _of_offers(
    group: str,
    names: list[str],
    number: Lists,
    exposure: tuple[Floats, Floats],
    facts: Facts,
    fame: Floats | None = None,
) -> list[Change]:
    """A line for each name that has any offer; number: (m,) of the name of each offer."""
    count = len(names)
    fair = np.zeros(count)
    shares = fair_shares(facts.capacity, number)
    fair[: len(shares)] = shares
    places = np.bincount(number, np.maximum(facts.capacity, 0), count)
    with_offers = np.bincount(number, minlength=count) > 0
    before, after = (
        np.where(
            fair > 0, np.bincount(number, seen, count) / max(seen.sum(), 1e-12) / np.where(fair > 0, fair, 1), np.nan
        )
        for seen in exposure
    )
    known = np.full(count, np.nan) if fame is None else fame
    return [
        Change(group, names[n], *(float(column[n]) for column in (places, known, before, after)))
        for n in np.flatnonzero(with_offers).tolist()
    ]


def _mean_chance(places: Lists, chances: Values) -> Floats:
    """(n,) chance of a match over what is shown, weighted by how likely it is looked at; 0 for an empty list."""
    seen = np.where(places >= 0, discounts(places.shape[1]), 0.0)
    mean: Floats = (seen * np.where(places >= 0, chances, 0)).sum(axis=1) / np.maximum(seen.sum(axis=1), 1e-12)
    return mean


def _of_residents(group: str, names: tuple[str, str], flag: Flags, shown: tuple[Floats, Floats]) -> list[Change]:
    rows = []
    for name, chosen in zip(names, (~flag, flag), strict=True):
        means = (float(values[chosen].mean()) if chosen.any() else float("nan") for values in shown)
        rows.append(Change(group, name, float(chosen.sum()), float("nan"), *means))
    return rows
