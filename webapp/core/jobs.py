"""The outbox: work queued inside the business transaction, done later by a worker, never twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, col, select

from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import Database, session
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.logs import without_personal_data
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field

log = structlog.get_logger(__name__)
Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_titles: dict[str, Any] = {}
_once_only: set[str] = set()
_outside: set[str] = set()

LEASE = timedelta(minutes=5)
#: a job that nobody took up for so long after its time is late
LATE = timedelta(minutes=10)
#: a job that ended may hold what somebody typed; one with a key is what keeps its work from being done twice
KEPT = timedelta(days=7)
BACKOFF = [timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 4 * 3600, 12 * 3600)]


class JobStatus(Labelled):
    """Where a job stands."""

    QUEUED = "queued", _l("待機中")
    RUNNING = "running", _l("実行中")
    DONE = "done", _l("完了")
    FAILED = "failed", _l("失敗")
    DOUBTFUL = "doubtful", _l("結果不明")
    SET_ASIDE = "set_aside", _l("行わずに片づけた")


ENDED = (JobStatus.DONE, JobStatus.FAILED, JobStatus.SET_ASIDE)
#: nothing is left to do for anybody
SETTLED = (JobStatus.DONE, JobStatus.SET_ASIDE)


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


class InDoubt(Exception):
    """Raised by a once-only handler: the effect may have happened or not, and trying again could double it."""


def handler(
    kind: str, *, title: Any = "", once_only: bool = False, outside: bool = False
) -> Callable[[Handler], Handler]:
    """Register what does jobs of this kind; `title` is what an operator calls it.

    A handler runs in one transaction with the mark that it is done. `outside` is for work that talks to
    other servers: it opens its own short transactions, so that no lock is held while it waits. `once_only`
    is for effects that cannot be taken back: if a worker dies half-way, the job becomes doubtful, not repeated.
    Any other exception than `InDoubt` says that nothing was done, and the job is tried again later.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        _titles[kind] = title or kind
        if once_only:
            _once_only.add(kind)
        if outside:
            _outside.add(kind)
        return function

    return register


def title_of(kind: str) -> Any:
    """What an operator calls jobs of this kind."""
    return _titles.get(kind, kind)


def is_repeatable(kind: str) -> bool:
    """Whether doing it twice does no harm."""
    return kind not in _once_only


def enqueue(
    kind: str, payload: dict[str, Any], *, key: str | None = None, run_at: datetime | None = None
) -> Job | None:
    """Queue a job in the open transaction; None when a job with this key exists already."""
    job = Job(kind=kind, payload=payload, key=key, run_at=run_at or now())
    if key is None:
        session().add(job)
        return job
    values = {column.name: getattr(job, column.name) for column in table_of(Job).columns}
    insert: Any = sqlite_insert if session().get_bind().dialect.name == "sqlite" else pg_insert
    new = insert(Job).values(values).on_conflict_do_nothing(index_elements=["key"]).returning(col(Job.id))
    added = session().execute(new).scalar_one_or_none()
    return session().get(Job, added) if added else None


def forget_old() -> None:
    """Drop jobs without a key that ended more than `KEPT` ago, in the open transaction."""
    session().execute(
        sa.delete(Job).where(
            col(Job.status).in_(ENDED),
            col(Job.key).is_(None),
            col(Job.finished_at) < now() - KEPT,
        )
    )


def queue_health() -> dict[JobStatus, int]:
    """How many jobs there are in each status that leaves something to do."""
    rows = session().exec(
        select(Job.status, sa.func.count()).where(col(Job.status).not_in(SETTLED)).group_by(col(Job.status))
    )
    counts = {JobStatus(status): int(count) for status, count in rows}
    return {status: counts.get(status, 0) for status in JobStatus if status not in SETTLED}


@dataclass(frozen=True)
class WorkInHand:
    """How many jobs wait for their hour, for their turn, too long, run now, failed, or ended nobody knows how."""

    later: int
    due: int
    late: int
    running: int
    failed: int
    doubtful: int


def work_in_hand() -> WorkInHand:
    """Counted in one question."""
    queued, due, moment = col(Job.status) == JobStatus.QUEUED, col(Job.run_at) <= now(), now() - LATE
    is_late = col(Job.run_at) <= moment
    conditions = [
        sa.and_(queued, ~due),
        sa.and_(queued, due, ~is_late),
        sa.and_(queued, is_late),
        *(col(Job.status) == status for status in (JobStatus.RUNNING, JobStatus.FAILED, JobStatus.DOUBTFUL)),
    ]
    chosen = sa.select(*(sa.func.count().filter(condition) for condition in conditions)).select_from(Job)
    return WorkInHand(*map(int, session().execute(chosen).one()))


def troubled() -> list[tuple[str, int]]:
    """The kinds of jobs that failed or are in doubt, with how many; the most first."""
    broken = col(Job.status).in_((JobStatus.FAILED, JobStatus.DOUBTFUL))
    count = sa.func.count()
    rows = session().exec(select(Job.kind, count).where(broken).group_by(Job.kind).order_by(count.desc(), Job.kind))
    return [(kind, int(number)) for kind, number in rows]


def run_due(database: Database, *, limit: int = 100, is_stopping: Callable[[], bool] = bool) -> int:
    """Do the jobs that are due, one transaction each; the number of jobs tried. Asks `is_stopping` before each."""
    release_expired(database)
    tried = 0
    while tried < limit and not is_stopping() and (claimed := _claim(database)):
        _run(database, claimed)
        tried += 1
    return tried


def release_expired(database: Database) -> None:
    """Jobs whose worker died: repeatable ones go back to the queue, once-only ones become doubtful."""
    expired = select(Job).where(Job.status == JobStatus.RUNNING, col(Job.lease_until) < now())
    with database.transaction() as s:
        for job in s.exec(expired.with_for_update(skip_locked=True)):
            job.status = JobStatus.DOUBTFUL if job.kind in _once_only else JobStatus.QUEUED
            job.last_error = "the worker stopped while this job ran"


@dataclass(frozen=True)
class _Claim:
    """One try of one job by one worker; `attempt` tells it from a later try by another."""

    job: str
    attempt: int
    kind: str
    payload: dict[str, Any]


def _claim(database: Database) -> _Claim | None:
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
        return _Claim(job.id, job.attempts, job.kind, dict(job.payload))


def _run(database: Database, claim: _Claim) -> None:
    is_done = False
    try:
        if claim.kind in _outside:
            _handlers[claim.kind](claim.payload)
            is_done = True
        with database.transaction() as s:
            job = _still_ours(s, claim)
            if job is None:
                return
            if claim.kind not in _outside:
                _handlers[claim.kind](claim.payload)
            job.status, job.finished_at = JobStatus.DONE, now()
    except Exception as error:
        log.warning("job failed", job=claim.job, kind=claim.kind, error=type(error).__name__)
        in_doubt = isinstance(error, InDoubt) or (is_done and claim.kind in _once_only)
        _postpone(database, claim, error, in_doubt=in_doubt)


def _still_ours(s: Session, claim: _Claim) -> Job | None:
    """The job, locked; None when its lease ran out and another worker has it: then that one's work counts."""
    job = s.exec(select(Job).where(Job.id == claim.job).with_for_update()).one()
    return job if job.status is JobStatus.RUNNING and job.attempts == claim.attempt else None


def _postpone(database: Database, claim: _Claim, error: Exception, *, in_doubt: bool) -> None:
    with database.transaction() as s:
        job = _still_ours(s, claim)
        if job is None:
            return
        job.last_error = without_personal_data(f"{type(error).__name__}: {error}")[:500]
        if in_doubt:
            job.status = JobStatus.DOUBTFUL
        elif job.attempts > len(BACKOFF):
            job.status, job.finished_at = JobStatus.FAILED, now()
        else:
            job.status, job.run_at = JobStatus.QUEUED, now() + BACKOFF[job.attempts - 1]
