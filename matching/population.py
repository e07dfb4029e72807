"""Reads a population from its files, and refuses it with every bad line named when something is wrong with them.

A folder holds residents.jsonl, listings.jsonl, municipalities.csv and vocabulary.csv; feedback.csv (who was shown what
and what came of it) and split.csv (who is new) may be missing. All are UTF-8 without a byte order mark.
"""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.checks import (
    FACILITIES,
    FEEDBACK_COLUMNS,
    LISTING_FIELDS,
    MUNICIPALITY_COLUMNS,
    RESIDENT_FIELDS,
    SPLIT_COLUMNS,
    VOCABULARY_COLUMNS,
    Form,
    faults,
    parsed,
    unknown,
)
from matching.feedback import ACTIONS, ANSWERS, Feedback
from matching.lines import PopulationError, Problems, Row, csv_rows, json_rows
from matching.model import Offer, Resident
from matching.rows import Municipality, Sets, as_municipality, as_offer, as_resident
from matching.vocabulary import Skill, Theme, Vocabulary

__all__ = ["Feedback", "Municipality", "Population", "PopulationError", "read_population"]


@dataclass(frozen=True)
class Population:
    """Both sides in the order of their files. feedback, roles: None where the file is missing.

    roles: id → "train", "warm" or "cold"; the cold ones never occur in the feedback.
    """

    residents: tuple[Resident, ...]
    offers: tuple[Offer, ...]
    municipalities: tuple[Municipality, ...]
    vocabulary: Vocabulary
    feedback: Feedback | None = None
    roles: Mapping[str, str] | None = None

    @cached_property
    def resident_places(self) -> dict[str, int]:
        """Place of each resident by id."""
        return {resident.id: place for place, resident in enumerate(self.residents)}

    @cached_property
    def offer_places(self) -> dict[str, int]:
        """Place of each offer by id."""
        return {offer.id: place for place, offer in enumerate(self.offers)}

    @cached_property
    def capacity(self) -> NDArray[np.int32]:
        """(offers,) how many each can still take."""
        return np.array([offer.capacity_left or 0 for offer in self.offers], dtype=np.int32)

    @cached_property
    def town(self) -> NDArray[np.int32]:
        """(offers,) place of each offer's municipality in ``municipalities``."""
        places = {town.code: place for place, town in enumerate(self.municipalities)}
        return np.array([places[offer.municipality] for offer in self.offers], dtype=np.int32)

    @cached_property
    def is_cold_resident(self) -> NDArray[np.bool_]:
        """(residents,) True for newcomers without feedback; all False without split.csv."""
        return self._cold([resident.id for resident in self.residents])

    @cached_property
    def is_cold_offer(self) -> NDArray[np.bool_]:
        """(offers,) True for new offers without feedback; all False without split.csv."""
        return self._cold([offer.id for offer in self.offers])

    def _cold(self, ids: list[str]) -> NDArray[np.bool_]:
        roles = self.roles or {}
        return np.array([roles.get(one) == "cold" for one in ids], dtype=bool)


def read_population(folder: Path | str, *, with_feedback: bool = True) -> Population:
    """Everything in the folder, checked. with_feedback: False leaves feedback.csv and split.csv unread.

    PopulationError tells every bad line (the first ``lines.LISTED`` in words); nothing is left out silently.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise PopulationError([f"{folder} is not a folder"], 1)
    reader = _Reader(folder)
    towns = reader.municipalities()
    vocabulary = reader.vocabulary()
    residents = reader.residents()
    offers = reader.offers()
    feedback = reader.feedback() if with_feedback and (folder / "feedback.csv").exists() else None
    roles = reader.roles() if with_feedback and (folder / "split.csv").exists() else None
    reader.problems.raise_any()
    return Population(residents, offers, towns, vocabulary, feedback, roles)


class _Reader:
    """Reads one file after the other and remembers the ids, tags and towns that later files may name.

    A row is used only while nothing is wrong; after the first problem reading goes on to find the others. Names are
    looked up only in files that were sound, so that one fault is not told again by every line that names it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems = Problems()
        self.plain = Sets()
        self.towns: dict[str, Municipality] = {}
        self.tags: dict[str, Sets] = {}
        self.lines: dict[str, dict[str, int]] = {"resident": {}, "listing": {}}
        self.unsound: set[str] = set()

    def municipalities(self) -> tuple[Municipality, ...]:
        """The towns in the order of the file."""
        first: dict[str, int] = {}
        for number, row in self._csv("municipalities.csv", MUNICIPALITY_COLUMNS):
            values, found = parsed(row, MUNICIPALITY_COLUMNS)
            found += _repeated(first, row["code"][:5], number, "code")
            if self._is_good("municipalities.csv", number, found):
                self.towns[row["code"]] = as_municipality(values)
        return tuple(self.towns.values())

    def vocabulary(self) -> Vocabulary:
        """A theme per line, named by its two tags; every theme is something one can be skilled in, too."""
        first: dict[str, int] = {}
        themes: list[Theme] = []
        own: dict[str, dict[str, frozenset[str]]] = {"resident": {}, "listing": {}}
        for number, row in self._csv("vocabulary.csv", VOCABULARY_COLUMNS):
            _, found = parsed(row, VOCABULARY_COLUMNS)
            pair = (row["resident_tag"], row["listing_tag"])
            code = "/".join(pair)
            found += _repeated(first, code, number, "pair of tags")
            if self._is_good("vocabulary.csv", number, found):
                themes.append(Theme(code, tuple(dict.fromkeys(word for tag in pair for word in tag.split("・")))))
                for codes, tag in zip(own.values(), pair, strict=True):
                    codes[tag] = codes.get(tag, frozenset()) | {code}
        self.tags["resident"] = Sets(own["listing"] | own["resident"])
        self.tags["listing"] = Sets(own["resident"] | own["listing"])
        return Vocabulary(tuple(themes), tuple(Skill(theme.code, theme.code) for theme in themes))

    def residents(self) -> tuple[Resident, ...]:
        """The lines of residents.jsonl."""
        people: list[Resident] = []
        first, tags = self.lines["resident"], self.tags["resident"]
        for number, row in self._json("residents.jsonl"):
            found = faults(row, RESIDENT_FIELDS) or [
                *self._foreign_tags(tags, "interests", row["interests"]),
                *self._foreign_tags(tags, "skills", row["skills"]),
                *unknown(FACILITIES, "needs", row["needs"], f"facility ({', '.join(FACILITIES)})"),
            ]
            found += _repeated(first, row.get("id"), number, "id")
            if self._is_good("residents.jsonl", number, found) and not self.problems.count:
                people.append(as_resident(row, tags, self.plain, self.towns))
        return tuple(people)

    def offers(self) -> tuple[Offer, ...]:
        """The lines of listings.jsonl."""
        offers: list[Offer] = []
        first, tags = self.lines["listing"], self.tags["listing"]
        for number, row in self._json("listings.jsonl"):
            found = faults(row, LISTING_FIELDS) or [
                *self._foreign(self.towns, "municipality", row["municipality"], "municipalities.csv"),
                *self._foreign_tags(tags, "tags", row["tags"]),
            ]
            found += _repeated(first, row.get("id"), number, "id")
            if self._is_good("listings.jsonl", number, found) and not self.problems.count:
                offers.append(as_offer(row, tags, self.plain, self.towns[row["municipality"]]))
        return tuple(offers)

    def feedback(self) -> Feedback:
        """The lines of feedback.csv as columns; as no line is left out, the line of an id tells its place."""
        table = array("q")
        people, offers = self.lines["resident"], self.lines["listing"]
        for number, row in self._csv("feedback.csv", FEEDBACK_COLUMNS):
            values, found = parsed(row, FEEDBACK_COLUMNS)
            resident, offer, action, answer = (
                row[name] for name in ("resident_id", "listing_id", "resident_action", "place_action")
            )
            found += self._foreign(people, "resident_id", resident, "residents.jsonl")
            found += self._foreign(offers, "listing_id", offer, "listings.jsonl")
            if answer and action != "applied":
                found.append("place_action answers an application, but resident_action is not applied")
            if self._is_good("feedback.csv", number, found) and not self.problems.count:
                place = (people[resident] - 1, offers[offer] - 1)
                table.extend((*place, values["position"], ACTIONS[action], ANSWERS[answer]))
        columns = np.array(table, dtype=np.int64).reshape(-1, 5).T
        small = [column.astype(np.int32) for column in columns[:3]]
        return Feedback(*small, *(column.astype(np.int8) for column in columns[3:]))

    def roles(self) -> dict[str, str]:
        """id → role of split.csv."""
        first: dict[str, int] = {}
        roles: dict[str, str] = {}
        for number, row in self._csv("split.csv", SPLIT_COLUMNS):
            _, found = parsed(row, SPLIT_COLUMNS)
            if row["id"] not in self.lines["resident"]:
                found += self._foreign(self.lines["listing"], "id", row["id"], "residents.jsonl", "listings.jsonl")
            found += _repeated(first, row["id"], number, "id")
            if self._is_good("split.csv", number, found):
                roles[row["id"]] = row["role"]
        return roles

    def _csv(self, name: str, form: Form) -> Iterator[tuple[int, dict[str, str]]]:
        before = self.problems.count
        yield from csv_rows(self.folder / name, form.keys(), self.problems)
        self._judge(name, before)

    def _json(self, name: str) -> Iterator[tuple[int, Row]]:
        before = self.problems.count
        yield from json_rows(self.folder / name, self.problems)
        self._judge(name, before)

    def _judge(self, name: str, before: int) -> None:
        if self.problems.count > before:
            self.unsound.add(name)

    def _foreign_tags(self, tags: Sets, field: str, names: list[str]) -> list[str]:
        if "vocabulary.csv" in self.unsound:
            return []
        return unknown(tags.codes or (), field, names, "tag of vocabulary.csv")

    def _foreign(self, known: Mapping[str, object], field: str, value: str, *files: str) -> list[str]:
        if not self.unsound.isdisjoint(files):
            return []
        return unknown(known, field, [value], f"line of {' or '.join(files)}")

    def _is_good(self, name: str, number: int, found: list[str]) -> bool:
        for fault in found:
            self.problems.add(self.folder / name, number, fault)
        return not found


def _repeated(first: dict[str, int], value: object, number: int, noun: str) -> list[str]:
    """Notes the line of a value; a sentence when an earlier line has it."""
    if not isinstance(value, str) or first.setdefault(value, number) == number:
        return []
    return [f"the {noun} {value} stands in line {first[value]} already"]
