"""Brings the demo's database to where visitors may come: tables, master data, demo data, a list of vacant homes."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from webapp import create_app
from webapp.config import Settings
from webapp.core import migrating
from webapp.core.errors import MissingSetup
from webapp.core.services import Services
from webapp.demo.seed import seed_everything

SOURCE = "全国版空き家・空き地バンク"
_IMPORTED = "imported-listings"


def everything(settings: Settings, listings: Path | None) -> Iterator[str]:
    """Do what is missing and say what was done; repeating it changes nothing and is quick."""
    if listings is not None and not listings.is_file():
        raise MissingSetup(f"there is no file {listings}; give the path of a vacant-home bank list (CSV)")
    migrating.upgrade(settings.database)
    yield "tables are up to date"
    app = create_app(settings)
    found: Services = app.extensions["futamachi"]
    with app.app_context():
        yield from seed_everything(found.database, with_demo=settings.demo_data)
    found.database.dispose()
    if listings is not None:
        yield from import_once(listings, settings.home / _IMPORTED)


def import_once(listings: Path, mark: Path) -> Iterator[str]:
    """Import a list of vacant homes unless this very file was the last one imported."""
    with listings.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if mark.exists() and mark.read_text() == digest:
        yield f"{listings.name}: imported before"
        return
    words = ["import", "listings", str(listings.absolute()), "--format", "akiyabank", "--source", SOURCE]
    report = str(mark.with_name(f"{listings.stem}-report.csv"))
    command = [sys.executable, "-m", "webapp.cli", *words, "--report", report]
    if subprocess.run(command, check=False).returncode:  # noqa: S603 - our own command
        raise MissingSetup(f"{listings} could not be imported; the reason stands above")
    mark.write_text(digest)
    yield f"{listings.name}: imported, doubtful rows in {report}"
