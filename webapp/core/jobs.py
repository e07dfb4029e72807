"""The outbox: work queued inside the business transaction, done later by a worker, never twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Field, col, select

from webapp.core.clock import now
from webapp.core.database import Database, session
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field

log = structlog.get_logger(__name__)
Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_once_only: set[str] = set()
_outside: set[str] = set()

LEASE = timedelta(minutes=5)
BACKOFF = [timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 4 * 3600, 12 * 3600)]


class JobStatus(Labelled):
    """Where a job stands."""

    QUEUED = "queued", _l("待機中")
    RUNNING = "running", _l("実行中")
    DONE = "done", _l("完了")
    FAILED = "failed", _l("失敗")
    DOUBTFUL = "doubtful", _l("結果不明")


class Job(Table, table=True):
    """One piece of later work. `key` makes it unique: queued twice, done once."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_due", "status", "run_at"),)

    id: str = id_field()
    kind: str = Field(max_length=60)
    key: str | None = Field(default=None, max_length=120, unique=True)
    payload: dict[str, Any] = json_field()
    status: JobStatus = enum_field(JobStatus, JobStatus.QUEUED)
    run_at: datetime = created_field()
    created_at: datetime = created_field()
    attempts: int = 0
    lease_until: datetime | None = None
    finished_at: datetime | None = None
    last_error: str = text_field("", max_length=500)


def handler(kind: str, *, once_only: bool = False, outside: bool = False) -> Callable[[Handler], Handler]:
    """Register what does jobs of this kind.

    A handler runs in one transaction with the mark that it is done. `outside` is for work that talks to
    other servers: it opens its own short transactions, so that no lock is held while it waits. `once_only`
    is for effects that cannot be taken back: if a worker dies half-way, the job becomes doubtful, not repeated.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        if once_only:
            _once_only.add(kind)
        if outside:
            _outside.add(kind)
        return function

    return register


def enqueue(
    kind: str, payload: dict[str, Any], *, key: str | None = None, run_at: datetime | None = None
) -> Job | None:
    """Queue a job in the open transaction; None when a job with this key exists already."""
    if key is not None and session().exec(select(Job.id).where(Job.key == key)).first():
        return None
    job = Job(kind=kind, payload=payload, key=key, run_at=run_at or now())
    session().add(job)
    return job


def queue_health() -> dict[JobStatus, int]:
    """How many jobs there are in each status that is not done."""
    rows = session().exec(
        select(Job.status, sa.func.count()).where(Job.status != JobStatus.DONE).group_by(col(Job.status))
    )
    counts = {JobStatus(status): int(count) for status, count in rows}
    return {status: counts.get(status, 0) for status in JobStatus if status is not JobStatus.DONE}


def run_due(database: Database, *, limit: int = 100) -> int:
    """Do the jobs that are due, one transaction each; the number of jobs tried."""
    release_expired(database)
    tried = 0
    while tried < limit and (claimed := _claim(database)):
        _run(database, claimed)
        tried += 1
    return tried


def release_expired(database: Database) -> None:
    """Jobs whose worker died: repeatable ones go back to the queue, once-only ones become doubtful."""
    with database.transaction() as s:
        for job in s.exec(select(Job).where(Job.status == JobStatus.RUNNING, col(Job.lease_until) < now())):
            job.status = JobStatus.DOUBTFUL if job.kind in _once_only else JobStatus.QUEUED
            job.last_error = "the worker stopped while this job ran"


def _claim(database: Database) -> str | None:
    with database.transaction() as s:
        due = (
            select(Job)
            .where(Job.status == JobStatus.QUEUED, col(Job.run_at) <= now())
            .order_by(col(Job.run_at), col(Job.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        job = s.exec(due).first()
        if job is None:
            return None
        job.status = JobStatus.RUNNING
        job.attempts += 1
        job.lease_until = now() + LEASE
        return job.id


def _run(database: Database, job_id: str) -> None:
    try:
        with database.transaction(read_only=True) as s:
            kind, payload = s.exec(select(Job.kind, Job.payload).where(Job.id == job_id)).one()
        if kind in _outside:
            _handlers[kind](dict(payload))
        with database.transaction() as s:
            if kind not in _outside:
                _handlers[kind](dict(payload))
            job = s.get_one(Job, job_id)
            job.status, job.finished_at = JobStatus.DONE, now()
    except Exception as error:
        log.warning("job failed", job=job_id, error=type(error).__name__)
        _postpone(database, job_id, error)


def _postpone(database: Database, job_id: str, error: Exception) -> None:
    with database.transaction() as s:
        job = s.get_one(Job, job_id)
        job.last_error = f"{type(error).__name__}: {error}"[:500]
        if job.attempts > len(BACKOFF):
            job.status, job.finished_at = JobStatus.FAILED, now()
        else:
            job.status, job.run_at = JobStatus.QUEUED, now() + BACKOFF[job.attempts - 1]
