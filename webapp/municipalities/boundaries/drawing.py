"""The lines as maps draw them, read once a process and import."""

from datetime import datetime
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.database import Database, current_scope, session
from webapp.core.outlines import Outline
from webapp.municipalities.boundaries.models import PrefectureLines

Kept = tuple[datetime, dict[str, Outline]]
JAPAN = ""
_kept: WeakKeyDictionary[Database, Kept] = WeakKeyDictionary()


def outline(prefecture_code: str = JAPAN) -> Outline | None:
    """The lines of one prefecture, or those round all of them; None where nobody has brought in any."""
    version = session().exec(select(sa.func.max(PrefectureLines.imported_at))).one()
    if version is None:
        return None
    database = current_scope().database
    kept = _kept.get(database)
    if kept is None or kept[0] != version:
        kept = _kept[database] = (version, {})
    if prefecture_code not in kept[1]:
        kept[1][prefecture_code] = _read(prefecture_code)
    return kept[1][prefecture_code]


def _read(prefecture_code: str) -> Outline:
    chosen = select(PrefectureLines).order_by(col(PrefectureLines.prefecture_code))
    if prefecture_code:
        chosen = chosen.where(PrefectureLines.prefecture_code == prefecture_code)
    rows = list(session().exec(chosen))
    credit = next((row.credit for row in rows), "")
    inner = [line for row in rows for line in row.inner] if prefecture_code else []
    return Outline([line for row in rows for line in row.outer], inner, credit)
