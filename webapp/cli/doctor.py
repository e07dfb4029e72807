"""`futamachi doctor`: looks at settings, database, clock, disk and queue, and says what is wrong."""

import shutil
import time
from collections.abc import Callable
from datetime import timedelta

import click
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from webapp import load_tables
from webapp.config import Settings, unsafe_reasons
from webapp.core import migrating
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.jobs import Job, JobStatus

LEAST_FREE_BYTES = 500 * 2**20
CLOCK_TOLERANCE_SECONDS = 5.0
Finding = tuple[bool, str]


@click.command()
def doctor() -> None:
    """Check the installation; exit status 1 when something is wrong."""
    try:
        settings = Settings()
    except ValidationError as error:
        reasons = "; ".join(str(problem["msg"]) for problem in error.errors())
        raise click.ClickException(f"settings: {reasons}") from None
    findings = [finding for check in CHECKS for finding in check(settings)]
    for is_well, sentence in findings:
        click.echo(f"{'ok  ' if is_well else 'BAD '} {sentence}")
    if not all(is_well for is_well, _ in findings):
        raise SystemExit(1)


def check_settings(settings: Settings) -> list[Finding]:
    """Whether the settings would be fit for production; only told about elsewhere."""
    reasons = unsafe_reasons(settings)
    if not reasons:
        return [(True, "settings: fit for production")]
    return [(not settings.is_production, f"settings: {settings.env.value}; not for production: {'; '.join(reasons)}")]


def check_folder(settings: Settings) -> list[Finding]:
    """Whether FUTAMACHI_HOME can be written and has room."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        probe = settings.home / ".doctor"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        return [(False, f"folder: {settings.home} cannot be written ({error.strerror}); set FUTAMACHI_HOME")]
    free = shutil.disk_usage(settings.home).free
    return [
        (True, f"folder: {settings.home} can be written"),
        (free > LEAST_FREE_BYTES, f"disk: {free // 2**20:,} MiB free, at least {LEAST_FREE_BYTES // 2**20} wanted"),
    ]


def check_database(settings: Settings) -> list[Finding]:
    """Whether the database answers, has the newest tables and agrees on the time."""
    database = Database(settings.database)
    try:
        findings = [_answers(database), _is_migrated(database), _agrees_on_time(database)]
        return findings + (_queue(database) if findings[1][0] else [])
    except SQLAlchemyError as error:
        return [(False, f"database: no answer ({type(error).__name__}); check FUTAMACHI_DATABASE_URL")]
    finally:
        database.dispose()


def _answers(database: Database) -> Finding:
    started = time.perf_counter()
    with database.engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    return True, f"database: {database.engine.dialect.name} answers in {(time.perf_counter() - started) * 1000:.0f} ms"


def _is_migrated(database: Database) -> Finding:
    stands, newest = migrating.revision_of(database), migrating.head()
    return (
        stands == newest,
        f"tables: at {stands or 'nothing'}, newest {newest}; run `futamachi migrate` if they differ",
    )


def _agrees_on_time(database: Database) -> Finding:
    with database.engine.connect() as connection:
        theirs = float(connection.execute(sa.text(_SQLITE_CLOCK if database.is_sqlite else _PG_CLOCK)).scalar_one())
    apart = abs(theirs - now().timestamp())
    return apart < CLOCK_TOLERANCE_SECONDS, f"clock: {apart:.1f} s apart from the database"


_SQLITE_CLOCK = "SELECT (julianday('now') - 2440587.5) * 86400.0"
_PG_CLOCK = "SELECT extract(epoch FROM clock_timestamp())"


def _queue(database: Database) -> list[Finding]:
    load_tables()
    with database.transaction(read_only=True) as s:
        late = s.exec(
            select(func.count())
            .select_from(Job)
            .where(Job.status == JobStatus.QUEUED, col(Job.run_at) < now() - timedelta(minutes=10))
        ).one()
        bad = s.exec(
            select(func.count()).select_from(Job).where(col(Job.status).in_([JobStatus.FAILED, JobStatus.DOUBTFUL]))
        ).one()
    return [
        (late == 0, f"queue: {late} jobs wait for over ten minutes; is `futamachi worker` running?"),
        (bad == 0, f"queue: {bad} jobs failed or ended in doubt"),
    ]


CHECKS: tuple[Callable[[Settings], list[Finding]], ...] = (check_settings, check_folder, check_database)


COMMANDS = (doctor,)
