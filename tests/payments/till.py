"""Paying at the local payment server as a donor would, for tests of what comes after."""

import json
import time
from typing import Any

from flask import Flask
from sqlmodel import select

from tests.factories.pledges import a_pledge
from tests.support.client import PageClient
from tests.support.settings import WEBHOOK_SECRET
from webapp.payments import collecting
from webapp.payments.actions import BY
from webapp.payments.local_stripe.dispatcher import sign
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import PaymentAttempt
from webapp.pledges.models import Pledge, PledgeStatus

EMAIL = "hanako@example.jp"


def opened(app: Flask, database: Any, pledge: Pledge) -> PaymentAttempt:
    """The newest attempt of a pledge, with its page at the provider."""
    with app.app_context():
        collecting.open_page(database, pledge.id, base_url="http://localhost", by=BY)
    with database.transaction() as s:
        chosen = select(PaymentAttempt).where(PaymentAttempt.pledge_id == pledge.id)
        return s.exec(chosen.order_by(PaymentAttempt.sequence.desc())).first()  # type: ignore[attr-defined,no-any-return]


def synced(app: Flask, database: Any, attempt: PaymentAttempt) -> PaymentAttempt:
    """The attempt after a look at the provider."""
    with app.app_context():
        collecting.sync(database, str(attempt.provider_ref), attempt.account)
    with database.transaction() as s:
        return s.get_one(PaymentAttempt, attempt.id)  # type: ignore[no-any-return]


def paid(
    app: Flask, database: Any, provider: LocalStripe, pledge: Pledge | None = None, **changes: Any
) -> PaymentAttempt:
    """A pledge paid by card."""
    if pledge is None:
        with database.transaction():
            pledge = a_pledge(**changes)
    attempt = opened(app, database, pledge)
    provider.checkout.pay_card(attempt.provider_ref, email=EMAIL)
    return synced(app, database, attempt)


def paid_at_store(app: Flask, database: Any, provider: LocalStripe) -> PaymentAttempt:
    """A pledge paid with a slip at a convenience store."""
    with database.transaction():
        pledge = a_pledge()
    attempt = opened(app, database, pledge)
    provider.checkout.issue_slip(attempt.provider_ref, email=EMAIL, name="佐藤 花子")
    attempt = synced(app, database, attempt)
    provider.checkout.pay_slip(str(attempt.payment_ref))
    return synced(app, database, attempt)


def status_of(database: Any, pledge_id: str) -> PledgeStatus:
    """Where a pledge stands now."""
    with database.transaction() as s:
        return s.get_one(Pledge, pledge_id).status  # type: ignore[no-any-return]


def notice_of(ref: str, kind: str = "checkout.session.completed", event_id: str = "evt_1", **changes: Any) -> bytes:
    """A notice about a hosted page, as the provider writes it."""
    event = {
        "id": event_id,
        "object": "event",
        "type": kind,
        "created": int(time.time()),
        "livemode": False,
        "api_version": "2026-10-28.endive",
        "data": {"object": {"id": ref, "object": "checkout.session"}},
    }
    return json.dumps(event | changes).encode()


def post_notice(
    client: PageClient,
    body: bytes,
    *,
    expect: int = 200,
    secret: str = WEBHOOK_SECRET,
    path: str = "/webhooks/stripe",
    content_type: str = "application/json",
) -> None:
    """Post it, signed now."""
    headers = {"Stripe-Signature": sign(body, secret, at=int(time.time()))}
    answer = client.raw.post(path, data=body, headers=headers, content_type=content_type)
    assert answer.status_code == expect, answer.text
