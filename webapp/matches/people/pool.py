"""Everybody who may be found, as light values, read once and kept in this process until somebody's answers change."""

import threading
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import col, select

from matching import Resident as Profile
from webapp.core.bulk import table_of
from webapp.core.database import Database, current_scope, session
from webapp.matches.adapter import Place, resident_of
from webapp.municipalities.models import Municipality
from webapp.residents.models import NEEDED, Consent, ConsentPurpose, Resident, Step

Version = tuple[Any, ...]
_R = table_of(Resident).c
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


@dataclass(frozen=True)
class Pool:
    """Everybody with a complete profile who lets it be matched and asks for no secrecy."""

    version: Version
    people: tuple[Person, ...]


_pools: WeakKeyDictionary[Database, Pool] = WeakKeyDictionary()
_lock = threading.Lock()


def pool() -> Pool:
    """The people as they are now; read anew only after somebody answered or changed a consent."""
    database = current_scope().database
    version = _version()
    with _lock:
        known = _pools.get(database)
        if known is None or known.version != version:
            known = _pools[database] = Pool(version, tuple(_people()))
        return known


def _version() -> Version:
    newest_consent = sa.select(sa.func.max(col(Consent.id))).scalar_subquery()
    chosen = sa.select(sa.func.count(), sa.func.max(_R.updated_at), newest_consent)
    return tuple(session().execute(chosen.select_from(table_of(Resident))).one())


def _people() -> list[Person]:
    consents = _consents()
    places = select(Municipality.code, Municipality.latitude, Municipality.longitude)
    homes: dict[str, Place] = {code: (latitude, longitude) for code, latitude, longitude in session().exec(places)}
    chosen = sa.select(table_of(Resident)).where(_R.is_confidential.is_(False), _R.erased_at.is_(None))
    rows = session().execute(chosen.order_by(_R.id))
    return [
        _person(row, homes.get(row.home_code), given)
        for row in rows
        if ConsentPurpose.MATCHING in (given := consents.get(row.user_id, frozenset())) and _is_complete(row)
    ]


def _consents() -> dict[str, frozenset[ConsentPurpose]]:
    """What each person agrees to now: the newest word on each purpose counts."""
    newest: dict[tuple[str, ConsentPurpose], bool] = {}
    said = sa.select(col(Consent.user_id), col(Consent.purpose), col(Consent.is_given)).order_by(col(Consent.id))
    for user_id, purpose, is_given in session().execute(said):
        newest[user_id, purpose] = is_given
    given: dict[str, set[ConsentPurpose]] = {}
    for (user_id, purpose), is_given in newest.items():
        if is_given:
            given.setdefault(user_id, set()).add(purpose)
    return {user_id: frozenset(purposes) for user_id, purposes in given.items()}


def _is_complete(row: Any) -> bool:
    needed = [name for names in NEEDED.values() for name in names]
    return len(set(row.answered)) == len(Step) and all(getattr(row, name) not in (None, "", []) for name in needed)


def _person(row: Any, home: Place | None, given: frozenset[ConsentPurpose]) -> Person:
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
