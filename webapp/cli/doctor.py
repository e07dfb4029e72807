"""`futamachi doctor`: looks at settings, database, clock, disk and queue, and says what is wrong."""

import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from webapp import load_tables
from webapp.cli.setup import first_line, read_settings
from webapp.config import DEFAULT_SECRET, SHORTEST_SECRET, Settings, unsafe_reasons
from webapp.core import migrating
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.errors import MissingSetup
from webapp.core.jobs import Job, JobStatus
from webapp.core.storage_places import Bucket

LEAST_FREE_BYTES = 500 * 2**20
CLOCK_TOLERANCE_SECONDS = 5.0
Finding = tuple[bool, str]


@click.command()
def doctor() -> None:
    """Check the installation; exit status 1 when something is wrong."""
    settings = read_settings()
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


def check_proxies(settings: Settings) -> list[Finding]:
    """With https some proxy stands in front; if it is not believed, all visitors share one address and its limits."""
    if not settings.base_url.startswith("https://"):
        return []
    return [
        (
            settings.trusted_proxies > 0,
            f"proxies: {settings.trusted_proxies} believed; with https FUTAMACHI_TRUSTED_PROXIES is at least 1",
        )
    ]


def check_keys(settings: Settings) -> list[Finding]:
    """Whether the key that signs cookies is the installation's own; the payment keys are named with the settings."""
    secret = settings.secret_key.get_secret_value()
    is_own = secret != DEFAULT_SECRET and len(secret) >= SHORTEST_SECRET
    return [(is_own or not settings.is_production, f"keys: FUTAMACHI_SECRET_KEY is {'set' if is_own else 'a default'}")]


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


def check_bucket(settings: Settings) -> list[Finding]:
    """Whether the bucket for uploaded files can be written, where one is named."""
    if not settings.s3_bucket:
        return []
    try:
        bucket = Bucket(settings)
        bucket.put("00.doctor", b"")
        bucket.drop("00.doctor")
    except MissingSetup:
        return [(False, "bucket: no answer, or it refuses these keys; check FUTAMACHI_S3_…")]
    return [
        (True, "bucket: can be written; `futamachi backup` holds no uploaded files, so keep versions in the bucket")
    ]


def check_database(settings: Settings) -> list[Finding]:
    """Whether the database answers, has the newest tables and agrees on the time."""
    if _is_missing_file(settings.database):
        return [(False, "database: there is none yet; run `futamachi migrate`")]
    try:
        database = Database(settings.database)
    except (SQLAlchemyError, ImportError):
        return [(False, "database: FUTAMACHI_DATABASE_URL is not the address of a database")]
    try:
        findings = [_answers(database), _is_migrated(database), _agrees_on_time(database)]
        return findings + (_queue(database) if findings[1][0] else [])
    except SQLAlchemyError as error:
        return [(False, f"database: no answer ({first_line(error)}); check FUTAMACHI_DATABASE_URL")]
    finally:
        database.dispose()


def _is_missing_file(url: str) -> bool:
    """SQLite would make an empty file, and a doctor changes nothing."""
    return url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists()


def _answers(database: Database) -> Finding:
    started = time.perf_counter()
    with database.engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    return True, f"database: {database.engine.dialect.name} answers in {(time.perf_counter() - started) * 1000:.0f} ms"


def _is_migrated(database: Database) -> Finding:
    stands, newest = migrating.revision_of(database), migrating.head()
    if stands == newest:
        return True, f"tables: at {stands}, the newest"
    return False, f"tables: at {stands or 'nothing'}, newest {newest}; run `futamachi migrate`"


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
        (bad == 0, f"queue: {bad} jobs failed or ended in doubt{'; see `futamachi jobs list`' if bad else ''}"),
    ]


CHECKS: tuple[Callable[[Settings], list[Finding]], ...] = (
    check_settings,
    check_proxies,
    check_keys,
    check_folder,
    check_bucket,
    check_database,
)


COMMANDS = (doctor,)
