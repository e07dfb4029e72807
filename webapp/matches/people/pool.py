"""Everybody who may be found, as light values, read once and kept in this process until somebody's answers change."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import select

from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import Database, current_scope, session
from webapp.matches.adapter import Place
from webapp.matches.people.person import Person, is_complete, person_of
from webapp.municipalities.models import Municipality
from webapp.residents.models import Consent, ConsentPurpose, Resident, counts

Version = tuple[Any, ...]
Consents = dict[ConsentPurpose, bool]
#: what is read again, so that nothing is missed that was written before the last reading and kept after it
OVERLAP = timedelta(minutes=10)
_R, _C = table_of(Resident).c, table_of(Consent).c


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
    """Who asks for secrecy is counted as well: by another clock the change may be older than the newest one."""
    count = sa.func.count()
    parts = (count, sa.func.max(_C.id), count.filter(_C.is_given))
    said = (sa.select(part).select_from(table_of(Consent)).scalar_subquery() for part in parts)
    chosen = sa.select(count, sa.func.max(_R.updated_at), count.filter(_R.is_confidential), *said)
    return tuple(session().execute(chosen.select_from(table_of(Resident))).one())


def still_findable(user_ids: Collection[str], purpose: ConsentPurpose) -> set[str]:
    """Who of these people may be shown to such a sender at this moment, whatever the pool remembers; one question."""
    purposes = (ConsentPurpose.MATCHING, purpose)
    said = (
        sa.select(_C.user_id, _C.purpose, _C.text_version, _C.is_given)
        .join(table_of(Resident), _R.user_id == _C.user_id)
        .where(_C.user_id.in_(user_ids), _C.purpose.in_(purposes), ~_R.is_confidential, _R.erased_at.is_(None))
        .order_by(_C.id)
    )
    standing = {
        (row.user_id, row.purpose): counts(row.purpose, row.text_version, is_given=row.is_given)
        for row in session().execute(said)
    }
    return {user_id for user_id in user_ids if all(standing.get((user_id, one)) for one in purposes)}


def _read(version: Version, before: Pool | None) -> Pool:
    """What is known, with what changed since a little before it was read: transactions may end out of order."""
    read_at = now()
    since = before.read_at - OVERLAP if before else None
    consents = dict(before.consents) if before else {}
    heard = _hear(consents, since)
    chosen = sa.select(table_of(Resident)).order_by(_R.id)
    if since is not None:
        chosen = chosen.where(sa.or_(_R.updated_at >= since, _R.user_id.in_(heard), _R.is_confidential))
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
    said = sa.select(_C.user_id, _C.purpose, _C.text_version, _C.is_given).order_by(_C.id)
    rows = session().execute(said if since is None else said.where(_C.at >= since)).all()
    heard = {row.user_id for row in rows}
    for user_id in heard:
        consents[user_id] = dict(consents.get(user_id, {}))
    for row in rows:
        consents[row.user_id][row.purpose] = counts(row.purpose, row.text_version, is_given=row.is_given)
    return heard


def _may_be_found(row: Any) -> bool:
    return not row.is_confidential and row.erased_at is None and is_complete(row)
