"""Tables as CSV files that spreadsheets open as they are, and that can make them run nothing."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: tells spreadsheets that the file is UTF-8
_MARK = "\ufeff"


def as_csv(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A heading and rows as text: UTF-8 mark in front, lines end with CRLF, None is empty, no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(str(cell)) for cell in head])
    writer.writerows([harmless("" if cell is None else str(cell)) for cell in row] for row in rows)
    return _MARK + text.getvalue()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
