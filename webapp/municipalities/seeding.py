"""Brings the master of municipalities into the database; quick and silent when nothing has changed."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from webapp.core.actor import system_actor
from webapp.core.bulk import table_of, upsert
from webapp.core.trail import TrailEntry, TrailReason, entry_with
from webapp.municipalities import masterdata, sources
from webapp.municipalities.masterdata import City, MasterData, Prefecture
from webapp.municipalities.models import AreaKind, Municipality

_ACTION, _SUBJECT_TYPE, _SUBJECT_ID = "municipality.load_master", "municipality", "master"


def load_master(session: Session) -> int:
    """Add and update prefectures and municipalities; how many rows changed.

    The trail remembers which packages the rows came from, so that a second run only compares that.
    A municipality that is no more keeps its row: registrations and certificates refer to it.
    """
    stamp = sources.stamp()
    if _last_state(session) == _state(session, stamp):
        return 0
    rows = rows_of(masterdata.load())
    known = {row.code: row._asdict() for row in session.execute(sa.select(table_of(Municipality)))}
    changed = [row for row in rows if _differs(row, known.get(row["code"]))]
    upsert(session, Municipality, changed, keys=["code"])
    session.add(_trace(_state(session, stamp)))
    session.flush()
    return len(changed)


def rows_of(master: MasterData) -> list[dict[str, Any]]:
    """The master as rows of the table, prefectures first."""
    return [*map(_prefecture_row, master.prefectures), *map(_city_row, master.cities)]


def _prefecture_row(prefecture: Prefecture) -> dict[str, Any]:
    return _row(AreaKind.PREFECTURE, prefecture, prefecture)


def _city_row(city: City) -> dict[str, Any]:
    return _row(AreaKind.CITY, city, city.prefecture)


def _row(kind: AreaKind, area: Prefecture | City, prefecture: Prefecture) -> dict[str, Any]:
    return {
        "code": area.code,
        "kind": kind,
        "name": area.name,
        "kana": area.kana,
        "romaji": area.romaji,
        "prefecture_code": prefecture.code,
        "prefecture_name": prefecture.name,
        "region": prefecture.region.value,
        "latitude": area.place.latitude if area.place else None,
        "longitude": area.place.longitude if area.place else None,
    }


def _differs(row: Mapping[str, Any], known: Mapping[str, Any] | None) -> bool:
    return known is None or any(known[name] != value for name, value in row.items())


def _state(session: Session, stamp: str) -> str:
    count = session.execute(sa.select(sa.func.count()).select_from(table_of(Municipality))).scalar_one()
    return f"{stamp}/{count}"


def _last_state(session: Session) -> str | None:
    chosen = (
        select(TrailReason.text)
        .join(TrailEntry, col(TrailEntry.id) == TrailReason.entry_id)
        .where(
            TrailEntry.subject_type == _SUBJECT_TYPE, TrailEntry.subject_id == _SUBJECT_ID, TrailEntry.action == _ACTION
        )
    )
    return session.exec(chosen.order_by(col(TrailEntry.id).desc()).limit(1)).first()


def _trace(state: str) -> TrailEntry:
    return entry_with(
        state,
        actor_name=system_actor("seed").name,
        action=_ACTION,
        subject_type=_SUBJECT_TYPE,
        subject_id=_SUBJECT_ID,
    )
