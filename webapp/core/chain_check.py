"""Whether a chain over the trail is whole: nothing changed, taken out, put in, put elsewhere or cut off."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from webapp.core.bulk import table_of
from webapp.core.chain import TrailHead, TrailLink
from webapp.core.chain_sums import NOTHING, OPERATOR, SEALED, chain_of, content_sum, link_sum, reason_sum
from webapp.core.database import Database
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.trail import TrailEntry, TrailReason

_BATCH = 1000
_LINK, _HEAD = table_of(TrailLink), table_of(TrailHead)
_TRAIL, _REASON = table_of(TrailEntry), table_of(TrailReason)


class Fault(Labelled):
    """What is wrong at the first bad place of a chain."""

    MISSING = "missing", _l("記録が抜けています")
    CHANGED = "changed", _l("記録の内容が書きかえられています")
    REASON = "reason", _l("理由の文が書きかえられています")
    ORDER = "order", _l("記録の並びが変わっています")
    INSERTED = "inserted", _l("つながりのない記録が入れられています")
    CUT = "cut", _l("終わりの記録が切り取られています")
    REWRITTEN = "rewritten", _l("控えておいた値と合いません")


@dataclass(frozen=True)
class Noted:
    """The end of a chain as somebody wrote it down: whose, how many entries, and the last sum or how it begins."""

    code: str
    seq: int
    sha256: str

    def line(self) -> str:
        """One line of a file of heads."""
        return f"{self.code} {self.seq} {self.sha256}"


@dataclass(frozen=True)
class Verdict:
    """What the check of one chain found: its end, and the first bad place if there is one."""

    head: Noted
    checked: int
    fault: Fault | None = None
    seq: int | None = None
    entry_id: str = ""

    @property
    def is_whole(self) -> bool:
        """Nothing is wrong."""
        return self.fault is None


@contextmanager
def one_moment(database: Database) -> Iterator[sa.Connection]:
    """A connection that sees one state of the database: entries written meanwhile would look like faults."""
    options = {} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with database.engine.execution_options(**options).connect() as connection:
        yield connection


def heads(connection: sa.Connection, code: str | None = None) -> list[Noted]:
    """Where each chain, or the one of `code`, ends now."""
    chosen = sa.select(_HEAD).order_by(_HEAD.c.municipality_code)
    if code is not None:
        chosen = chosen.where(_HEAD.c.municipality_code == code)
    return [Noted(row.municipality_code, row.seq, row.sha256) for row in connection.execute(chosen)]


def codes(connection: sa.Connection) -> list[str]:
    """Every chain that there is a sign of, so that removing a head hides nothing."""
    owner = sa.func.coalesce(_TRAIL.c.municipality_code, OPERATOR)
    asked = sa.union(sa.select(_HEAD.c.municipality_code), sa.select(_LINK.c.municipality_code), sa.select(owner))
    return sorted(row[0] for row in connection.execute(asked))


def check(connection: sa.Connection, code: str, *, noted: Iterable[Noted] = (), newest: int | None = None) -> Verdict:
    """Work out every sum of a chain again and compare; `newest` looks at so many of the last entries only.

    Heads written down earlier in `noted` (those of other chains are passed over) show what the database alone
    cannot: that somebody rewrote everything, or cut the end off and its head with it.
    """
    head = next(iter(heads(connection, code)), Noted(code, 0, NOTHING))
    known = {one.seq: one.sha256 for one in noted if one.code == code}
    first = max(1, head.seq - newest + 1) if newest else 1
    expected, previous = first, NOTHING
    with closing(_rows(connection, code, first)) as rows:
        for row in rows:
            if expected == first > 1:
                previous = row.link_previous
            fault = _fault_of(row, code, expected, previous, known)
            if fault is not None:
                return Verdict(head, expected - first, fault, expected, row.link_entry)
            expected, previous = expected + 1, row.link_sum
    checked = expected - first
    if max([head.seq, *known]) >= expected:
        return Verdict(head, checked, Fault.CUT, expected)
    if (head.seq, head.sha256) != (expected - 1, previous):
        return Verdict(head, checked, Fault.REWRITTEN, expected - 1)
    stray = _without_link(connection, code)
    return Verdict(head, checked, Fault.INSERTED, None, stray) if stray else Verdict(head, checked)


def _rows(connection: sa.Connection, code: str, first: int) -> Generator[Any, None, None]:
    own = [_LINK.c[name].label(label) for name, label in _LABELS.items()]
    entry = [_TRAIL.c[name] for name in SEALED]
    said = [_REASON.c.text, _REASON.c.salt, _REASON.c.blanked_at]
    joined = _LINK.outerjoin(_TRAIL, _TRAIL.c.id == _LINK.c.entry_id)
    joined = joined.outerjoin(_REASON, _REASON.c.entry_id == _LINK.c.entry_id)
    chosen = sa.select(*own, *entry, *said).select_from(joined)
    chosen = chosen.where(_LINK.c.municipality_code == code, _LINK.c.seq >= first).order_by(_LINK.c.seq)
    with connection.execution_options(yield_per=_BATCH).execute(chosen) as found:
        yield from found


_LABELS = {
    "seq": "link_seq",
    "entry_id": "link_entry",
    "content_sha256": "link_content",
    "previous_sha256": "link_previous",
    "sha256": "link_sum",
}


def _fault_of(row: Any, code: str, expected: int, previous: str, known: dict[int, str]) -> Fault | None:
    """The first thing that is wrong with one place of the chain."""
    if row.link_seq != expected or row.id is None:
        return Fault.MISSING
    content = row.link_content
    if chain_of(row.municipality_code) != code or content_sum(row._mapping) != content:
        return Fault.CHANGED
    if not _is_reason_whole(row):
        return Fault.REASON
    if row.link_previous != previous or row.link_sum != link_sum(code, expected, row.id, content, previous):
        return Fault.ORDER
    return None if row.link_sum.startswith(known.get(expected, "")) else Fault.REWRITTEN


def _is_reason_whole(row: Any) -> bool:
    """The text is the one that was sealed, or was lawfully blanked together with its salt."""
    if row.text is None or not row.reason_sha256:
        return row.text is None and not row.reason_sha256
    if row.blanked_at is not None:
        return not row.text and not row.salt
    return bool(reason_sum(row.salt, row.text) == row.reason_sha256)


def _without_link(connection: sa.Connection, code: str) -> str:
    """An entry of this municipality that stands outside of its chain."""
    owner = _TRAIL.c.municipality_code
    is_own = owner.is_(None) if code == OPERATOR else owner == code
    joined = _TRAIL.outerjoin(_LINK, _LINK.c.entry_id == _TRAIL.c.id)
    chosen = sa.select(_TRAIL.c.id).select_from(joined).where(is_own, _LINK.c.entry_id.is_(None))
    return connection.execute(chosen.order_by(_TRAIL.c.id).limit(1)).scalar() or ""
