"""One person as matching and places may know them: codes and counts, no name, no age, no sentence of their own."""

from dataclasses import dataclass
from typing import Any

from matching import Resident as Profile
from webapp.matches.adapter import Place, resident_of
from webapp.residents.models import NEEDED, ConsentPurpose, Step

_PREFECTURE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Person:
    """What may be told of a person, what ranking reads, and to which uses of it the person agrees. No name, no age."""

    id: str
    profile: Profile
    home_code: str
    areas: frozenset[str]
    themes: tuple[str, ...]
    skills: tuple[str, ...]
    kinds: tuple[str, ...]
    people: int
    days: int
    stay_days: str
    consents: frozenset[ConsentPurpose]

    @property
    def prefecture(self) -> str:
        """Two digits of where the person lives."""
        return self.home_code[:_PREFECTURE_DIGITS]

    def wishes(self, municipality_code: str) -> bool:
        """Whether the place, or its prefecture, is among the wished areas."""
        prefecture = municipality_code[:_PREFECTURE_DIGITS]
        return any(area == municipality_code or area[:5] == f"{prefecture}000" for area in self.areas)


def is_complete(row: Any) -> bool:
    """Whether a row of the profile table has every step and every needed answer."""
    needed = [name for names in NEEDED.values() for name in names]
    return len(set(row.answered)) == len(Step) and all(getattr(row, name) not in (None, "", []) for name in needed)


def person_of(row: Any, home: Place | None, given: frozenset[ConsentPurpose]) -> Person:
    """The person of such a row; `home` is where their municipality lies."""
    return Person(
        id=row.user_id,
        profile=resident_of(row, home, consents=True),
        home_code=row.home_code,
        areas=frozenset(row.wished_areas),
        themes=tuple(row.themes),
        skills=tuple(row.skills),
        kinds=tuple(row.kinds),
        people=row.adults + len(row.children_ages) if row.family_comes else 1,
        days=row.days_per_month,
        stay_days=row.stay_days.value,
        consents=given,
    )
