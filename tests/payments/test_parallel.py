"""A hundred donors at once, each told of twice and one notice doubled, on both databases: paid once, no gap, no yen lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import func, select

from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.payments.test_folding import an_attempt, told
from webapp.payments import checks, collecting, inbox, ledger
from webapp.payments.gateway import Envelope, PaymentSnapshot, PaymentState
from webapp.payments.models import PaymentAttempt, WebhookEvent
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.receipts.models import Receipt

DONORS = 100
WORKERS = 8


class Answers:
    """Only the truth about pages that are paid, without a provider in between, so that the database is the bottleneck."""

    def __init__(self, snapshots: dict[str, PaymentSnapshot]) -> None:
        self.snapshots = snapshots
        self.asked = 0
        self._lock = threading.Lock()

    def snapshot(self, ref: str) -> PaymentSnapshot:
        with self._lock:
            self.asked += 1
        return self.snapshots[ref]


def notice(attempt: PaymentAttempt, number: int) -> Envelope:
    return Envelope(
        event_id=f"evt_{attempt.id}_{number}",
        type="checkout.session.completed",
        occurred_at=datetime.now(UTC) - timedelta(seconds=number),
        is_relevant=True,
        session_ref=f"cs_{attempt.id}",
    )


@pytest.mark.both_databases
def test_a_hundred_at_once_are_neither_lost_nor_doubled(app: Flask, database: Any) -> None:
    with database.transaction() as s:
        donor = a_pledge().user_id
        project = a_project()
        from webapp.accounts.models import User

        user = s.get_one(User, donor)
        attempts = [an_attempt(s, a_pledge(user, project, amount=2_000 + i)) for i in range(DONORS)]
    answers = Answers({f"cs_{a.id}": told(a, PaymentState.PAID) for a in attempts})
    app.extensions["futamachi"].extras[collecting.KEY] = answers
    deliveries = [notice(attempt, number) for number in (1, 2, 1) for attempt in attempts]

    def deliver(envelope: Envelope) -> None:
        with app.app_context():
            inbox.handle(database, envelope)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(deliver, deliveries))
    with app.app_context(), database.transaction() as s:
        wanted = sum(2_000 + i for i in range(DONORS))
        assert s.exec(select(func.sum(Pledge.amount)).where(Pledge.status == PledgeStatus.PAID)).one() == wanted
        assert ledger.balances("psp:%") == {ledger.CLEARING: wanted}
        assert sorted(s.exec(select(Receipt.number))) == list(range(1, DONORS + 1))
        assert s.exec(select(func.count()).select_from(WebhookEvent)).one() == 2 * DONORS
        assert checks.find_faults() == []
    assert answers.asked >= 2 * DONORS
