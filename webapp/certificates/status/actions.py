"""What is done with status lists: give out entries, and say of some of them that they are taken back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from webapp.certificates.status.models import DECOYS, SIZE, StatusList
from webapp.certificates.status.order import new_place
from webapp.core.bulk import insert_or_ignore, table_of
from webapp.core.clock import now
from webapp.core.database import session

FIRST_DECOYS = 512
MOST_DECOYS_AT_ONCE = 2


class Status(IntEnum):
    """The two bits of an entry, as the Token Status List draft numbers them."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


@dataclass(frozen=True)
class Place:
    """One entry of one list."""

    list_id: str
    number: int
    index: int


def allocate(municipality_code: str, count: int) -> list[Place]:
    """Entries that nobody had before, unpredictable from outside; a full list is followed by a new one."""
    places: list[Place] = []
    while len(places) < count:
        row = _last(municipality_code) or _open(municipality_code, 1)
        if row.used >= row.size - DECOYS:
            row = _open(municipality_code, row.number + 1)
        taken = min(count - len(places), row.size - DECOYS - row.used)
        turns = range(row.used, row.used + taken)
        places += [Place(row.id, row.number, new_place(row.order_key, turn, row.size)) for turn in turns]
        _keep(row.id, used=row.used + taken)
    return places


def put(marks: Mapping[str, Mapping[int, Status]]) -> None:
    """Set entries, by list and index, with a few decoys beside them; visible with the commit."""
    for list_id in sorted(marks):
        row = session().execute(_locked(with_bitmap=True).where(col(StatusList.id) == list_id)).one()
        bitmap = bytearray(row.bitmap)
        for index, value in marks[list_id].items():
            put_bits(bitmap, index, value)
        more = min(secrets.randbelow(MOST_DECOYS_AT_ONCE + 1), DECOYS - row.decoys_used)
        for turn in range(row.decoys_used, row.decoys_used + more):
            put_bits(bitmap, _decoy(row.order_key, turn), Status.INVALID)
        _keep(
            list_id,
            bitmap=bytes(bitmap),
            version=row.version + 1,
            changed_at=now(),
            decoys_used=row.decoys_used + more,
        )


def put_bits(bitmap: bytearray, index: int, value: int) -> None:
    """Write one entry: four to a byte, the lowest bits first."""
    shift = index % 4 * 2
    bitmap[index // 4] = bitmap[index // 4] & ~(3 << shift) & 0xFF | value << shift


def _decoy(key: bytes, turn: int) -> int:
    return new_place(key, SIZE - 1 - turn, SIZE)


def _locked(*, with_bitmap: bool) -> Any:
    table = table_of(StatusList)
    wanted = [column for column in table.columns if with_bitmap or column is not table.c.bitmap]
    return sa.select(*wanted).with_for_update()


def _last(municipality_code: str) -> Any:
    mine = _locked(with_bitmap=False).where(col(StatusList.municipality_code) == municipality_code)
    return session().execute(mine.order_by(col(StatusList.number).desc()).limit(1)).first()


def _open(municipality_code: str, number: int) -> Any:
    key, bitmap = secrets.token_bytes(32), bytearray(SIZE // 4)
    for turn in range(FIRST_DECOYS):
        put_bits(bitmap, _decoy(key, turn), Status.INVALID)
    row = StatusList(
        municipality_code=municipality_code,
        number=number,
        order_key=key,
        bitmap=bytes(bitmap),
        decoys_used=FIRST_DECOYS,
    )
    insert_or_ignore(session(), StatusList, [row.model_dump()], keys=("municipality_code", "number"))
    return _last(municipality_code)


def _keep(list_id: str, **values: Any) -> None:
    session().execute(sa.update(StatusList).where(col(StatusList.id) == list_id).values(**values))
