"""Commands beside the site: migrate and worker."""

import signal
import threading
import time
from datetime import timedelta

import click
import structlog
from sqlalchemy.exc import OperationalError

from webapp.accounting.days import plan as plan_accounting
from webapp.accounting.offline.sheets import forget_old as forget_old_sheets
from webapp.accounts.jobs import forget_old as forget_old_accounts
from webapp.banks.jobs import catch_up as catch_up_with_banks
from webapp.bookings.jobs import catch_up as catch_up_with_bookings
from webapp.certificates.days import plan_day as plan_day_of_certificates
from webapp.certificates.phone.actions import forget_old as forget_old_offers
from webapp.cli.setup import first_line, make_app, settings_and_home, told
from webapp.core import jobs, letters, migrating, ratelimit
from webapp.core.database import Database
from webapp.core.services import Services, services
from webapp.corporations.designations.changes.jobs import catch_up as catch_up_with_changes
from webapp.corporations.designations.reports.jobs import catch_up as catch_up_with_reports
from webapp.hubs.jobs import catch_up as catch_up_with_hubs
from webapp.keys.upkeep import keep_up as keep_up_keys
from webapp.listings.consents.jobs import catch_up as catch_up_with_consents
from webapp.listings.jobs import catch_up as catch_up_with_listings
from webapp.listings.packages.following import catch_up as catch_up_with_packages
from webapp.listings.saved.days import plan as plan_saved_searches
from webapp.matches.registry.nights import plan_night
from webapp.notices.actions import forget_old as forget_old_notices
from webapp.notices.days import plan as plan_digests
from webapp.onestop.days import plan_day as plan_day_of_onestop
from webapp.participations.jobs import catch_up as catch_up_with_participations
from webapp.payments.days import plan as plan_payments
from webapp.pledges.days import plan_day as plan_day_of_pledges
from webapp.projects.jobs import catch_up as catch_up_with_projects
from webapp.registrations.life.days import plan_day
from webapp.registrations.lists.days import plan_day as plan_day_of_lists
from webapp.registrations.premium.days import plan_day as plan_premium_day
from webapp.residents.reads.days import forget_old as forget_old_reads

log = structlog.get_logger(__name__)
IDLE_SECONDS = 1.0
AWAY_SECONDS = 5.0
CLEAN_EVERY_SECONDS = 3600.0


@click.command()
@told
def migrate() -> None:
    """Bring the database to the newest tables."""
    settings = settings_and_home()
    migrating.upgrade(settings.database)
    click.echo(f"The database stands at {migrating.head()}.")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@told
def worker(once: bool) -> None:
    """Send letters and do other queued work until stopped."""
    app = make_app()
    stop = Stop()
    with app.app_context():
        if once:
            click.echo(f"{work_off(services().database, stop)} jobs")
        else:
            keep_working(services(), stop)


def work_off(database: Database, stop: "Stop") -> int:
    """Do everything that is due now; how many jobs it was."""
    total = 0
    while tried := jobs.run_due(database, is_stopping=stop.is_asked):
        total += tried
    return total


def keep_working(found: Services, stop: "Stop") -> None:
    """Work and clean until told to stop; a database that is away for a while is waited for."""
    last_cleaning = -CLEAN_EVERY_SECONDS
    while not stop.is_asked():
        try:
            if time.monotonic() - last_cleaning >= CLEAN_EVERY_SECONDS:
                last_cleaning = time.monotonic()
                _try_to_clean(found)
            if not work_off(found.database, stop):
                stop.wait(IDLE_SECONDS)
        except OperationalError as error:
            log.error("database away", cause=first_line(error))
            stop.wait(AWAY_SECONDS)


def _try_to_clean(found: Services) -> None:
    """Letters go out even while cleaning fails, and an hour later it is tried again."""
    try:
        clean(found)
    except OperationalError:
        raise
    except Exception as error:
        log.error("cleaning failed", error=type(error).__name__)


class Stop:
    """Set by a signal; the job at hand is finished first."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, _number: int, _frame: object) -> None:
        self._asked.set()

    def is_asked(self) -> bool:
        """Whether to end."""
        return self._asked.is_set()

    def wait(self, seconds: float) -> None:
        """Rest, unless told to end."""
        self._asked.wait(seconds)


def clean(found: Services) -> None:
    """Forget what is past its time, and see that what has a last day ends with it."""
    with found.database.transaction():
        ratelimit.forget_old()
        letters.forget_old(timedelta(days=found.settings.letter_days))
        forget_old_notices(timedelta(days=found.settings.notice_days))
        forget_old_accounts()
        jobs.forget_old()
        forget_old_offers()
        forget_old_sheets()
        forget_old_reads()
    with found.database.transaction():
        keep_up_keys()
    with found.database.transaction():
        catch_up_with_listings()
        catch_up_with_bookings()
        catch_up_with_participations()
        catch_up_with_packages()
        catch_up_with_consents()
        catch_up_with_hubs()
        catch_up_with_banks()
        catch_up_with_projects()
    with found.database.transaction():
        catch_up_with_changes()
        catch_up_with_reports()
    with found.database.transaction():
        plan_night()
        plan_day()
        plan_day_of_lists()
        plan_day_of_pledges()
        plan_saved_searches()
        plan_digests()
        plan_premium_day()
        plan_day_of_certificates()
        plan_payments()
        plan_accounting()
        plan_day_of_onestop()


COMMANDS = (migrate, worker)
