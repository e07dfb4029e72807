"""A fresh, migrated database for each test: a copied SQLite file or a PostgreSQL database with its rows rinsed out.

A test runs on SQLite. `@pytest.mark.both_databases` runs it on SQLite and on PostgreSQL,
`@pytest.mark.postgres` on PostgreSQL only. One PostgreSQL server serves all test processes of a run.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url
from sqlmodel import SQLModel

from tests.support import postgres
from tests.support.once import made_once
from tests.support.rinsing import Rinsed

_numbers = itertools.count(1)
_TEMPLATE = "POSTGRES_TEMPLATE_OF_THIS_RUN"


def pytest_configure(config: pytest.Config) -> None:
    """Before several test processes start, start the server that they share."""
    if not config.getoption("numprocesses", None) or hasattr(config, "workerinput"):
        return
    running = postgres.running_server()
    try:
        url = running.__enter__()
    except postgres.NoPostgres:
        return  # said by the first test that needs one
    name = f"futamachi_template_{os.getpid()}"
    os.environ |= {postgres.GIVEN: url, _TEMPLATE: name}

    def end() -> None:
        drop_database(url, name)
        running.__exit__(None, None, None)

    config.add_cleanup(end)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test the engines that its marker asks for."""
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if "both_databases" in marks:
        engines = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
        metafunc.parametrize("database_engine", engines, indirect=True)
    elif "postgres" in marks:
        metafunc.parametrize("database_engine", ["postgresql"], indirect=True)


@pytest.fixture
def database_engine(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`."""
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of this process's PostgreSQL server."""
    with postgres.running_server() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file with every table, to be copied."""
    made = made_once(tmp_path_factory, "tables", lambda folder: migrate(f"sqlite:///{folder / 'template.db'}"))
    return made / "template.db"


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of an empty PostgreSQL database with every table, to be copied."""
    shared = os.environ.get(_TEMPLATE)
    name = shared or f"futamachi_template_{os.getpid()}"

    def make(_folder: Path) -> None:
        create_database(postgres_server, name)
        migrate(address_of(postgres_server, name))

    made_once(tmp_path_factory, "postgres-tables", make)
    yield name
    if not shared:
        drop_database(postgres_server, name)


@pytest.fixture(scope="session")
def rinsed_postgres(postgres_server: str, postgres_template: str) -> Iterator[Rinsed]:
    """One PostgreSQL database for the tests of this process, one after the other."""
    name = f"futamachi_test_{os.getpid()}"

    def make() -> str:
        create_database(postgres_server, name, template=postgres_template)
        return address_of(postgres_server, name)

    rinsed = Rinsed(make, lambda: drop_database(postgres_server, name))
    yield rinsed
    rinsed.end()


@pytest.fixture
def database_url(database_engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of this test's own database, with every table and no rows."""
    if database_engine == "sqlite":
        copy = tmp_path / "futamachi.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), copy)
        yield f"sqlite:///{copy}"
        return
    rinsed: Rinsed = request.getfixturevalue("rinsed_postgres")
    yield rinsed.lend()
    rinsed.take_back()


@pytest.fixture
def empty_database_url(database_engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table: for migrations and restores."""
    if database_engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"futamachi_empty_{os.getpid()}_{next(_numbers)}"
    create_database(server, name)
    yield address_of(server, name)
    drop_database(server, name)


def migrate(url: str) -> None:
    """Make every table: by the migrations, or from the models while there is no migration yet."""
    from webapp import load_tables
    from webapp.core import migrating
    from webapp.core.database import make_engine

    if migrating.head() is not None:
        migrating.upgrade(url)
        return
    load_tables()
    engine = make_engine(url)
    SQLModel.metadata.create_all(engine)
    engine.dispose()


def address_of(server: str, name: str) -> str:
    """The address of one database of a server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def create_database(server: str, name: str, *, template: str = "template0") -> None:
    """Create a database on a PostgreSQL server."""
    # copying files is more than twice as quick as writing the template into the log, and nobody recovers this server
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    _administer(server, statement.format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(server: str, name: str) -> None:
    """Drop a database, ending what is still connected to it."""
    _administer(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _administer(server: str, statement: Any) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
