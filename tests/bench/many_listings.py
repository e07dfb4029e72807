"""A hundred thousand listings made by recombining the real texts of the vacant-home list, and queries for them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.ids import new_id
from webapp.core.textnorm import normalise
from webapp.listings.finding.columns import TABLE
from webapp.municipalities.models import Municipality

MANY, AT_ONCE = 100_000, 5_000
LONGEST_QUERY, ABSENT = 8, 0.15
_TOWN: Any = sa.inspect(Municipality).local_table.c
_WITH_TOWN: Any = sa.select(TABLE, _TOWN.prefecture_name, _TOWN.name.label("town")).join(
    Municipality, _TOWN.code == TABLE.c.municipality_code
)
#: what goes along with the place, and what with the words behind it
_OF_PLACE = ("municipality_code", "latitude", "longitude", "public_address")
_OF_HOUSE = ("details", "deal", "price", "monthly_cost", "kind")


@dataclass(frozen=True)
class Piece:
    """One real listing cut in three: what is said first, where it is, what it is like."""

    head: str
    place: str
    tail: str
    row: Any


def pieces(database: Database) -> list[Piece]:
    """The listings of the database, cut."""
    with database.transaction(read_only=True) as session:
        rows = session.execute(_WITH_TOWN.where(TABLE.c.source != "")).mappings().all()
    found = []
    for row in rows:
        front, kind, tail = row["search_text"].partition(" 住まい ")
        head, name, place = front.partition(f" {normalise(row['prefecture_name'] + row['town'])} ")
        found.append(Piece(head, name.strip() + " " + place, kind.strip() + " " + tail, row))
    return found


def recombined(found: list[Piece], count: int, seed: int = 5) -> Iterator[dict[str, Any]]:
    """Rows whose beginning, place and house come from three different listings."""
    chance, first = random.Random(seed), now()
    columns = [column.name for column in TABLE.columns]
    for number in range(count):
        head, place, house = (chance.choice(found) for _ in range(3))
        row = {name: head.row[name] for name in columns}
        row |= {name: place.row[name] for name in _OF_PLACE} | {name: house.row[name] for name in _OF_HOUSE}
        moment = first - timedelta(seconds=number)
        yield row | {
            "id": new_id(),
            "source": "bench",
            "external_id": str(number),
            "published_at": moment,
            "updated_at": moment,
            "search_text": f"{head.head} {place.place} {house.tail}",
        }


def fill(database: Database, count: int = MANY) -> list[str]:
    """Put so many recombined listings in the place of the real ones; their texts."""
    texts: list[str] = []
    made = recombined(pieces(database), count)
    with database.transaction() as session:
        session.execute(sa.delete(TABLE))
        while chunk := [row for row, _number in zip(made, range(AT_ONCE), strict=False)]:
            session.execute(sa.insert(TABLE), chunk)
            texts += [row["search_text"] for row in chunk]
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return texts


def queries(texts: list[str], count: int, seed: int = 7) -> list[str]:
    """Pieces of 1 to 8 letters of the words in these texts; some put together of two, so that most occur nowhere."""
    chance = random.Random(seed)
    return [_query(texts, chance) for _ in range(count)]


def _query(texts: list[str], chance: random.Random) -> str:
    wanted = chance.randint(1, LONGEST_QUERY)
    word = ""
    while len(word) < wanted:
        word = chance.choice(chance.choice(texts).split())
    first = chance.randint(0, len(word) - wanted)
    query = word[first : first + wanted]
    if wanted > 1 and chance.random() < ABSENT:
        other = chance.choice(texts).replace(" ", "")
        query = query[: wanted // 2] + other[: wanted - wanted // 2]
    return query
