"""Ranked lists as a file of JSON Lines: a resident each, with the offers, their scores and what each field adds."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from matching.checks import NAME, Check, faults, number, unknown
from matching.lines import Problems, Row, json_rows
from matching.model import Match, Resident
from matching.population import Population

DIGITS = 6
"""Points are written with so many digits behind the point; scores are sums of what is written."""
TOLERANCE = 1e-4
"""A score equals the sum of its contributions up to this share of it (at least of 1)."""
SCORE = number(-1e9, 1e9)
LIST = Check("a list", lambda value: type(value) is list)
LINE = {"resident": NAME, "matches": LIST}
ENTRY = {"listing": NAME, "score": SCORE, "reasons": LIST}
REASON = {"field": NAME, "contribution": SCORE}


@dataclass(frozen=True)
class MatchLists:
    """Lists for residents in the order of the population, (n, k): places of offers (-1 = none) and their scores.

    additive, entries: how many scores equal the sum of their contributions, and of how many. listed: (n,) residents
    who stand in the file.
    """

    places: NDArray[np.int32]
    scores: NDArray[np.float64]
    listed: NDArray[np.bool_]
    additive: int
    entries: int


def write_lists(lists: Iterable[tuple[Resident, list[Match]]], file: TextIO) -> int:
    """Write a line per resident and return how many matches there are. OSError: the disk or the pipe."""
    count = 0
    for resident, matches in lists:
        row = {"resident": resident.id, "matches": [_entry(match) for match in matches]}
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += len(matches)
    return count


def read_lists(path: Path, population: Population) -> MatchLists:
    """The lists of a file for a population. PopulationError names every bad line."""
    problems = Problems()
    found: dict[int, list[Row]] = {}
    first: dict[str, int] = {}
    for line, row in json_rows(path, problems):
        wrong = _faults(row, population)
        if not wrong and first.setdefault(row["resident"], line) != line:
            wrong = [f"the resident {row['resident']} stands in line {first[row['resident']]} already"]
        for fault in wrong:
            problems.add(path, line, fault)
        if not wrong:
            found[population.resident_places[row["resident"]]] = row["matches"]
    problems.raise_any()
    return _as_arrays(found, population)


def _entry(match: Match) -> Row:
    parts = [(part.field, round(part.points, DIGITS)) for part in match.contributions]
    return {
        "listing": match.offer_id,
        "score": round(sum(points for _, points in parts), DIGITS),
        "reasons": [{"field": field, "contribution": points} for field, points in parts if points],
    }


def _faults(row: Row, population: Population) -> list[str]:
    wrong = faults(row, LINE)
    if wrong:
        return wrong
    wrong = unknown(population.resident_places, "resident", [row["resident"]], "resident of this population")
    names = []
    for place, entry in enumerate(row["matches"], start=1):
        entry_faults = _entry_faults(entry) if isinstance(entry, dict) else ["is no object"]
        wrong += [f"match {place}: {fault}" for fault in entry_faults]
        if not entry_faults:
            names.append(entry["listing"])
    wrong += unknown(population.offer_places, "listing", names, "listing of this population")
    repeated = sorted({name for name in names if names.count(name) > 1})
    return wrong + [f"the listing {name} stands in the list more than once" for name in repeated]


def _entry_faults(entry: Row) -> list[str]:
    entry.setdefault("reasons", [])
    wrong = faults(entry, ENTRY)
    for reason in [] if wrong else entry["reasons"]:
        wrong += faults(reason, REASON) if isinstance(reason, dict) else ["a reason is no object"]
    return wrong


def _as_arrays(found: dict[int, list[Row]], population: Population) -> MatchLists:
    shape = (len(population.residents), max((len(entries) for entries in found.values()), default=0))
    places, scores = np.full(shape, -1, dtype=np.int32), np.full(shape, -np.inf)
    additive = 0
    for row, entries in found.items():
        for column, entry in enumerate(entries):
            places[row, column] = population.offer_places[entry["listing"]]
            scores[row, column] = entry["score"]
            total = sum(reason["contribution"] for reason in entry["reasons"])
            additive += abs(total - entry["score"]) < TOLERANCE * max(1.0, abs(entry["score"]))
    listed = np.zeros(shape[0], dtype=bool)
    listed[list(found)] = True
    return MatchLists(places, scores, listed, additive, int((places >= 0).sum()))
