"""Commands beside the site: migrate and worker."""

import signal
import time

import click
import structlog

from webapp.accounts.jobs import forget_old as forget_old_accounts
from webapp.cli.setup import make_app, read_settings, told
from webapp.core import jobs, migrating, ratelimit
from webapp.core.database import Database
from webapp.core.services import services

log = structlog.get_logger(__name__)
IDLE_SECONDS = 1.0
CLEAN_EVERY_SECONDS = 3600.0


@click.command()
def migrate() -> None:
    """Bring the database to the newest tables."""
    settings = read_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    migrating.upgrade(settings.database)
    click.echo(f"The database stands at {migrating.head()}.")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@told
def worker(once: bool) -> None:
    """Send letters and do other queued work until stopped."""
    app = make_app()
    stop = _Stop()
    with app.app_context():
        database = services().database
        done = jobs.run_due(database)
        last_cleaning = 0.0
        while not once and not stop.asked:
            if time.monotonic() - last_cleaning > CLEAN_EVERY_SECONDS:
                _clean(database)
                last_cleaning = time.monotonic()
            if not jobs.run_due(database):
                time.sleep(IDLE_SECONDS)
    if once:
        click.echo(f"{done} jobs")


class _Stop:
    """Set by a signal; the job at hand is finished first."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, _number: int, _frame: object) -> None:
        self.asked = True


def _clean(database: Database) -> None:
    with database.transaction():
        ratelimit.forget_old()
        forget_old_accounts()


COMMANDS = (migrate, worker)
