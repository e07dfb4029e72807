"""What the matcher is told and what it answers: residents, offers, matches, refusals.

Everything is a plain frozen value; ``None`` always means "not said", and what was not said never excludes anybody.
Codes of kinds, themes, skills, licences and facilities are opaque: the caller owns their meaning and their labels.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Param = str | int | float | tuple[str, ...]
NOTHING: frozenset[str] = frozenset()
NO_MONTHS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence not yet spoken: a code of ``reasons.SENTENCES`` and what fills its placeholders.

    Strings and tuples of strings in ``params`` are codes (the caller knows their labels); numbers are amounts.
    """

    code: str
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Resident:
    """Someone who looks for a second place.

    id: stable, breaks ties. home: municipality code (five or six digits, JIS X 0402). latitude, longitude: of the
    home municipality, degrees WGS84. wished_areas: municipality codes, or prefecture codes (two digits, or six
    digits whose third to fifth are 000); empty = anywhere. themes: what they want to do. text: the same in their own
    words. adults: people; children_ages: years. days_per_month: days a month they can stay. rent_budget: yen a month.
    purchase_budget: yen. max_distance_km: great-circle kilometres from home. matters: codes of ``town_facts`` that count
    for them. months_available: 1 to 12, empty = any.
    household, work_style: the caller's codes. visits: how often they took part elsewhere before. consent: may be
    matched at all. is_confidential: protected (秘匿), never matched.
    Raises ValueError when a number lies outside what it can mean.
    """

    id: str
    home: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    wished_areas: frozenset[str] = NOTHING
    themes: frozenset[str] = NOTHING
    text: str = ""
    skills: frozenset[str] = NOTHING
    licences: frozenset[str] = NOTHING
    adults: int = 1
    children_ages: tuple[int, ...] = ()
    days_per_month: int | None = None
    weekends_only: bool = False
    rent_budget: int | None = None
    purchase_budget: int | None = None
    has_car: bool | None = None
    remote_work: bool = False
    wanted_kinds: frozenset[str] = NOTHING
    max_distance_km: float | None = None
    facilities_needed: frozenset[str] = NOTHING
    matters: frozenset[str] = NOTHING
    months_available: frozenset[int] = NO_MONTHS
    household: str = ""
    work_style: str = ""
    visits: int = 0
    consent: bool = True
    is_confidential: bool = False

    def __post_init__(self) -> None:
        check_coordinates(self.latitude, self.longitude)
        check_range("days_per_month", self.days_per_month, 0, 31)
        check_range("adults", self.adults, 0)
        check_range("visits", self.visits, 0)
        check_months("months_available", self.months_available)
        for age in self.children_ages:
            check_range("children_ages", age, 0)
        for name in ("rent_budget", "purchase_budget", "max_distance_km"):
            check_range(name, getattr(self, name), 0)

    @property
    def people(self) -> int:
        """How many would come along."""
        return self.adults + len(self.children_ages)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a place offers or needs: a home, a seat, a job, an event, a call for help.

    id: stable, breaks ties. kind: the caller's word for it. municipality: code (JIS X 0402). latitude, longitude:
    degrees WGS84. text: title and description. themes, skills_wanted: codes. monthly_cost: yen a month (0 = free).
    purchase_price: yen. min_days: days a month one has to be there. car_required, licences_required, people_max,
    capacity_left (places still free): conditions. family_ok: children may come (None = not said). remote_ok: can be
    done from afar. weekend_ok: possible at weekends alone. months: 1 to 12 when it takes place, empty = any.
    facilities: what its municipality has (None = not known). environment: codes of its municipality's surroundings.
    town_standing: code of ``town_facts`` → the share of the country's towns, 0 to 1, that meet it less; what is not known
    is not in it. town_wants_family, town_wants_short: how much it hopes for families and for short stays, 0 to 1 (None = not said).
    posted: ISO date. consent: the provider agrees to being matched. Raises ValueError when a number lies outside what
    it can mean.
    """

    id: str
    kind: str
    municipality: str
    latitude: float | None = None
    longitude: float | None = None
    text: str = ""
    themes: frozenset[str] = NOTHING
    skills_wanted: frozenset[str] = NOTHING
    monthly_cost: int | None = None
    purchase_price: int | None = None
    min_days: int = 0
    car_required: bool = False
    licences_required: frozenset[str] = NOTHING
    family_ok: bool | None = None
    people_max: int | None = None
    remote_ok: bool = False
    weekend_ok: bool | None = None
    capacity_left: int | None = None
    months: frozenset[int] = NO_MONTHS
    facilities: frozenset[str] | None = None
    environment: frozenset[str] = NOTHING
    town_standing: Mapping[str, float] = field(default_factory=dict, hash=False)
    town_wants_family: float | None = None
    town_wants_short: float | None = None
    posted: str | None = None
    consent: bool = True

    def __post_init__(self) -> None:
        check_coordinates(self.latitude, self.longitude)
        check_range("min_days", self.min_days, 0, 31)
        check_range("town_wants_family", self.town_wants_family, 0, 1)
        check_range("town_wants_short", self.town_wants_short, 0, 1)
        check_months("months", self.months)
        for code, share in self.town_standing.items():
            check_range(f"town_standing of {code}", share, 0, 1)
        for name in ("monthly_cost", "purchase_price", "people_max", "capacity_left"):
            check_range(name, getattr(self, name), 0)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one field adds to a score, in points, and the reason it would give (None when there is nothing to say)."""

    field: str
    points: float
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that breaks no rule. ``score`` (points, about 0 to 100) is the sum of its contributions."""

    resident_id: str
    offer_id: str
    score: float
    contributions: tuple[Contribution, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The three strongest reasons for the pair, strongest first."""
        speaking = [c for c in self.contributions if c.points > 0 and c.reason is not None]
        strongest = sorted(speaking, key=lambda c: -c.points)[:3]
        return tuple(c.reason for c in strongest if c.reason is not None)

    @property
    def caution(self) -> Reason | None:
        """The strongest reason against the pair, or None."""
        speaking = [c for c in self.contributions if c.points < 0 and c.reason is not None]
        return min(speaking, key=lambda c: c.points).reason if speaking else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A hard rule the pair breaks, and why."""

    rule: str
    reason: Reason


def check_range(name: str, value: float | None, low: float, high: float = float("inf")) -> None:
    """Raise ValueError unless ``value`` is None or lies in ``low``..``high`` (both included)."""
    if value is not None and not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}, not {value}")


def check_months(name: str, months: frozenset[int]) -> None:
    """Raise ValueError unless every number is a month of the year."""
    for month in months:
        check_range(name, month, 1, 12)


def check_coordinates(latitude: float | None, longitude: float | None) -> None:
    """Raise ValueError unless both are None or both are degrees of WGS84."""
    if (latitude is None) != (longitude is None):
        raise ValueError("latitude and longitude are given together or not at all")
    check_range("latitude", latitude, -90, 90)
    check_range("longitude", longitude, -180, 180)
