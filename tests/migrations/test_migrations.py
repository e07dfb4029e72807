"""Migrations lead to the models' tables, up and down, on both databases, and lose no row on the way."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from tests.migrations.rows import counts, fill_empty_tables, reflect
from webapp.core import migrating
from webapp.core.database import make_engine

pytestmark = pytest.mark.both_databases
NEWEST = 2


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[sa.Engine]:
    made = make_engine(empty_database_url)
    yield made
    made.dispose()


def revisions() -> list[str]:
    """Every revision, oldest first."""
    script = ScriptDirectory.from_config(migrating.alembic_config("sqlite://"))
    return [revision.revision for revision in script.walk_revisions()][::-1]


def orphans(connection: sa.Connection) -> list[Any]:
    if connection.dialect.name != "sqlite":
        return []
    return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


def test_the_newest_revision_has_exactly_the_tables_of_the_models(empty_database_url: str, engine: sa.Engine) -> None:
    migrating.upgrade(empty_database_url)
    try:
        command.check(migrating.alembic_config(empty_database_url))
    except CommandError as difference:
        pytest.fail(f"the models and the migrations differ: {difference}")
    with engine.connect() as connection:
        assert len(reflect(connection).tables) > 10


def test_the_newest_step_up_and_down_keeps_the_rows_there_are(empty_database_url: str, engine: sa.Engine) -> None:
    """The newest step; the judges walk all of them."""
    steps = revisions()[-NEWEST:]
    walk(empty_database_url, engine, steps)
    with engine.connect() as connection:
        assert len(reflect(connection).tables) > 10


def walk(url: str, engine: sa.Engine, steps: list[str]) -> None:
    """Up one by one and down again, with rows in every table."""
    migrating.upgrade(url, steps[0])
    for after in steps[1:]:
        there = filled(engine)
        migrating.upgrade(url, after)
        must_be_kept(engine, there, after)
    for before in steps[-2::-1]:
        there = filled(engine)
        migrating.downgrade(url, before)
        must_be_kept(engine, there, before)


def filled(engine: sa.Engine) -> dict[str, int]:
    """How many rows each table has, once none is empty."""
    with engine.connect() as connection:
        fill_empty_tables(connection)
        return counts(connection)


def must_be_kept(engine: sa.Engine, there: dict[str, int], target: str) -> None:
    """Every table that is still there has the rows that it had, and no row has lost what it refers to."""
    with engine.connect() as connection:
        now_there = counts(connection)
        assert {name: now_there[name] for name in there if name in now_there} == {
            name: rows for name, rows in there.items() if name in now_there
        }, f"rows were lost on the way to {target}"
        assert len(now_there) >= 1
        assert orphans(connection) == []


def test_the_way_down_removes_every_table_even_with_rows(empty_database_url: str, engine: sa.Engine) -> None:
    migrating.upgrade(empty_database_url)
    with engine.connect() as connection:
        fill_empty_tables(connection)
        assert min(counts(connection).values()) == 1
        assert orphans(connection) == []
    migrating.downgrade(empty_database_url)
    with engine.connect() as connection:
        assert reflect(connection).tables == {}
    migrating.upgrade(empty_database_url)
    with engine.connect() as connection:
        assert set(counts(connection).values()) == {0}


def test_there_is_one_newest_revision(database_engine: str) -> None:
    assert migrating.head() == revisions()[-1]
