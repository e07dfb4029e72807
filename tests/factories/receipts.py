"""Receipts for tests: pledges that are paid, with what follows."""

from datetime import UTC, datetime
from typing import Any

from tests.factories.pledges import a_pledge
from webapp.accounts.models import User
from webapp.core.actor import system_actor
from webapp.pledges import actions as pledges
from webapp.pledges.models import Pledge
from webapp.receipts import queries
from webapp.receipts.models import Receipt

TOWN = "202151"
BY = system_actor("payments")
PAID_AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def a_paid_pledge(user: User | None = None, *, at: datetime = PAID_AT, **changes: Any) -> Pledge:
    """A pledge whose money is there."""
    pledge = a_pledge(user, **changes)
    pledges.mark_paid(pledge, at, by=BY)
    return pledge


def a_receipt(user: User | None = None, **changes: Any) -> Receipt:
    """The receipt of a paid pledge."""
    found = queries.standing_of(a_paid_pledge(user, **changes))
    assert found is not None
    return found
