"""Noting a file before it leaves, in the transaction of whoever takes it: no line, no file."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import col

from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.tenant_data import PEOPLE, tenant_tables
from webapp.tenancy.taken.models import Taken, TakenFile, TakenPerson

KEPT: Final = timedelta(days=3 * 365)
_AT_ONCE = 5_000
trail.ACTION_LABELS |= {"taken_file.make": _l("個人の情報が入ったファイルを取り出した")}


def note(
    what: Taken, user_ids: Collection[str | None], *, code: str, by: Actor, organisation: str | None = None
) -> TakenFile:
    """A file about these people leaves; who takes it is not told of themselves."""
    people = sorted({one for one in user_ids if one and one != by.user_id})
    file = _file(what, code, organisation or code, by)
    for begin in range(0, len(people), _AT_ONCE):
        part = people[begin : begin + _AT_ONCE]
        session().execute(sa.insert(TakenPerson), [{"user_id": one, "taken_file_id": file.id} for one in part])
    return _counted(file, len(people), by)


def note_town(code: str, *, by: Actor) -> TakenFile:
    """Everything of a town leaves: whoever is named by a row that goes along, found in the tables' own description."""
    file = _file(Taken.TOWN, code, code, by)
    known = [
        sa.select(column.label("user_id")).where(tenant.condition, column.is_not(None), column != by.user_id)
        for tenant in tenant_tables(code)
        for column in tenant.table.columns
        if any(key.column.table.name == PEOPLE for key in column.foreign_keys)
    ]
    people = sa.union(*known).subquery()
    rows = sa.select(people.c.user_id, sa.literal(file.id))
    session().execute(sa.insert(TakenPerson).from_select(["user_id", "taken_file_id"], rows))
    count = sa.select(sa.func.count()).where(col(TakenPerson.taken_file_id) == file.id)
    return _counted(file, session().execute(count).scalar_one(), by)


def _file(what: Taken, code: str, organisation: str, by: Actor) -> TakenFile:
    role = next(
        (one for one in (Role.MUNICIPALITY_ADMIN, Role.CLERK) if code in by.organisations(one)), Role.CORPORATION
    )
    file = TakenFile(municipality_code=code, organisation=organisation, what=what, role=role, taken_by=by.user_id)
    session().add(file)
    session().flush()
    return file


def _counted(file: TakenFile, people: int, by: Actor) -> TakenFile:
    file.people = people
    session().flush()
    trail.record(file, "taken_file.make", by=by)
    return file


def forget_old() -> None:
    """Drop what is older than the law keeps lines about what was given to others."""
    old = sa.select(col(TakenFile.id)).where(col(TakenFile.at) < now() - KEPT)
    session().execute(sa.delete(TakenPerson).where(col(TakenPerson.taken_file_id).in_(old)))
    session().execute(sa.delete(TakenFile).where(col(TakenFile.at) < now() - KEPT))


def erase(user_id: str) -> None:
    """A closed account is in no file any more."""
    session().execute(sa.delete(TakenPerson).where(col(TakenPerson.user_id) == user_id))
