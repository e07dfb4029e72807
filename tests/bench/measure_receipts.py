"""A year of 20,000 receipts: numbered, then drawn and signed by the worker, a sample of them; memory and the finished files."""

import io
import os
import resource
import time
from typing import Any

import sqlalchemy as sa
from pypdf import PdfReader
from sqlmodel import func, select

from tests.bench.harness import Report
from tests.bench.workbench import service
from tests.factories.accounts import a_clerk, actor_of
from tests.factories.receipts import TOWN, a_paid_pledge, a_receipt
from webapp.certificates.paper import sheets as paper
from webapp.core import storage
from webapp.core.database import Database, session
from webapp.core.ids import new_id
from webapp.pledges.models import Pledge
from webapp.receipts import integrity
from webapp.receipts.batches import actions, queries
from webapp.receipts.batches import jobs as work
from webapp.receipts.batches.jobs import PART
from webapp.receipts.batches.models import ReceiptBatch, ReceiptSheet
from webapp.receipts.models import Receipt, ReceiptCounter

RECEIPTS = 20_000
#: of those, so many are drawn and signed; FUTAMACHI_BENCH_SHEETS=20000 draws all, which takes a quarter of an hour
SHEETS = int(os.environ.get("FUTAMACHI_BENCH_SHEETS", "600"))
ISSUED = 200


def measure(report: Report) -> None:
    """Note the pace of the worker, what one sheet takes, and that the books are whole afterwards."""
    with service() as (app, database), app.app_context():
        issuing(report, database)
        a_year_of_them(database)
        with database.transaction():
            batch = actions.order(TOWN, 2026, by=actor_of(a_clerk(TOWN)))
        drawing(report, database, batch.id)
        lists(report, database, batch.id)


def issuing(report: Report, database: Database) -> None:
    """Receipts in the transaction that marks a pledge paid, with everything else that follows."""
    with database.transaction():
        a_receipt()
        began = time.process_time()
        for _round in range(ISSUED):
            a_paid_pledge()
        spent = (time.process_time() - began) / ISSUED * 1000
    report.add("pledge offered and paid, with its receipt", spent, "ms", note="one transaction, SQLite")


def a_year_of_them(database: Database) -> None:
    """As many rows as a town with many donors has at the end of a year."""
    with database.transaction() as s:
        pledge, receipt = _one(s, Pledge), _one(s, Receipt)
        first = s.exec(select(func.max(Receipt.number))).one() + 1
        ids = [(new_id(), new_id()) for _number in range(first, RECEIPTS + 1)]
        s.execute(sa.insert(Pledge), [{**pledge, "id": given} for given, _id in ids])
        rows = [
            {**receipt, "id": ident, "pledge_id": given, "number": number}
            for number, (given, ident) in enumerate(ids, start=first)
        ]
        s.execute(sa.insert(Receipt), rows)
        s.get_one(ReceiptCounter, (TOWN, 2026)).last_number = RECEIPTS


def _one(s: Any, table: Any) -> dict[str, Any]:
    row: dict[str, Any] = s.exec(select(table).limit(1)).one().model_dump()
    return row


def drawing(report: Report, database: Database, batch_id: str) -> None:
    """The worker's parts, one after the other."""
    work.make({"batch": batch_id})
    began, cpu = time.perf_counter(), time.process_time()
    parts = SHEETS // PART - (SHEETS >= RECEIPTS)  # the first is drawn before the clock runs
    for _part in range(parts):
        work.make({"batch": batch_id})
    cpu = (time.process_time() - cpu) / (parts * PART)
    whole = (time.perf_counter() - began) / (parts * PART)
    report.add("receipt drawn and signed, CPU", cpu * 1000, "ms")
    report.add("20,000 receipts by one worker", whole * RECEIPTS / 60, "min", note=f"from {parts * PART} of them")
    report.add("memory of the worker at its highest", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MiB")
    with database.transaction(read_only=True) as s:
        batch = s.get_one(ReceiptBatch, batch_id)
        report.add("receipts looked at", batch.done, "", at_least=(parts + 1) * PART)


def lists(report: Report, database: Database, batch_id: str) -> None:
    """What a clerk waits for on the page of a whole year, and whether the files are what they should be."""
    with database.transaction(read_only=True) as s:
        began = time.process_time()
        files, _people = queries.files_of(s.get_one(ReceiptBatch, batch_id), 1)
        report.add("files of one archive found", (time.process_time() - began) * 1000, "ms")
        sizes, wrong = [], 0
        for file in files[:: len(files) // 20 or 1]:
            pdf = storage.load(file.key)
            sizes.append(len(pdf))
            found = paper.check(pdf, TOWN)
            said = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
            wrong += not (found and found.is_whole and file.name.removesuffix(".pdf") in said)
        report.add("sheets with a wrong number or signature", wrong, "", at_most=0, note=f"of {len(sizes)} looked at")
        report.add("size of a sheet", sum(sizes) / len(sizes) / 1024, "KiB")
        report.add("sheets kept", session().exec(select(func.count()).select_from(ReceiptSheet)).one(), "")
        began = time.process_time()
        faults = integrity.faults()
        report.add("faults in 20,000 receipts", len(faults), "", at_most=0)
        report.add("check of 20,000 receipts", (time.process_time() - began) * 1000, "ms")
