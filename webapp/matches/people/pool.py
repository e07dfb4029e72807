"""Everybody who may be found, as light values, read once and kept in this process until somebody's answers change."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import Database, current_scope, session
from webapp.matches.adapter import Place
from webapp.matches.people.person import Person, is_complete, person_of
from webapp.municipalities.models import Municipality
from webapp.residents.models import Consent, ConsentPurpose, Resident

Version = tuple[Any, ...]
Consents = dict[ConsentPurpose, bool]
#: what is read again, so that nothing is missed that was written before the last reading and kept after it
OVERLAP = timedelta(minutes=10)
_R = table_of(Resident).c


@dataclass(frozen=True)
class Pool:
    """Everybody with a complete profile who lets it be matched and asks for no secrecy."""

    version: Version
    people: dict[str, Person]
    consents: dict[str, Consents]
    read_at: datetime


_pools: WeakKeyDictionary[Database, Pool] = WeakKeyDictionary()
_lock = threading.Lock()


def pool() -> Pool:
    """The people as they are now; after a change only those are read anew who answered or said something."""
    database = current_scope().database
    version = _version()
    with _lock:
        known = _pools.get(database)
        if known is None or known.version != version:
            known = _pools[database] = _read(version, known)
        return known


def _version() -> Version:
    count, newest = sa.func.count(), sa.func.max(col(Consent.id))
    said = (sa.select(part).select_from(table_of(Consent)).scalar_subquery() for part in (count, newest))
    chosen = sa.select(sa.func.count(), sa.func.max(_R.updated_at), *said)
    return tuple(session().execute(chosen.select_from(table_of(Resident))).one())


def _read(version: Version, before: Pool | None) -> Pool:
    """What is known, with what changed since a little before it was read: transactions may end out of order."""
    read_at = now()
    since = before.read_at - OVERLAP if before else None
    consents = dict(before.consents) if before else {}
    heard = _hear(consents, since)
    chosen = sa.select(table_of(Resident)).order_by(_R.id)
    if since is not None:
        chosen = chosen.where(sa.or_(_R.updated_at >= since, _R.user_id.in_(heard)))
    people = dict(before.people) if before else {}
    places = select(Municipality.code, Municipality.latitude, Municipality.longitude)
    homes: dict[str, Place] = {code: (latitude, longitude) for code, latitude, longitude in session().exec(places)}
    for row in session().execute(chosen):
        people.pop(row.user_id, None)
        given = frozenset(purpose for purpose, is_given in consents.get(row.user_id, {}).items() if is_given)
        if ConsentPurpose.MATCHING in given and _may_be_found(row):
            people[row.user_id] = person_of(row, homes.get(row.home_code), given)
    return Pool(version, people, consents, read_at)


def _hear(consents: dict[str, Consents], since: datetime | None) -> set[str]:
    """Note what people said since then, the newest word on each purpose last; who said something."""
    said = sa.select(col(Consent.user_id), col(Consent.purpose), col(Consent.is_given)).order_by(col(Consent.id))
    rows = session().execute(said if since is None else said.where(col(Consent.at) >= since)).all()
    heard = {user_id for user_id, _purpose, _is_given in rows}
    for user_id in heard:
        consents[user_id] = dict(consents.get(user_id, {}))
    for user_id, purpose, is_given in rows:
        consents[user_id][purpose] = is_given
    return heard


def _may_be_found(row: Any) -> bool:
    return not row.is_confidential and row.erased_at is None and is_complete(row)
