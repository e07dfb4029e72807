"""The worker is killed in the middle of a year's receipts, again and again: every sheet is there once, and is what it should be."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlmodel import func, select

from tests.bench.workbench import service
from tests.factories.accounts import a_clerk, actor_of
from tests.factories.receipts import TOWN, a_paid_pledge
from webapp.certificates.paper import sheets as paper
from webapp.config import Settings
from webapp.core import storage
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.jobs import Job, JobStatus
from webapp.receipts.batches import actions
from webapp.receipts.batches.models import BatchStatus, ReceiptBatch, ReceiptSheet
from webapp.receipts.models import Receipt

RECEIPTS, ROUNDS, PATIENCE = 230, 4, 180


@pytest.fixture(scope="module")
def town() -> Iterator[tuple[Flask, Database]]:
    """A town with some receipts and no letters to send."""
    with service() as (app, database), app.app_context():
        with database.transaction() as s:
            for _number in range(RECEIPTS):
                a_paid_pledge()
            for job in s.exec(select(Job)):
                s.delete(job)
        yield app, database


def a_worker(settings: Settings) -> subprocess.Popen[bytes]:
    """The real command, in a process of its own."""
    environment = {
        **os.environ,
        "FUTAMACHI_ENV": "test",
        "FUTAMACHI_HOME": str(settings.home),
        "FUTAMACHI_DATABASE_URL": settings.database_url,
        "FUTAMACHI_SECRET_KEY": settings.secret_key.get_secret_value(),
    }
    words = [str(Path(sys.executable).with_name("futamachi")), "worker"]
    return subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def made(database: Database) -> int:
    with database.transaction(read_only=True) as s:
        return int(s.exec(select(func.count()).select_from(ReceiptSheet)).one())


def state_of(database: Database, batch_id: str) -> ReceiptBatch:
    with database.transaction(read_only=True) as s:
        found: ReceiptBatch = s.get_one(ReceiptBatch, batch_id)
        return found


def wait_until(database: Database, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while made(database) < count:
        assert time.monotonic() < deadline, f"only {made(database)} of {count} sheets"
        time.sleep(0.05)


def release(database: Database) -> None:
    """What five minutes of waiting do: the dead worker's job may be taken again."""
    with database.transaction() as s:
        for job in s.exec(select(Job).where(Job.status == JobStatus.RUNNING)):
            job.lease_until = now() - timedelta(seconds=1)


def test_a_worker_killed_in_the_middle_loses_and_doubles_no_sheet(town: tuple[Flask, Database]) -> None:
    app, database = town
    settings = app.extensions["futamachi"].settings
    with database.transaction():
        batch_id = actions.order(TOWN, 2026, by=actor_of(a_clerk(TOWN))).id
    for round_ in range(1, ROUNDS + 1):
        worker = a_worker(settings)
        wait_until(database, min(round_ * 50, RECEIPTS))
        time.sleep(0.1 * round_)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert state_of(database, batch_id).status is BatchStatus.WORKING
        release(database)
    worker = a_worker(settings)
    wait_until(database, RECEIPTS)
    deadline = time.monotonic() + PATIENCE
    while state_of(database, batch_id).status is not BatchStatus.DONE and time.monotonic() < deadline:
        time.sleep(0.1)
    worker.terminate()
    worker.wait()
    batch = state_of(database, batch_id)
    assert (batch.status, batch.made, batch.done, batch.failed) == (BatchStatus.DONE, RECEIPTS, RECEIPTS, [])
    with database.transaction(read_only=True) as s:
        rows = s.exec(select(Receipt, ReceiptSheet).join(ReceiptSheet)).all()
        assert len(rows) == RECEIPTS
        for receipt, sheet in rows:
            pdf = storage.load(sheet.file_key)
            found = paper.check(pdf, TOWN)
            assert found is not None
            assert found.is_whole
            assert receipt.shown_number in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
