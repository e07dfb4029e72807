"""What the search keeps of each published listing beside its words, as columns of numbers."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from webapp.listings.finding.facets import Values, all_facets, facets_of
from webapp.listings.kinds import KINDS
from webapp.listings.kinds.homes.position import MapGrain
from webapp.listings.models import OFFERED, Listing, ListingKind
from webapp.listings.queries import NEWEST

KIND_CODES = {kind: code for code, kind in enumerate(ListingKind)}
TABLE: Any = sa.inspect(Listing).local_table
#: what is read of a listing for its own sake; what facets ask of other columns comes behind
_OWN = (
    "id",
    "municipality_code",
    "published_at",
    "updated_at",
    "as_of",
    "latitude",
    "longitude",
    "price",
    "monthly_cost",
    "search_text",
)
_ASKED = sorted({facet.name for facet in all_facets() if facet.name in KINDS[facet.kind].columns})


def _plain(column: Any) -> Any:
    return sa.cast(column, sa.Text).label(column.name) if isinstance(column.type, sa.Enum) else column


#: enums and JSON as they lie there: telling their types costs more than reading them
ENTRIES: Any = (
    sa.select(
        *(TABLE.c[name] for name in _OWN),
        sa.cast(TABLE.c.kind, sa.Text).label("kind"),
        sa.cast(TABLE.c.details, sa.Text).label("details"),
        *(_plain(TABLE.c[name]) for name in _ASKED if name not in _OWN),
    )
    .where(TABLE.c.status.in_(OFFERED))
    .order_by(*NEWEST)
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Columns:
    """One value a row. Places are numbers into `towns`; times are microseconds since 1970, days since year 1."""

    ids: NDArray[np.bytes_]
    kind: NDArray[np.int8]
    place: NDArray[np.int32]
    published: NDArray[np.int64]
    changed: NDArray[np.int64]
    as_of: NDArray[np.int32]
    latitude: NDArray[np.float32]
    longitude: NDArray[np.float32]
    off_map: NDArray[np.bool_]
    price: NDArray[np.float64]
    rent: NDArray[np.float64]
    answers: Mapping[tuple[ListingKind, str], Values]

    def __len__(self) -> int:
        return len(self.ids)

    def taken(self, rows: Any) -> "Columns":
        """Some rows, by their numbers."""
        plain = {name: getattr(self, name)[rows] for name in _PLAIN}
        return Columns(**plain, answers={key: values[rows] for key, values in self.answers.items()})


_PLAIN = ("ids", "kind", "place", "published", "changed", "as_of", "latitude", "longitude", "off_map", "price", "rent")
#: in the details as they lie there: a home that chose to be on no map
_OFF_MAP = re.compile(rf'"map_grain": *"{MapGrain.HIDDEN.value}"')


def micros(at: datetime | None) -> int:
    """Microseconds since 1970."""
    if at is None:
        return 0
    passed = at - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def moment(passed: int) -> datetime:
    """The moment so many microseconds after 1970 began."""
    return _EPOCH + timedelta(microseconds=max(passed, 0))


def columns_of(rows: Sequence[Any]) -> Columns:
    """The columns of rows of `ENTRIES`."""
    count = len(rows)

    def made(values: Any, dtype: Any) -> Any:
        return np.fromiter(values, dtype, count)

    def numbers(name: str, dtype: Any) -> Any:
        return made((np.nan if (value := getattr(row, name)) is None else value for row in rows), dtype)

    return Columns(
        ids=np.array([row.id for row in rows], dtype="S26"),
        kind=made((KIND_CODES[ListingKind(row.kind)] for row in rows), np.int8),
        place=made((int(row.municipality_code) for row in rows), np.int32),
        published=made((micros(row.published_at) for row in rows), np.int64),
        changed=made((micros(row.updated_at) for row in rows), np.int64),
        as_of=made((_day(row.as_of) for row in rows), np.int32),
        latitude=numbers("latitude", np.float32),
        longitude=numbers("longitude", np.float32),
        off_map=made((_OFF_MAP.search(row.details) is not None for row in rows), np.bool_),
        price=numbers("price", np.float64),
        rent=numbers("monthly_cost", np.float64),
        answers=_answers(rows),
    )


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0


def _answers(rows: Sequence[Any]) -> dict[tuple[ListingKind, str], Values]:
    facets = {facet.key: facet for facet in all_facets()}
    found = {key: np.full(len(rows), facet.blank, facet.dtype) for key, facet in facets.items()}
    by_kind: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        by_kind.setdefault(row.kind, []).append(number)
    for kind, numbers in by_kind.items():
        asked = {facet.key: facet for facet in facets_of(ListingKind(kind))}
        details = [json.loads(rows[number].details) for number in numbers]
        for key, facet in asked.items():
            if facet.name in KINDS[facet.kind].columns:
                answers = [getattr(rows[number], facet.name) for number in numbers]
            else:
                answers = [facet.answer(given) for given in details]
            found[key][numbers] = facet.kept(answers)
    return found


def joined(parts: Sequence[Columns]) -> Columns:
    """Rows of several parts behind one another."""
    if not parts:
        return columns_of([])
    plain = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _PLAIN}
    answers = {key: np.concatenate([part.answers[key] for part in parts]) for key in parts[0].answers}
    return Columns(**plain, answers=answers)
