"""Turns a file into outcomes, one for each row, in one pass and with little memory."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from pydantic import ValidationError

from webapp.core import clock
from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.listings.importing.akiyabank import AKIYABANK
from webapp.listings.importing.cells import Cells
from webapp.listings.importing.csvfile import MAX_BYTES, Row
from webapp.listings.importing.format import ListingFormat, RowRefused, Surroundings
from webapp.listings.importing.outcomes import Accepted, Outcome, RefusalReason, Refused
from webapp.municipalities.names import CityNames, city_names

FORMATS = {each.key: each for each in (AKIYABANK,)}
_ROWS_TO_JUDGE = 50


def read(
    path: Path, listing_format: ListingFormat, *, names: CityNames | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[tuple[Outcome, float]]:
    """Each row's outcome with the share (0 … 1) of the file that is read. Raises BadFile, also after many rows."""
    around = Surroundings(names or city_names(), clock.today(), listing_format.municipality_code)
    rows = _legible(listing_format.rows(path, max_bytes), listing_format, around)
    seen: set[str] = set()
    for row in rows:
        yield _outcome(row, listing_format, around, seen), row.share


def _legible(rows: Iterator[Row], listing_format: ListingFormat, around: Surroundings) -> Iterator[Row]:
    """The same rows, unless the first ones name no prefecture at all: then the letters were read wrongly."""
    if not listing_format.prefecture_column:
        return rows
    first = list(islice(rows, _ROWS_TO_JUDGE))
    named = {row.cells.get(listing_format.prefecture_column, "").strip() for row in first}
    if named.isdisjoint(around.names.prefectures):
        raise BadFile(
            _(
                "都道府県の名前が1つも読み取れません。文字化けしているか、別の種類のファイルです。"
                "UTF-8かShift_JIS（cp932）で保存し直してください。"
            )
        )
    return chain(first, rows)


def _outcome(row: Row, listing_format: ListingFormat, around: Surroundings, seen: set[str]) -> Outcome:
    cells = Cells(row.cells)
    try:
        if not row.is_whole:
            raise RowRefused(RefusalReason.COLUMNS)
        record = listing_format.read_row(cells, around)
        if record.external_id in seen:
            raise RowRefused(RefusalReason.NUMBER_TWICE)
    except RowRefused as refusal:
        return Refused(row.number, refusal.reason, row.cells)
    except ValidationError:
        return Refused(row.number, RefusalReason.UNUSABLE, row.cells)
    seen.add(record.external_id)
    return Accepted(row.number, record, tuple(cells.doubts))
