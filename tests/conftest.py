"""Fixtures for every test: a fresh app on a fresh database, clients that lint what they open, no network.

- `session`: an open unit of work inside an app context, rolled back at the end: for tests of actions and queries.
- `client`: a signed-out browser; `signed_in(user)`: another one, signed in; `new_client()`: another one.
- `database`: `with database.transaction() as session: …` commits, for rows that requests are to find.
- `@pytest.mark.settings(field=value)` changes settings, `@pytest.mark.both_databases` runs a test on both engines.
- `time_machine.move_to(…)` (of the time-machine package) moves the clock.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session
from threadpoolctl import threadpool_limits

from tests.support.apps import make_app, templates
from tests.support.client import PageClient
from tests.support.once import made_once
from tests.support.settings import make_settings
from tests.support.statements import share_compiled_statements

pytest_plugins = [
    "tests.support.network",
    "tests.support.databases",
    "tests.support.shared_data",
    "tests.support.site",
    "tests.support.softhsm",
]

for _name in [name for name in os.environ if name.startswith("FUTAMACHI_") and name != "FUTAMACHI_TEST_DATABASE_URL"]:
    del os.environ[_name]
# several test processes on few cores: threads that wait for each other turn a second of numpy into three
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
threadpool_limits(1)  # what a plugin of pytest has loaded by now
share_compiled_statements()


def pytest_collection_finish() -> None:
    """Whatever is imported stays: walking it again and again for rubbish was a quarter of what the tests cost."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def _templates_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one process has compiled no other one compiles again."""
    templates.folder = made_once(tmp_path_factory, "templates", lambda _folder: None)


def pytest_sessionfinish() -> None:
    """A process that ends looks through all it holds once more: ten seconds after so many tests."""
    gc.disable()
    gc.freeze()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Replaces pytest-flask's fixture, whose shared context keeps the signed-in user between two clients."""


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Any:
    """The settings of this test's app; `@pytest.mark.settings(field=value)` changes some."""
    changes: dict[str, Any] = {}
    for mark in reversed(list(request.node.iter_markers("settings"))):
        changes.update(mark.kwargs)
    return make_settings(database_url, tmp_path / "home", **changes)


@pytest.fixture
def app(settings: Any) -> Iterator[Flask]:
    """The whole service on this test's database."""
    made = make_app(settings)
    yield made
    made.extensions["futamachi"].database.dispose()


@pytest.fixture
def database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The app's `Database`: `with database.transaction() as session: …` runs inside the app, as jobs and commands do."""
    found = app.extensions["futamachi"].database
    plain = found.transaction

    @contextmanager
    def transaction(**options: Any) -> Iterator[Session]:
        with app.app_context(), plain(**options) as opened:
            yield opened

    monkeypatch.setattr(found, "transaction", transaction)
    return found


@pytest.fixture
def session(app: Flask, database: Any) -> Iterator[Session]:
    """An open unit of work inside an app context; nothing of it is kept."""
    with app.app_context(), database.scope() as scope:
        yield scope.session
        scope.session.rollback()


@pytest.fixture
def new_client(app: Flask, request: pytest.FixtureRequest) -> Callable[[], PageClient]:
    """Makes browsers: each call is another person's."""
    assert "session" not in request.fixturenames, "a request opens its own unit of work: use database.transaction()"
    return lambda: PageClient(app)


@pytest.fixture
def client(new_client: Callable[[], PageClient]) -> PageClient:
    """One browser, signed out."""
    return new_client()


@pytest.fixture
def signed_in(new_client: Callable[[], PageClient]) -> Callable[..., PageClient]:
    """Makes signed-in browsers: `signed_in(user)`, `signed_in(user, second_factor=False)`."""
    return lambda user, **options: new_client().sign_in(user, **options)
