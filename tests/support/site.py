"""The service on a loopback port inside the test process, on a copy of the seeded demo."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests.support.apps import make_app
from tests.support.databases import migrate
from tests.support.demo import free_port
from tests.support.once import made_once
from tests.support.settings import WEBHOOK_SECRET, make_settings

WEBHOOK_PATH = "/webhooks/stripe"


@dataclass
class Site:
    """A running app: `url` for browsers, `database` for what they cannot see."""

    app: Flask
    url: str

    @property
    def database(self) -> Any:
        """The app's `Database`."""
        return self.app.extensions["futamachi"].database

    def run_jobs(self) -> int:
        """Do what the worker would do now; the number of jobs."""
        from webapp.core import jobs

        with self.app.app_context():
            return jobs.run_due(self.database)


class _Quiet(WSGIRequestHandler):
    def log(self, *_words: Any) -> None:
        """Requests are in the app's own log."""


@contextmanager
def serving(app: Flask, port: int) -> Iterator[BaseWSGIServer]:
    """Serve an app from a thread."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeded demo: its database and whatever lies beside it."""
    return made_once(tmp_path_factory, "demo", seed_demo)


def seed_demo(home: Path) -> None:
    """Fill a folder with the demo, closed so that it can be copied."""
    from webapp import create_app
    from webapp.demo.seed import seed_everything

    url = f"sqlite:///{home / 'futamachi.db'}"
    migrate(url)
    app = create_app(make_settings(url, home, demo_data=True))
    database = app.extensions["futamachi"].database
    with app.app_context():
        assert list(seed_everything(database, with_demo=True))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()


@pytest.fixture
def demo_settings(demo_template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Settings of an app on this test's own copy of the demo."""
    home = tmp_path / "demo"
    shutil.copytree(demo_template, home)
    changes: dict[str, Any] = {}
    for mark in reversed(list(request.node.iter_markers("settings"))):
        changes.update(mark.kwargs)
    return make_settings(f"sqlite:///{home / 'futamachi.db'}", home, **{"demo_data": True, **changes})


@pytest.fixture
def demo_app(demo_settings: Any) -> Iterator[Flask]:
    """The whole service on the seeded demo, for requests inside the process."""
    app = make_app(demo_settings)
    yield app
    app.extensions["futamachi"].database.dispose()


@pytest.fixture
def site_port() -> int:
    """The port that `site` will have."""
    return free_port()


@pytest.fixture
def local_stripe(site_port: int) -> Iterator[Any]:
    """The local payment server, telling `site` what happens; a test that asks for it pays there."""
    from webapp.payments.local_stripe.dispatcher import Webhook
    from webapp.payments.local_stripe.server import LocalStripe, Options

    webhook = Webhook(f"http://127.0.0.1:{site_port}{WEBHOOK_PATH}", WEBHOOK_SECRET)
    with LocalStripe(Options(webhook=webhook)) as server:
        yield server


@pytest.fixture
def site(demo_settings: Any, site_port: int, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The seeded demo on a port."""
    changes: dict[str, Any] = {"base_url": f"http://localhost:{site_port}"}
    if "local_stripe" in request.fixturenames:
        changes["stripe_api_base"] = request.getfixturevalue("local_stripe").url
    app = make_app(demo_settings.model_copy(update=changes))
    with serving(app, site_port):
        yield Site(app, changes["base_url"])
    app.extensions["futamachi"].database.dispose()
