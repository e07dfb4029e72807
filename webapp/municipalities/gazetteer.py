"""All municipalities in memory, ready to be searched by name, reading or Latin letters and to be drawn as dots."""

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from webapp.core.database import Database, current_scope, session
from webapp.core.i18n import is_japanese
from webapp.core.textnorm import fold
from webapp.municipalities import naming
from webapp.municipalities.models import AreaKind, Municipality

Point = tuple[float, float]


class Entry(NamedTuple):
    """One municipality; `words` are the spellings that a search compares."""

    code: str
    name: str
    official_name: str
    kana: str
    romaji: str
    prefecture_code: str
    prefecture_name: str
    point: Point | None
    words: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """In the reader's language, with the prefecture."""
        return naming.full(self.name, self.romaji, self.prefecture_name, self.code)

    @property
    def reading(self) -> str:
        """Kana in Japanese, Latin letters elsewhere."""
        return self.kana if is_japanese() else self.romaji


_kept: WeakKeyDictionary[Database, tuple[int, list[Entry]]] = WeakKeyDictionary()


def entries() -> list[Entry]:
    """Every municipality in the order of its code; read again when the master has grown."""
    database = current_scope().database
    count = session().execute(sa.select(sa.func.count()).select_from(Municipality)).scalar_one()
    kept = _kept.get(database)
    if kept is None or kept[0] != count:
        kept = _kept[database] = (count, _read())
    return kept[1]


def search(typed: str, *, prefecture_code: str = "", limit: int | None = None) -> list[Entry]:
    """Those whose name or reading begins with, or else contains, what was typed; all of a prefecture for no word."""
    word = _folded(typed)
    pool = [entry for entry in entries() if prefecture_code in ("", entry.prefecture_code)]
    begins = [entry for entry in pool if any(spelling.startswith(word) for spelling in entry.words)]
    known = {entry.code for entry in begins}
    within = [entry for entry in pool if entry.code not in known and any(word in spelling for spelling in entry.words)]
    return (begins + within)[:limit]


def points(prefecture_code: str = "") -> list[Point]:
    """Longitude and latitude of every municipality, or of those of one prefecture."""
    return [e.point for e in entries() if e.point and prefecture_code in ("", e.prefecture_code)]


def _folded(text: str) -> str:
    return fold(text).replace(" ", "")


def _read() -> list[Entry]:
    table: Any = Municipality
    columns = (
        table.code, table.name, table.kana, table.romaji, table.prefecture_code, table.prefecture_name,
        table.longitude, table.latitude,
    )  # fmt: skip
    rows = session().execute(sa.select(*columns).where(table.kind == AreaKind.CITY).order_by(table.code))
    return [_entry(row) for row in rows]


def _entry(row: Any) -> Entry:
    full_name = f"{row.prefecture_name}{row.name}"
    point = None if row.longitude is None or row.latitude is None else (row.longitude, row.latitude)
    spellings = tuple(_folded(text) for text in (row.name, full_name, row.kana, row.romaji) if text)
    names = (row.code, row.name, full_name, row.kana, row.romaji, row.prefecture_code, row.prefecture_name)
    return Entry(*names, point, spellings)
