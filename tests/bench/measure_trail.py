"""What a chain over the trail costs: recording and linking 30,000 entries at once, one entry at a time, and checking all."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.harness import Report
from tests.support.databases import migrate
from webapp.core import chain_check
from webapp.core.database import Database
from webapp.core.trail import TrailEntry, entry_with

MANY, FEW = 30_000, 300
TOWN = "202151"


def measure(report: Report) -> None:
    """On an SQLite file of its own; CPU seconds, because the machine is shared."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'trail.db'}"
        migrate(url)
        database = Database(url)
        began = time.process_time()
        with database.transaction() as session:
            session.add_all([_entry() for _ in range(MANY)])
        written = time.process_time()
        for _ in range(FEW):
            with database.transaction() as session:
                session.add(_entry())
        singly = time.process_time()
        with chain_check.one_moment(database) as connection:
            verdict = chain_check.check(connection, TOWN)
        checked = time.process_time()
        database.dispose()
    assert verdict.is_whole
    assert verdict.checked == MANY + FEW
    report.add("trail: 30,000 entries recorded and linked at once", written - began, "s CPU", at_most=20)
    report.add("trail: one entry in a transaction of its own", (singly - written) / FEW * 1000, "ms CPU", at_most=10)
    report.add("trail: 30,300 entries checked", checked - singly, "s CPU", at_most=5)


def _entry() -> TrailEntry:
    columns = {"action": "tests.done", "subject_type": "registration", "subject_id": "1", "municipality_code": TOWN}
    return entry_with("書類がそろっているため", **columns)
