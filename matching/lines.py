"""Lines of JSON and CSV files, read one by one; whatever is wrong with one is told by file and line."""

import csv
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
LISTED = 20
"""So many problems are told in full; the rest is counted."""
SHOWN = 60
"""Letters of a wrong value that are repeated in its problem."""
MARKS = {b"\xef\xbb\xbf": "UTF-8 with one", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
"""Byte order marks and what a file that starts with one is."""


class PopulationError(ValueError):
    """A population that cannot be used. ``problems``: the first sentences; ``count``: of all that were found."""

    def __init__(self, problems: list[str], count: int) -> None:
        more = [f"and {count - len(problems):,} more problems"] if count > len(problems) else []
        super().__init__("\n".join([*problems, *more]))
        self.problems = problems
        self.count = count


class Problems:
    """Collects what is wrong while reading goes on, so that one run tells all of it."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.count = 0

    def add(self, path: Path, line: int | None, what: str) -> None:
        """Note a problem; ``line`` counts from 1, None = the file as a whole."""
        self.count += 1
        if len(self.sentences) < LISTED:
            place = path.name if line is None else f"{path.name}, line {line}"
            self.sentences.append(f"{place}: {what}")

    def raise_any(self) -> None:
        """PopulationError when anything was noted."""
        if self.count:
            raise PopulationError(self.sentences, self.count)


def text_lines(path: Path, problems: Problems) -> Iterator[tuple[int, str]]:
    """(number from 1, text) of each line that is UTF-8, without its line break."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                mark = _byte_order_mark(raw) if number == 1 else None
                if mark:
                    problems.add(path, 1, f"starts with a byte order mark ({mark}); save it as UTF-8 without one")
                    return
                try:
                    yield number, raw.decode("utf-8").rstrip("\r\n")
                except UnicodeDecodeError as error:
                    problems.add(path, number, f"is not UTF-8 (byte 0x{raw[error.start]:02x}, place {error.start + 1})")
    except FileNotFoundError:
        problems.add(path, None, "is missing")
    except OSError as error:
        problems.add(path, None, f"cannot be read: {error.strerror or error}")


def json_rows(path: Path, problems: Problems) -> Iterator[tuple[int, Row]]:
    """(number, object) of each line of a JSON Lines file that holds one."""
    number = 0
    for number, line in text_lines(path, problems):
        row = _decoded(line)
        if isinstance(row, str):
            problems.add(path, number, row)
        else:
            yield number, row
    if number == 0:
        _note_empty(path, problems)


def csv_rows(path: Path, header: Collection[str], problems: Problems) -> Iterator[tuple[int, dict[str, str]]]:
    """(number, column → value) of each line after the header, which names exactly these columns in any order."""
    names: list[str] | None = None
    for number, line in text_lines(path, problems):
        try:
            values = next(csv.reader([line], strict=True), [])
        except csv.Error as error:
            problems.add(path, number, f"is not CSV: {error}")
            continue
        if names is None:
            names = values
            if fault := _name_fault(values, header, "column"):
                problems.add(path, number, fault)
                return
        elif not values:
            problems.add(path, number, "is blank")
        elif len(values) != len(names):
            problems.add(path, number, f"must have {len(names)} values, not {len(values)}")
        else:
            yield number, dict(zip(names, values, strict=True))
    if names is None:
        _note_empty(path, problems)


def name_fault(row: Row, names: Collection[str]) -> str | None:
    """What is wrong with the field names of a row, as a sentence; None when they are exactly ``names``."""
    return None if row.keys() == names else _name_fault(list(row), names, "field")


def shown(value: object) -> str:
    """A value as a file would write it, cut to ``SHOWN`` letters."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _decoded(line: str) -> Row | str:
    """The object a line holds, or the sentence about what it holds instead."""
    if not line.strip():
        return "is blank"
    try:
        row = DECODER.decode(line)
        if "\\u" in line:
            json.dumps(row, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        return f"is not JSON: {error.msg} (place {error.pos + 1})"
    except UnicodeEncodeError:
        return "holds half of a surrogate pair, which is no character"
    except (ValueError, RecursionError) as error:
        return f"is not JSON that can be used: {error}"
    return row if isinstance(row, dict) else f"must hold an object, not {shown(row)}"


def _note_empty(path: Path, problems: Problems) -> None:
    if path.is_file() and path.stat().st_size == 0:
        problems.add(path, None, "is empty")


def _name_fault(names: list[str], wanted: Collection[str], noun: str) -> str | None:
    faults = {
        "lacks": [name for name in wanted if name not in names],
        "has the unknown": sorted({name for name in names if name not in wanted}),
        "repeats the": sorted({name for name in names if names.count(name) > 1}),
    }
    return "; ".join(f"{what} {noun} {', '.join(found)}" for what, found in faults.items() if found) or None


def _byte_order_mark(raw: bytes) -> str | None:
    return next((name for mark, name in MARKS.items() if raw.startswith(mark)), None)


def _unique(pairs: list[tuple[str, Any]]) -> Row:
    row = dict(pairs)
    if len(row) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"it repeats the field {', '.join(name for name in row if names.count(name) > 1)}")
    return row


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)
