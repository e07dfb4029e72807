"""A sheet as rows of typed values: every cell that cannot be read is a problem with its line and its column."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.listings.importing.tables import below_heading, lines_of, plain_heading
from webapp.listings.models import ListingKind
from webapp.listings.sheets.columns import NUMBER, NUMBER_HEADING, CellWrong, Column, columns_of, read_cell

LARGEST = 12 * 2**20
MOST_ROWS = 5_000
_SAMPLES = 3
_LONGEST_NUMBER = 60


class Problem(NamedTuple):
    """What keeps a sheet from being brought in: the line a spreadsheet shows, the column, why, and what stands there."""

    line: int
    heading: str
    sentence: str
    value: str


@dataclass(slots=True)
class SheetRow:
    """One row: its number in the maker's own lists, and the values of the columns that the sheet has."""

    line: int
    number: str
    values: dict[str, Any]


@dataclass
class Sheet:
    """What a file says."""

    kind: ListingKind
    names: list[str]
    rows: list[SheetRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Layout(NamedTuple):
    """The heading of a file, and what stands in its first rows."""

    headings: list[str]
    samples: dict[str, list[str]]

    @property
    def signature(self) -> str:
        """The same for files with the same headings, in any order."""
        return hashlib.sha256("\n".join(sorted(self.headings)).encode()).hexdigest()


def layout_of(path: Path) -> Layout:
    """The headings of a file and a few of its cells. Raises BadFile."""
    headings, below = below_heading(lines_of(path, max_bytes=LARGEST), _has_two_words)
    samples: dict[str, list[str]] = {heading: [] for heading in headings if heading}
    for line in islice(below, _SAMPLES):
        for heading, cell in zip(headings, line.cells, strict=False):
            if heading and cell.strip():
                samples[heading].append(cell.strip()[:60])
    if len(samples) < len([heading for heading in headings if heading]):
        raise BadFile(_("同じ見出しの列が2つあります。見出しを分けてください。"))
    return Layout(list(samples), samples)


def _has_two_words(cells: Sequence[str]) -> bool:
    return sum(bool(cell) for cell in cells) >= 2 and not cells[0].startswith("#")


def known_fields(kind: ListingKind, headings: Sequence[str]) -> dict[str, str]:
    """Heading → field, for those headings that are the template's."""
    known = {plain_heading(column.heading): name for name, column in columns_of(kind).items()}
    known[NUMBER_HEADING] = NUMBER
    return {heading: known[heading] for heading in headings if heading in known}


def read_sheet(path: Path, kind: ListingKind, fields: Mapping[str, str], *, most: int = MOST_ROWS) -> Sheet:
    """Every row by a mapping of heading → field. Raises BadFile for what is no table, or has too many rows."""
    headings, below = below_heading(lines_of(path, max_bytes=LARGEST), _has_two_words)
    places = [(at, fields[heading]) for at, heading in enumerate(headings) if fields.get(heading)]
    columns = columns_of(kind)
    sheet = Sheet(kind, [name for _at, name in places if name != NUMBER])
    lines_by_number: dict[str, int] = {}
    for line in below:
        if len(sheet.rows) >= most:
            raise BadFile(_("行が多すぎます。%(most)s行までに分けて、1つずつ取り込んでください。", most=f"{most:,}"))
        row = SheetRow(line.number, "", {})
        for at, name in places:
            text = line.cells[at] if at < len(line.cells) else ""
            if name == NUMBER:
                row.number = text.strip()
            else:
                _read_into(row, columns[name], text, sheet)
        _check_row(row, sheet, lines_by_number)
        sheet.rows.append(row)
    return sheet


def _read_into(row: SheetRow, column: Column, text: str, sheet: Sheet) -> None:
    try:
        row.values[column.name] = read_cell(text, column) if text else None
    except CellWrong as wrong:
        sheet.problems.append(Problem(row.line, column.heading, str(wrong), text.strip()[:80]))


def _check_row(row: SheetRow, sheet: Sheet, lines_by_number: dict[str, int]) -> None:
    """A row needs a title, and a number of its own."""
    if "title" in sheet.names and row.values.get("title", "") is None:
        heading = columns_of(sheet.kind)["title"].heading
        sheet.problems.append(Problem(row.line, heading, _("題名がありません。"), ""))
    if not row.number:
        words = _("番号がありません。次に取り込むときに同じ行だと分かるように、行ごとに違う番号を書いてください。")
    elif len(row.number) > _LONGEST_NUMBER:
        words = _("%(max)s字以内にしてください（いまは%(now)s字です）。", max=_LONGEST_NUMBER, now=len(row.number))
    elif row.number in lines_by_number:
        words = _("%(line)s行目と同じ番号です。", line=lines_by_number[row.number])
    else:
        lines_by_number[row.number] = row.line
        return
    sheet.problems.append(Problem(row.line, NUMBER_HEADING, words, row.number[:80]))
