"""Memory of one web process after it has served pages."""

import subprocess
import sys

from tests.bench.harness import Report

PROGRAM = """
from tests.bench.harness import resident_mib
from tests.bench.workbench import service
with service(listings=40) as (app, database):
    browser = app.test_client()
    for _ in range(20):
        browser.get("/listings")
    print(resident_mib())
"""


def measure(report: Report) -> None:
    """Note the proportional memory of a process of its own, test tools included."""
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    report.add("web process after 20 pages", float(said.splitlines()[-1]), "MiB", at_most=200)
