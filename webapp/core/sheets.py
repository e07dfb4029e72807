"""Tables as CSV files that spreadsheets open as they are, and that can make them run nothing."""

import csv
import io
from collections.abc import Iterable, Iterator

#: what a formula begins with, also as wide as a kanji: a Japanese spreadsheet takes the wide ones for the narrow ones
FORMULA_SIGNS = "=+-@＝＋－＠"
#: tells spreadsheets that the file is UTF-8
MARK = "\ufeff"


def line(cells: Iterable[object]) -> str:
    """One line, ended with CRLF; None is empty, a number stays one that can be added up, no cell is a formula."""
    text = io.StringIO()
    csv.writer(text).writerow([cell if isinstance(cell, int | float) else _text(cell) for cell in cells])
    return text.getvalue()


def as_lines(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A heading and rows, line by line: the UTF-8 mark in front of the first."""
    yield MARK + line(head)
    yield from map(line, rows)


def as_csv(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """The same as one text."""
    return "".join(as_lines(head, rows))


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith((*FORMULA_SIGNS, "\t", "\r")) else cell


def _text(cell: object) -> str:
    return "" if cell is None else harmless(str(cell))
