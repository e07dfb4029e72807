"""A service with the master of municipalities and as many listings as a measure needs, on a throw-away database."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from tests.factories.listings import a_listing
from tests.support.databases import migrate
from tests.support.settings import make_settings
from webapp import create_app
from webapp.core.database import Database
from webapp.listings.models import ListingKind
from webapp.municipalities.seeding import load_master

TOWNS = ("202151", "372081", "382035", "152242", "212172")


@contextmanager
def service(url: str = "", *, listings: int = 0) -> Iterator[tuple[Flask, Database]]:
    """An app on a fresh SQLite file, or on the empty database at `url`."""
    with tempfile.TemporaryDirectory(prefix="futamachi-bench-") as folder:
        address = url or f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(address)
        app = create_app(make_settings(address, Path(folder), rate_limits=False, log_level="ERROR"))
        database: Database = app.extensions["futamachi"].database
        with app.app_context(), database.transaction() as session:
            load_master(session)
            kinds = [ListingKind.HOME, ListingKind.JOB]
            for number in range(listings):
                a_listing(TOWNS[number % len(TOWNS)], kinds[number % 2], title=f"山の見える家 {number}")
        try:
            yield app, database
        finally:
            database.dispose()
