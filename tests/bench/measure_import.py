"""Rows a second of the import: the published file where it lies beside the checkout, else an invented one of its size."""

import tempfile
import time
from pathlib import Path

from tests.bench.harness import Report
from tests.bench.workbench import service
from tests.listings.akiyabank_sample import house, write
from tests.support.shared_data import SHARED_DATA
from webapp.core.actor import system_actor
from webapp.core.database import Database
from webapp.listings.importing.load import Credit, ImportResult, import_file
from webapp.listings.importing.reading import FORMATS

PUBLISHED = SHARED_DATA / "akiyabank" / "01_tourokubukken.csv"
INVENTED_ROWS = 7_746


def measure(report: Report) -> None:
    """Note the first import, and the second one that finds everything in place."""
    with tempfile.TemporaryDirectory(prefix="futamachi-bench-") as folder, service() as (app, database):
        file = PUBLISHED if PUBLISHED.exists() else invented(Path(folder) / "invented.csv")
        note = "the published file" if file is PUBLISHED else "an invented file"
        with app.app_context():
            for name, goal in (("import", 1000), ("import again", None)):
                began = time.perf_counter()
                result = run(database, file, Path(folder) / "report.csv")
                seconds = time.perf_counter() - began
                rows = result.accepted + result.refused
                report.add(f"{name}, {rows:,} rows", rows / seconds, "rows/s", at_least=goal, note=note)
                assert name == "import" or result.created == 0, "the second import doubled rows"


def run(database: Database, file: Path, report: Path) -> ImportResult:
    """One import in a transaction of its own."""
    with database.transaction() as session:
        credit = Credit("bench", None)
        form = FORMATS["akiyabank"]
        return import_file(session, file, form, credit, report=report, by=system_actor("bench"))


def invented(path: Path) -> Path:
    """A file of valid rows, about as long as the published one."""
    rows = [house(PROPERTY_NUMBER_ID=str(9_900_000 + number)) for number in range(INVENTED_ROWS)]
    return write(path, rows)
