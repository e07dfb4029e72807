"""A service with the master of municipalities and as many listings as a measure needs, on a throw-away database."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from tests.factories.listings import a_listing
from tests.listings.akiyabank_sample import house, write
from tests.support.databases import migrate
from tests.support.settings import make_settings
from tests.support.shared_data import SHARED_DATA
from webapp import create_app
from webapp.core.actor import system_actor
from webapp.core.database import Database
from webapp.listings.importing.load import Credit, ImportResult, import_file
from webapp.listings.importing.reading import FORMATS
from webapp.listings.models import ListingKind
from webapp.municipalities.seeding import load_master

PUBLISHED = SHARED_DATA / "akiyabank" / "01_tourokubukken.csv"
INVENTED_ROWS = 7_746
TOWNS = ("202151", "372081", "382035", "152242", "212172")


@contextmanager
def service(url: str = "", *, listings: int = 0) -> Iterator[tuple[Flask, Database]]:
    """An app on a fresh SQLite file, or on the empty database at `url`, with some listings of our own."""
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


def bank_file(folder: Path) -> tuple[Path, str]:
    """The national vacant-home list where it lies beside the checkout, else an invented one of its size; and which."""
    if PUBLISHED.exists():
        return PUBLISHED, "the published file"
    rows = [house(PROPERTY_NUMBER_ID=str(9_900_000 + number)) for number in range(INVENTED_ROWS)]
    return write(folder / "invented.csv", rows), "an invented file"


def import_bank(database: Database, file: Path, report: Path) -> ImportResult:
    """One import in a transaction of its own."""
    with database.transaction() as session:
        credit, form = Credit("bench", None), FORMATS["akiyabank"]
        return import_file(session, file, form, credit, report=report, by=system_actor("bench"))
