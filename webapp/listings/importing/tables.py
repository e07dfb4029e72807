"""Tables as people keep them, CSV or XLSX: found by what they hold, with their heading somewhere near the top."""

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.listings.importing import xlsxfile
from webapp.listings.importing.csvfile import MAX_BYTES, checked_size, open_csv

_LOOK_FOR_HEADING = 20
_ZIP = b"PK\x03\x04"


class Line(NamedTuple):
    """One row of a table: the line that a spreadsheet shows, its cells, the share of the file that is read."""

    number: int
    cells: list[str]
    share: float


def lines_of(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Line]:
    """Every row that is not blank. Raises BadFile, also after many rows."""
    if _begins_like_a_workbook(path):
        checked_size(path, max_bytes)
        found: Iterator[tuple[list[str], float]] = ((cells, 0.5) for cells in xlsxfile.rows(path))
    else:
        found = _csv_rows(path, max_bytes)
    for number, (cells, share) in enumerate(found, start=1):
        if any(cell.strip() for cell in cells):
            yield Line(number, cells, share)


def _begins_like_a_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == _ZIP
    except OSError:
        return False  # `open_csv` says what is wrong


def _csv_rows(path: Path, max_bytes: int) -> Iterator[tuple[list[str], float]]:
    file = open_csv(path, max_bytes=max_bytes)
    with path.open(encoding=file.encoding, newline="") as text:
        reader, raw = csv.reader(text, strict=True), cast("BinaryIO", text.buffer)
        try:
            for cells in reader:
                yield cells, min(1.0, raw.tell() / file.size)
        except csv.Error as error:
            raise BadFile(
                _(
                    "%(line)s行目の近くで引用符の対応が崩れています。ファイルが途中で切れているかもしれません。"
                    "もう一度保存してから取り込んでください。",
                    line=reader.line_num,
                )
            ) from error


def plain_heading(text: str) -> str:
    """A heading as it is compared: without blanks and line breaks, which spreadsheets put in for looks."""
    return "".join(text.split())


def below_heading(
    lines: Iterator[Line], is_heading: Callable[[Sequence[str]], bool]
) -> tuple[list[str], Iterator[Line]]:
    """The heading's cells and the rows below it. Raises BadFile when none of the first rows is one, or nothing follows."""
    for line in islice(lines, _LOOK_FOR_HEADING):
        cells = [plain_heading(cell) for cell in line.cells]
        if is_heading(cells):
            first = next(lines, None)
            if first is None:
                raise BadFile(_("見出しの行だけで、中身の行がありません。中身のあるファイルを選んでください。"))
            return cells, chain([first], lines)
    raise BadFile(_("見出しの行が見つかりません。1行目に項目の名前がある表を選んでください。"))
