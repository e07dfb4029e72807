"""The address of notices: what is let in, what is remembered, and what is tried again."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import func, select

from tests.factories.pledges import a_pledge
from tests.payments.till import EMAIL, notice_of, opened, post_notice, status_of
from tests.support.client import PageClient
from tests.support.settings import WEBHOOK_SECRET
from webapp.core import jobs
from webapp.core.clock import now
from webapp.core.permissions import is_csrf_exempt
from webapp.payments import janitor
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import WebhookEvent
from webapp.payments.states import NoticeState
from webapp.pledges.models import PledgeStatus


def state_of(database: Any, event_id: str = "evt_1") -> NoticeState:
    with database.transaction() as s:
        return s.get_one(WebhookEvent, event_id).state  # type: ignore[no-any-return]


def test_only_notices_need_no_token_against_forged_requests(app: Flask) -> None:
    exempt = {name for name, view in app.view_functions.items() if is_csrf_exempt(view)}
    assert {name for name in exempt if "webhook" in name} == {"webhooks.shared", "webhooks.town"}


def test_what_is_too_large_or_no_json_is_refused_before_it_is_read(client: PageClient, database: Any) -> None:
    post_notice(client, notice_of("cs_1"), expect=415, content_type="text/plain")
    post_notice(client, b"x" * 600_000, expect=413)
    with database.transaction() as s:
        assert s.exec(select(func.count()).select_from(WebhookEvent)).one() == 0


def test_what_is_none_of_ours_is_answered_and_noted(database: Any, provider: LocalStripe, client: PageClient) -> None:
    post_notice(client, notice_of("cus_1", "customer.created"))
    post_notice(client, notice_of("cs_test_of_somebody_else", event_id="evt_2"))
    assert (state_of(database), state_of(database, "evt_2")) == (NoticeState.IGNORED, NoticeState.IGNORED)


def test_a_notice_of_the_other_mode_is_refused(provider: LocalStripe, client: PageClient) -> None:
    post_notice(client, notice_of("cs_1", livemode=True), expect=400)


def test_a_notice_while_the_provider_is_away_is_taken_in_later(
    app: Flask, database: Any, provider: LocalStripe, client: PageClient, time_machine: Any
) -> None:
    with database.transaction():
        pledge = a_pledge()
    ref = str(opened(app, database, pledge).provider_ref)
    provider.checkout.pay_card(ref, email=EMAIL)
    provider.faults.fail_next("checkout.sessions.retrieve", "rate_limit")
    post_notice(client, notice_of(ref))
    assert state_of(database) is NoticeState.FAILED
    assert status_of(database, pledge.id) is PledgeStatus.PENDING
    time_machine.move_to(now() + timedelta(minutes=1))
    with app.app_context():
        jobs.run_due(database)
    assert state_of(database) is NoticeState.DONE
    assert status_of(database, pledge.id) is PledgeStatus.PAID


def test_a_notice_that_was_remembered_by_a_process_that_died_is_not_lost(
    app: Flask, database: Any, provider: LocalStripe
) -> None:
    with database.transaction():
        pledge = a_pledge()
    ref = str(opened(app, database, pledge).provider_ref)
    provider.checkout.pay_card(ref, email=EMAIL)
    with database.transaction() as s:
        long_ago = now() - timedelta(hours=1)
        s.add(
            WebhookEvent(
                event_id="evt_1",
                type="checkout.session.completed",
                provider_ref=ref,
                occurred_at=long_ago,
                received_at=long_ago,
            )
        )
    with app.app_context():
        janitor.clear_up(database)
    assert state_of(database) is NoticeState.DONE
    assert status_of(database, pledge.id) is PledgeStatus.PAID


@pytest.mark.parametrize("kind", ["checkout.session.completed", "checkout.session.async_payment_succeeded"])
def test_a_notice_about_our_page_before_we_know_its_address_is_understood(
    app: Flask, database: Any, provider: LocalStripe, client: PageClient, kind: str
) -> None:
    """The provider is faster than our own commit of what it opened."""
    with database.transaction():
        pledge = a_pledge()
    attempt = opened(app, database, pledge)
    with database.transaction() as s:
        from webapp.payments.models import AttemptState, PaymentAttempt

        row = s.get_one(PaymentAttempt, attempt.id)
        row.provider_ref, row.page_url, row.state = None, None, AttemptState.CREATED
    provider.checkout.pay_card(attempt.provider_ref, email=EMAIL)
    post_notice(client, notice_of(str(attempt.provider_ref), kind))
    assert status_of(database, pledge.id) is PledgeStatus.PAID


def test_neither_cards_nor_secrets_nor_addresses_of_the_provider_lie_in_the_books_or_the_log(
    app: Flask, database: Any, provider: LocalStripe, client: PageClient, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.transaction():
        pledge = a_pledge()
    ref = str(opened(app, database, pledge).provider_ref)
    provider.checkout.pay_card(ref, email=EMAIL, name="SATO HANAKO")
    post_notice(client, notice_of(ref, customer_details={"email": EMAIL, "name": "SATO HANAKO"}))
    told = capsys.readouterr().out
    with database.transaction() as s:
        for table in ("payment_attempt", "webhook_event", "ledger_transaction", "ledger_entry", "job", "trail"):
            told += str(s.connection().exec_driver_sql(f"SELECT * FROM {table}").all())
    assert ref in told
    assert not [word for word in (EMAIL, "SATO", "4242", "佐藤", WEBHOOK_SECRET, "sk_test_") if word in told]
