"""Rows a second of the import: the published file where it lies beside the checkout, else an invented one of its size."""

import tempfile
import time
from pathlib import Path

from tests.bench.harness import Report
from tests.bench.workbench import bank_file, import_bank, service


def measure(report: Report) -> None:
    """Note the first import, and the second one that finds everything in place."""
    with tempfile.TemporaryDirectory(prefix="futamachi-bench-") as folder, service() as (app, database):
        file, note = bank_file(Path(folder))
        with app.app_context():
            for name, goal in (("import", 1000), ("import again", None)):
                began = time.perf_counter()
                result = import_bank(database, file, Path(folder) / "report.csv")
                seconds = time.perf_counter() - began
                rows = result.accepted + result.refused
                report.add(f"{name}, {rows:,} rows", rows / seconds, "rows/s", at_least=goal, note=note)
                assert name == "import" or result.created == 0, "the second import doubled rows"
