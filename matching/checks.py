"""What each field of a population's files may hold, and the sentence to say when it holds something else."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matching.lines import Row, name_fault, shown

FACILITIES = {"nursery": "nursery_slots", "school": "school", "hospital": "hospital", "fiber": "fiber"}
"""What a resident may need → the column of municipalities.csv that says whether it is there (more than 0)."""
ROLES = ("train", "warm", "cold")
MOST = 1_000_000_000
"""No count, price or budget is larger."""
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
TOWN_CODE = re.compile(r"\d{5,6}")


@dataclass(frozen=True, slots=True)
class Check:
    """wanted: what a value must be, in words. holds: whether it is. read: the value from a CSV's letters."""

    wanted: str
    holds: Callable[[Any], bool]
    read: Callable[[str], Any] = str


def whole(low: int, high: int) -> Check:
    """A whole number within both ends."""
    return Check(f"a whole number from {low} to {high}", lambda v: type(v) is int and low <= v <= high, int)


def number(low: float, high: float) -> Check:
    """Any number within both ends; NaN is none."""
    return Check(f"a number from {low} to {high}", lambda v: type(v) in (float, int) and low <= v <= high, float)


def one_of(*words: str) -> Check:
    """One of the words."""
    return Check(f"one of {', '.join(repr(word) for word in words)}", lambda v: type(v) is str and v in words)


def or_null(check: Check) -> Check:
    """What the check wants, or null."""
    return Check(f"{check.wanted} or null", lambda v: v is None or check.holds(v))


def _is_name(value: object) -> bool:
    return type(value) is str and value != "" and value == value.strip()


def _is_date(value: object) -> bool:
    if type(value) is not str or not ISO_DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


TEXT = Check("a text", lambda v: type(v) is str)
NAME = Check("a text that is not empty, without spaces around it", _is_name)
NAMES = Check("a list of texts", lambda v: type(v) is list and all(map(_is_name, v)))
FLAG = Check("true or false", lambda v: type(v) is bool)
DATE = Check("a date such as 2026-11-21", _is_date)
CODE = Check("a code of five or six digits", lambda v: bool(TOWN_CODE.fullmatch(v)) and v.isascii())
LATITUDE, LONGITUDE = number(-90, 90), number(-180, 180)
MONEY = whole(0, MOST)
SHARE = number(0, 1)

Form = Mapping[str, Check]
RESIDENT_FIELDS: Form = {
    "id": NAME,
    "text": TEXT,
    "interests": NAMES,
    "skills": NAMES,
    "licenses": NAMES,
    "household": TEXT,
    "children_age": or_null(whole(0, 20)),
    "work_style": TEXT,
    "weekend_only": FLAG,
    "days_per_month": whole(0, 31),
    "lat": LATITUDE,
    "lon": LONGITUDE,
    "home": TEXT,
    "max_distance_km": number(0, 50_000),
    "budget_monthly": MONEY,
    "has_car": FLAG,
    "wanted_kinds": NAMES,
    "needs": NAMES,
    "experience_visits": whole(0, MOST),
}
LISTING_FIELDS: Form = {
    "id": NAME,
    "municipality": NAME,
    "kind": NAME,
    "text": TEXT,
    "tags": NAMES,
    "lat": LATITUDE,
    "lon": LONGITUDE,
    "monthly_cost": MONEY,
    "min_days_per_month": whole(0, 31),
    "weekend_ok": FLAG,
    "remote_ok": FLAG,
    "car_required": FLAG,
    "family_ok": FLAG,
    "capacity": whole(0, MOST),
    "license_required": or_null(NAME),
    "posted": DATE,
}
MUNICIPALITY_COLUMNS: Form = {
    "code": CODE,
    "name": NAME,
    "prefecture": NAME,
    "lat": LATITUDE,
    "lon": LONGITUDE,
    "environment": TEXT,
    "nursery_slots": whole(0, MOST),
    "school": whole(0, 1),
    "hospital": whole(0, 1),
    "fiber": whole(0, 1),
    "wants_family": SHARE,
    "wants_short": SHARE,
}
VOCABULARY_COLUMNS: Form = {"group": NAME, "resident_tag": NAME, "listing_tag": NAME}
FEEDBACK_COLUMNS: Form = {
    "resident_id": NAME,
    "listing_id": NAME,
    "position": whole(0, MOST),
    "resident_action": one_of("ignored", "viewed", "applied"),
    "place_action": one_of("", "declined", "accepted"),
}
SPLIT_COLUMNS: Form = {"id": NAME, "role": one_of(*ROLES)}


def faults(row: Row, form: Form) -> list[str]:
    """What is wrong with a row's fields, a sentence each; empty when it keeps to the form."""
    if fault := name_fault(row, form.keys()):
        return [fault]
    return [_fault(name, check, row[name]) for name, check in form.items() if not check.holds(row[name])]


def parsed(row: Mapping[str, str], form: Form) -> tuple[Row, list[str]]:
    """The values of a CSV row, and what is wrong with them."""
    values: Row = {}
    wrong = []
    for name, check in form.items():
        try:
            values[name] = check.read(row[name])
        except ValueError:
            values[name] = None
        if values[name] is None or not check.holds(values[name]):
            wrong.append(_fault(name, check, row[name]))
    return values, wrong


def unknown(known: Collection[str], field: str, values: Collection[str], noun: str) -> list[str]:
    """A sentence for each value that is not among the known ones."""
    return [f"{field} names {shown(value)}, which is no {noun}" for value in values if value not in known]


def _fault(name: str, check: Check, value: object) -> str:
    return f"{name} must be {check.wanted}, not {shown(value)}"
