"""The newest edition as indicators of every town, its prefecture and the nation: read once a process and edition."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlmodel import col, select

from webapp.core.database import Database, current_scope, session
from webapp.municipalities.statistics.indicators import INDICATORS, Indicator, years_of
from webapp.municipalities.statistics.models import StatisticsEdition, TownNumbers

Values = dict[str, float]


@dataclass(frozen=True, slots=True)
class Known:
    """`towns` and `prefectures` (by two digits) hold values by indicator's key; `ordered` all towns' values, rising;
    `standings` which share (0–1) of the country's towns has less."""

    edition: str
    version: tuple[str, datetime] | None
    years: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    towns: Mapping[str, Values] = field(default_factory=dict)
    prefectures: Mapping[str, Values] = field(default_factory=dict)
    nation: Values = field(default_factory=dict)
    ordered: Mapping[str, list[float]] = field(default_factory=dict)
    standings: Mapping[str, Values] = field(default_factory=dict)

    def value(self, code: str, key: str) -> float | None:
        """One town's indicator, or None."""
        return self.towns.get(code, {}).get(key)

    def standing(self, key: str, value: float) -> float:
        """Which share of the country's towns has less, ties counted half: 0–1."""
        values = self.ordered[key]
        return (bisect_left(values, value) + bisect_right(values, value)) / (2 * len(values))

    def place(self, key: str, value: float) -> tuple[int, int]:
        """How many towns come first when the most are first, plus one; and of how many."""
        values = self.ordered[key]
        return len(values) - bisect_right(values, value) + 1, len(values)


NOTHING = Known("", None)
_kept: WeakKeyDictionary[Database, Known] = WeakKeyDictionary()


def known() -> Known:
    """What the newest edition says; empty where none was ever brought in. One small query when it is at hand."""
    chosen = select(StatisticsEdition.id, StatisticsEdition.imported_at)
    found = session().exec(chosen.order_by(col(StatisticsEdition.name).desc()).limit(1)).first()
    if found is None:
        return NOTHING
    database, version = current_scope().database, (found[0], found[1])
    kept = _kept.get(database)
    if kept is None or kept.version != version:
        kept = _kept[database] = _read(version)
    return kept


def _read(version: tuple[str, datetime]) -> Known:
    edition = session().get_one(StatisticsEdition, version[0])
    rows = session().exec(
        select(TownNumbers.town_code, TownNumbers.numbers).where(TownNumbers.edition_id == edition.id)
    )
    numbers: dict[str, Mapping[str, float]] = dict(rows.all())
    towns = {code: _values([found]) for code, found in numbers.items()}
    prefectures = {
        two: _values(found for code, found in numbers.items() if code[:2] == two) for two in {c[:2] for c in numbers}
    }
    ordered = {i.key: sorted(v[i.key] for v in towns.values() if i.key in v) for i in INDICATORS}
    codes = {item["code"]: item["year"] for item in edition.items}
    years = {indicator.key: years_of(indicator, codes) for indicator in INDICATORS}
    bare = Known(edition.name, version, years, towns, prefectures, _values(numbers.values()), ordered)
    standings = {code: {k: bare.standing(k, v) for k, v in values.items()} for code, values in towns.items()}
    return replace(bare, standings=standings)


def _values(numbers: Iterable[Mapping[str, float]]) -> Values:
    """Indicators of one place made of these towns: a ratio of sums over the towns that have both."""
    places = list(numbers)
    found: Values = {}
    for indicator in INDICATORS:
        value = _ratio(indicator, [parts for place in places if (parts := indicator.parts(place)) is not None])
        if value is not None:
            found[indicator.key] = value
    return found


def _ratio(indicator: Indicator, parts: list[tuple[float, float]]) -> float | None:
    if not parts:
        return None
    top, bottom = (sum(column) for column in zip(*parts, strict=True))
    return indicator.ratio(top, bottom if indicator.bottom else 1.0)
