"""Tables as CSV files that spreadsheets open as they are, and that can make them run nothing."""

import csv
import io
from collections.abc import Iterable, Iterator

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: tells spreadsheets that the file is UTF-8
MARK = "\ufeff"


def line(cells: Iterable[object]) -> str:
    """One line, ended with CRLF; None is empty, no cell is a formula."""
    text = io.StringIO()
    csv.writer(text).writerow([harmless("" if cell is None else str(cell)) for cell in cells])
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
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
