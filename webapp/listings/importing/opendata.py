"""The municipalities' standard open data set: tables under Japanese headings or under the older English ones."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.listings.importing.cells import Cells
from webapp.listings.importing.csvfile import Row
from webapp.listings.importing.format import ListingFormat, RowRefused, Surroundings
from webapp.listings.importing.outcomes import DoubtReason, RefusalReason
from webapp.listings.importing.tables import below_heading, lines_of
from webapp.listings.models import ListingKind
from webapp.listings.wording import searchable
from webapp.municipalities.models import Municipality

#: what is common to its tables: our name → the headings under which it is published
PLACE: Mapping[str, tuple[str, ...]] = {
    "code": ("都道府県コード又は市区町村コード", "全国地方公共団体コード", "市区町村コード", "prefCode"),
    "number": ("NO", "ID", "no", "#property"),
    "address": ("所在地_連結表記", "住所", "所在地", "address"),
    "town": ("townName",),
    "building": ("建物名等(方書)", "方書", "buildingName"),
    "latitude": ("緯度", "latitude"),
    "longitude": ("経度", "longitude"),
    "phone": ("電話番号", "連絡先電話番号", "telephoneNumber"),
    "url": ("URL", "referenceObject"),
    "remarks": ("備考", "note"),
}
_LONGEST_KEY = 40  # of a subject in the trail
_LINES_OF_DESCRIPTION = ("#object_type_xsd", "#property_context")
#: Japan, with its furthest islands: south, north, west, east
_SOUTH, _NORTH, _WEST, _EAST = 20.0, 46.0, 122.0, 154.0


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A row of open data: its number, its town, and the columns of a listing that it decides."""

    external_id: str
    municipality_code: str
    columns: dict[str, Any]


def rows_under(names: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Callable[[Path, int], Iterator[Row]]:
    """A reader of files whose heading has all of `needed`; cells come under our names. Rows with a number only are left out."""

    def rows(path: Path, max_bytes: int) -> Iterator[Row]:
        known = [set(names[key]) for key in needed]
        try:
            heading, below = below_heading(
                lines_of(path, max_bytes=max_bytes),
                lambda cells: all(known_names & set(cells) for known_names in known),
            )
        except BadFile as error:
            shown = _("、").join(names[key][0] for key in needed)
            raise BadFile(
                _("%(why)s この取り込みには、%(names)sの列が要ります。", why=error.sentence, names=shown)
            ) from error
        columns = _columns(heading, names)
        for line in below:
            if line.cells[0].strip() in _LINES_OF_DESCRIPTION:
                continue
            cells = {name: line.cells[at].strip() for name, at in columns.items() if at < len(line.cells)}
            if any(text for name, text in cells.items() if name != "number"):
                yield Row(line.number, cells, True, line.share)

    return rows


def _columns(heading: list[str], names: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Our name → the place of the first of its headings that the file has."""
    found = {}
    for name, known in names.items():
        place = next((heading.index(one) for one in known if one in heading), None)
        if place is not None:
            found[name] = place
    return found


def town_of(cells: Cells, around: Surroundings) -> str:
    """The code of the row's town: the one the file is imported for. Raises RowRefused for another town's row."""
    code = cells.text("code")
    if code and code[:5] != around.municipality_code[:5]:
        raise RowRefused(RefusalReason.OTHER_TOWN)
    return around.municipality_code


def number_of(cells: Cells, name: str) -> str:
    """The publisher's number; made of name and address where there is none, so that it is the same next time."""
    if number := cells.text("number"):
        return number[:60]
    cells.doubt(DoubtReason.NUMBER_MADE, "number")
    return hashlib.sha256(f"{name}\n{cells.text('address')}".encode()).hexdigest()[:20]


def address_of(cells: Cells) -> str:
    """Street and building as one line."""
    parts = (cells.text("town"), cells.text("address"), cells.text("building"))
    return " ".join("".join(part.split()) for part in parts if part)[:120]


def spot_of(cells: Cells) -> tuple[float, float] | None:
    """Latitude and longitude; None, with a doubt, for a spot outside of Japan."""
    try:
        spot = float(cells.text("latitude")), float(cells.text("longitude"))
    except ValueError:
        return None
    if _SOUTH <= spot[0] <= _NORTH and _WEST <= spot[1] <= _EAST:
        return spot
    cells.doubt(DoubtReason.OUTSIDE, "latitude", f"{spot[0]}, {spot[1]}")
    return None


def for_dataset(listing_format: ListingFormat, municipality_code: str, dataset: str) -> ListingFormat:
    """The format as one town's table: its rows are told from those of its other tables, whose numbers begin at 1 too."""
    key = f"{listing_format.key}:{municipality_code}:{dataset}"[:_LONGEST_KEY]
    return replace(listing_format, key=key, municipality_code=municipality_code)


def listed(columns: Mapping[str, Any], kind: ListingKind, place: Municipality) -> dict[str, Any]:
    """The columns of a listing, with the text that the search reads.

    It stands in the middle of the town where the row has no spot of its own.
    """
    spot = {"latitude": place.latitude, "longitude": place.longitude}
    plain: dict[str, Any] = {"themes": [], "skills": [], "licences": [], "deal": None}
    found = {**spot, **columns, **plain, "kind": kind, "municipality_code": place.code}
    listing: Any = SimpleNamespace(**found)
    return found | {"search_text": searchable(listing, place)}
