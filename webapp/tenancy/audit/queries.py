"""The entries of one town's chain; reasons stay on the screens they were written for and are not read here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from webapp.core import chain_check
from webapp.core.actor import Role
from webapp.core.bulk import table_of
from webapp.core.chain import TrailLink
from webapp.core.chain_check import Noted, Verdict
from webapp.core.clock import TOKYO
from webapp.core.database import Database, session
from webapp.core.trail import VISITOR, TrailEntry
from webapp.tenancy.audit.words import KINDS, OTHER_KIND

PAGE = 50
NEWEST_CHECKED = 50_000
SYSTEM = "system"
_TRAIL, _LINK = table_of(TrailEntry), table_of(TrailLink)
_ROLE_NAMES = (*(role.value for role in Role), VISITOR)


@dataclass(frozen=True)
class Filter:
    """What the reader asks for; everything empty means all."""

    kind: str = ""
    role: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One entry with its place in the chain."""

    seq: int
    at: datetime
    action: str
    actor_name: str
    subject_type: str
    subject_id: str
    from_status: str | None
    to_status: str | None
    sha256: str


def lines(code: str, asked: Filter, page: int) -> tuple[list[Line], int]:
    """One page of a town's entries, newest first, and how many there are of them."""
    chosen = _chosen(code, asked)
    count = session().execute(sa.select(sa.func.count()).select_from(chosen.subquery())).scalar_one()
    rows = session().execute(chosen.limit(PAGE).offset((page - 1) * PAGE))
    return [Line(*row) for row in rows], count


def every_line(code: str, asked: Filter) -> Iterator[Line]:
    """All of them, read as they are sent."""
    rows = session().execute(_chosen(code, asked).execution_options(yield_per=1000))
    return (Line(*row) for row in rows)


def head(code: str) -> Noted | None:
    """Where the town's chain ends now; None before the first entry."""
    return next(iter(chain_check.heads(session().connection(), code)), None)


def verdict(database: Database, code: str, noted: Noted | None) -> Verdict:
    """The newest part of the chain, checked; all of it is checked by the command."""
    with chain_check.one_moment(database) as connection:
        return chain_check.check(connection, code, noted=[noted] if noted else [], newest=NEWEST_CHECKED)


def _chosen(code: str, asked: Filter) -> Any:
    names = ("at", "action", "actor_name", "subject_type", "subject_id", "from_status", "to_status")
    chosen = sa.select(_LINK.c.seq, *(_TRAIL.c[name] for name in names), _LINK.c.sha256).join(
        _TRAIL, _TRAIL.c.id == _LINK.c.entry_id
    )
    chosen = chosen.where(_LINK.c.municipality_code == code, *_conditions(asked))
    return chosen.order_by(_LINK.c.seq.desc())


def _conditions(asked: Filter) -> Iterator[Any]:
    if asked.kind:
        yield _of_kind(asked.kind)
    if asked.role == SYSTEM:
        yield sa.not_(sa.or_(*map(_names_role, _ROLE_NAMES)))
    elif asked.role:
        yield _names_role(asked.role)
    if asked.since:
        yield _TRAIL.c.at >= datetime.combine(asked.since, time(), TOKYO)
    if asked.until:
        yield _TRAIL.c.at < datetime.combine(asked.until + timedelta(days=1), time(), TOKYO)


def _of_kind(kind: str) -> Any:
    if kind not in KINDS:
        return _TRAIL.c.subject_type.not_in(list(KINDS))
    return _TRAIL.c.subject_type.in_([name for name, label in KINDS.items() if str(label) == str(KINDS[kind])])


def _names_role(role: str) -> Any:
    """The roles of an entry stand in one text, with a dot between them."""
    return ("・" + _TRAIL.c.actor_name + "・").contains(f"・{role}・", autoescape=True)


def kinds() -> list[tuple[str, str]]:
    """What can be filtered by: one entry a word."""
    words = {str(label): name for name, label in reversed(KINDS.items())}
    return [(name, word) for word, name in reversed(words.items())] + [("other", str(OTHER_KIND))]
