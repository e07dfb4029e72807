"""What has a last day ends with it, also where no job waits for that day."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.listings import a_consent, a_listing
from webapp.cli.run import clean
from webapp.core.clock import today
from webapp.core.jobs import Job, run_due
from webapp.core.services import services
from webapp.core.trail import history_of
from webapp.listings import actions
from webapp.listings.models import Listing, ListingStatus

TOWN = "202151"
COVERED = ["public_address", "building", "photos"]


def cleaned(app: Any) -> None:
    with app.app_context():
        clean(services())


def status_of(making: Any, listing: Listing) -> ListingStatus:
    with making() as opened:
        return opened.get_one(Listing, listing.id).status


def waiting(making: Any) -> list[str]:
    with making() as opened:
        return list(opened.exec(select(Job.key).where(col(Job.kind) == actions.CONSENT_ENDS)))


def test_a_home_older_than_the_job_gets_one_and_is_hidden_after_the_owners_last_day(
    app: Any, database: Any, making: Any, time_machine: Any
) -> None:
    last = today() + timedelta(days=3)
    with making():
        home = a_listing(published_at=None)
        a_consent(home, items=COVERED, valid_until=last)
        a_consent(a_listing(), items=COVERED)
    for _hour in range(3):
        cleaned(app)
    assert waiting(making) == [f"{actions.CONSENT_ENDS}:{home.id}:{last}"]
    assert status_of(making, home) is ListingStatus.PUBLISHED
    time_machine.move_to(f"{last + timedelta(days=1)}T03:00:00Z")
    with app.app_context():
        run_due(database)
    assert status_of(making, home) is ListingStatus.PAUSED


@pytest.mark.both_databases
def test_what_is_over_already_ends_at_once_and_once(app: Any, making: Any) -> None:
    with making():
        home = a_listing()
        a_consent(home, items=COVERED, valid_until=today() - timedelta(days=1))
        event = a_listing(expires_on=today() - timedelta(days=1))
        a_consent(event, items=COVERED)
        lasting = a_listing(expires_on=today())
        a_consent(lasting, items=COVERED)
    cleaned(app)
    cleaned(app)
    with making() as opened:
        assert [entry.to_status for entry in history_of(opened.get_one(Listing, home.id))] == ["paused"]
        assert [entry.to_status for entry in history_of(opened.get_one(Listing, event.id))] == ["expired"]
    assert status_of(making, lasting) is ListingStatus.PUBLISHED
