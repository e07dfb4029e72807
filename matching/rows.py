"""Turns checked rows of a population's files into residents, offers and towns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matching.checks import FACILITIES
from matching.lines import Row
from matching.model import Offer, Resident

KINDS_WITH_HOURS = frozenset({"job", "event", "project"})
"""Only these kinds take place at certain hours; of the others "possible at weekends" says nothing."""
REMOTE_STYLES = frozenset({"full_remote", "hybrid", "freelance"})
"""Ways of working that can be done from a second place."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A town: degrees WGS84, codes of its surroundings and facilities, and how much (0 to 1) it hopes for whom."""

    code: str
    name: str
    prefecture: str
    latitude: float
    longitude: float
    environment: frozenset[str]
    facilities: frozenset[str]
    wants_family: float
    wants_short: float


class Sets:
    """Sets of names, kept once however many rows hold the same ones: half the memory of a large population."""

    def __init__(self, codes: Mapping[str, frozenset[str]] | None = None) -> None:
        """codes: name → what it stands for; None = itself."""
        self.codes = codes
        self.known: dict[tuple[str, ...], frozenset[str]] = {}

    def __call__(self, names: list[str]) -> frozenset[str]:
        """What the names stand for. KeyError for one without codes."""
        key = tuple(names)
        found = self.known.get(key)
        if found is None:
            found = frozenset(key if self.codes is None else (code for name in key for code in self.codes[name]))
            self.known[key] = found
        return found


def as_municipality(row: Mapping[str, Any]) -> Municipality:
    """The town of a row of municipalities.csv."""
    return Municipality(
        code=row["code"],
        name=row["name"],
        prefecture=row["prefecture"],
        latitude=row["lat"],
        longitude=row["lon"],
        environment=frozenset(row["environment"].split("|")) - {""},
        facilities=frozenset(name for name, column in FACILITIES.items() if row[column] > 0),
        wants_family=row["wants_family"],
        wants_short=row["wants_short"],
    )


def as_resident(row: Row, tags: Sets, plain: Sets, towns: Mapping[str, Municipality]) -> Resident:
    """The resident of a row of residents.jsonl.

    ``home`` there is the name of a city; only a code of municipalities.csv can tell that an offer lies at home.
    """
    return Resident(
        id=row["id"],
        home=row["home"] if row["home"] in towns else None,
        latitude=row["lat"],
        longitude=row["lon"],
        themes=tags(row["interests"]),
        text=row["text"],
        skills=tags(row["skills"]),
        licences=plain(row["licenses"]),
        children_ages=() if row["children_age"] is None else (row["children_age"],),
        days_per_month=row["days_per_month"],
        weekends_only=row["weekend_only"],
        rent_budget=row["budget_monthly"],
        has_car=row["has_car"],
        remote_work=row["work_style"] in REMOTE_STYLES,
        wanted_kinds=plain(row["wanted_kinds"]),
        max_distance_km=row["max_distance_km"],
        facilities_needed=plain(row["needs"]),
        household=row["household"],
        work_style=row["work_style"],
        visits=row["experience_visits"],
    )


def as_offer(row: Row, tags: Sets, plain: Sets, town: Municipality) -> Offer:
    """The offer of a row of listings.jsonl, with what its town has and hopes for."""
    licence = row["license_required"]
    return Offer(
        id=row["id"],
        kind=row["kind"],
        municipality=row["municipality"],
        latitude=row["lat"],
        longitude=row["lon"],
        text=row["text"],
        themes=tags(row["tags"]),
        monthly_cost=row["monthly_cost"],
        min_days=row["min_days_per_month"],
        car_required=row["car_required"],
        licences_required=plain([] if licence is None else [licence]),
        family_ok=row["family_ok"],
        remote_ok=row["remote_ok"],
        weekend_ok=row["weekend_ok"] if row["kind"] in KINDS_WITH_HOURS else None,
        capacity_left=row["capacity"],
        facilities=town.facilities,
        environment=town.environment,
        town_wants_family=town.wants_family,
        town_wants_short=town.wants_short,
        posted=row["posted"],
    )
