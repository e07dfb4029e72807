"""Blanks the reasons that people wrote about somebody whose data is erased; the chain over the trail stays whole."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.trail import TrailEntry, TrailReason

PEOPLE = "account"
#: in `Table.info`: the law keeps what was said about such a row, e.g. about money given
KEEPS_REASONS = "keeps_reasons"
_TRAIL, _REASON = table_of(TrailEntry), table_of(TrailReason)


def blank_reasons_about(user_id: str) -> int:
    """Empty the reasons of every entry about this person or a row that is theirs; how many there were.

    Theirs is what a table says by `user_id`, referring to the account. What was done, when and by which role stays.
    """
    session().flush()
    done = 0
    for name, ids in _own_rows(user_id):
        about = sa.select(_TRAIL.c.id).where(_TRAIL.c.subject_type == name, _TRAIL.c.subject_id.in_(ids))
        chosen = sa.update(_REASON).where(_REASON.c.entry_id.in_(about), _REASON.c.blanked_at.is_(None))
        result: Any = session().connection().execute(chosen.values(text="", salt="", blanked_at=now()))
        done += result.rowcount
    return done


def _own_rows(user_id: str) -> Iterator[tuple[str, Any]]:
    for table in SQLModel.metadata.sorted_tables:
        owner, keys = table.c.get("user_id"), list(table.primary_key)
        if table.name == PEOPLE:
            yield table.name, [user_id]
        elif owner is not None and _names_a_person(owner) and not table.info.get(KEEPS_REASONS):
            yield table.name, sa.select(keys[0]).where(owner == user_id)


def _names_a_person(column: sa.Column[Any]) -> bool:
    return any(key.column.table.name == PEOPLE for key in column.foreign_keys)
