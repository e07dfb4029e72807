"""Rows in the shape of the national vacant-home bank's file, invented for tests."""

import csv
from pathlib import Path
from typing import Any

from webapp.listings.importing.akiyabank_spec import COLUMNS
from webapp.listings.importing.outcomes import Accepted, Doubt, Outcome
from webapp.listings.importing.reading import FORMATS, read
from webapp.listings.importing.record import HomeRecord

AKIYABANK = FORMATS["akiyabank"]
BLANK = dict.fromkeys(COLUMNS, "")
HOUSE = BLANK | {
    "PROPERTY_NUMBER_ID": "9900001",
    "PROPERTY_CATEGORY": "売買居住用",
    "PREFECTURE": "秋田県",
    "CITY": "雄勝郡羽後町",
    "AMOUNT/RENT": "3500000",
    "DATE_OF_CONSTRUCTION": "1975/4/1",
    "CONSTRUCTION": "木造",
    "OCCUPATION_AREA": "112.5",
    "LAYOUT": "5DK",
    "SIZE_OF_LOT": "330",
    "PRIVATE_ROAD": "無し",
    "SETBACK": "無し",
    "FARMLAND": "無し",
    "RETAIL_PREMISES": "無し",
}


def house(**changes: str) -> dict[str, str]:
    """A valid row; `AMOUNT` stands for the column AMOUNT/RENT."""
    if "AMOUNT" in changes:
        changes["AMOUNT/RENT"] = changes.pop("AMOUNT")
    unknown = set(changes) - set(COLUMNS)
    assert not unknown, unknown
    return HOUSE | changes


def write(path: Path, rows: list[dict[str, str]], *, encoding: str = "utf-8-sig") -> Path:
    """A file of these rows as the publisher writes it."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS))
        writer.writeheader()
        writer.writerows(rows)
    return path


def outcomes(path: Path, **options: Any) -> list[Outcome]:
    """All outcomes of a file."""
    return [outcome for outcome, _share in read(path, AKIYABANK, **options)]


def accepted(path: Path, **changes: str) -> tuple[HomeRecord, tuple[Doubt, ...]]:
    """The record and doubts of a file of one row."""
    (outcome,) = outcomes(write(path / "one.csv", [house(**changes)]))
    assert isinstance(outcome, Accepted), outcome
    return outcome.record, outcome.doubts
