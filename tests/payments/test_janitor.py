"""What nobody told us is asked for: lost starts, closed pages, late fees, transfers; and nothing stays unclear."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.factories.pledges import a_pledge
from tests.payments.till import EMAIL, opened, paid, status_of
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.jobs import Job
from webapp.payments import checks, collecting, days, janitor, ledger, payouts, queries
from webapp.payments.actions import BY
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import AttemptState, PaymentAttempt, PaymentPayout
from webapp.payments.states import PayoutStatus
from webapp.pledges.models import PledgeStatus

PAGE = "http://localhost"


def attempt_of(database: Any, pledge_id: str) -> PaymentAttempt:
    with database.transaction() as s:
        return s.exec(select(PaymentAttempt).where(PaymentAttempt.pledge_id == pledge_id)).one()  # type: ignore[no-any-return]


def test_a_start_whose_answer_was_lost_is_found_again_and_paid_once(
    app: Flask, database: Any, provider: LocalStripe, time_machine: Any
) -> None:
    with database.transaction():
        pledge = a_pledge()
    provider.faults.fail_next("checkout.sessions.create", "lost_reply")
    with app.app_context(), pytest.raises(RuleBroken, match="お金は動いていません"):
        collecting.open_page(database, pledge.id, base_url=PAGE, by=BY)
    assert attempt_of(database, pledge.id).state is AttemptState.UNKNOWN
    provider.checkout.pay_card(provider.store.where("checkout.session")[0]["id"], email=EMAIL)
    time_machine.move_to(now() + timedelta(minutes=31))
    with app.app_context():
        with database.transaction(read_only=True):
            assert [fault.split(":")[0] for fault in checks.find_faults()] == ["I10"]
        janitor.clear_up(database)
        with database.transaction(read_only=True):
            assert checks.find_faults() == []
    assert status_of(database, pledge.id) is PledgeStatus.PAID


def test_a_doubtful_start_is_repeated_with_the_same_key(app: Flask, database: Any, provider: LocalStripe) -> None:
    with database.transaction():
        pledge = a_pledge()
    provider.faults.fail_next("checkout.sessions.create", "lost_reply")
    with app.app_context():
        with pytest.raises(RuleBroken):
            collecting.open_page(database, pledge.id, base_url=PAGE, by=BY)
        assert collecting.open_page(database, pledge.id, base_url=PAGE, by=BY).startswith(provider.url)
    assert len(provider.store.where("checkout.session")) == 1


def test_the_same_attempt_asked_for_in_other_words_goes_to_the_page_there_is(
    app: Flask, database: Any, provider: LocalStripe
) -> None:
    with database.transaction():
        pledge = a_pledge()
    provider.faults.fail_next("checkout.sessions.create", "lost_reply")
    with app.app_context():
        with pytest.raises(RuleBroken):
            collecting.open_page(database, pledge.id, base_url=PAGE, by=BY)
        assert collecting.open_page(database, pledge.id, base_url="http://127.0.0.1", by=BY).startswith(provider.url)
    assert len(provider.store.where("checkout.session")) == 1


def test_a_stored_failure_of_the_provider_gets_a_new_key(app: Flask, database: Any, provider: LocalStripe) -> None:
    with database.transaction():
        pledge = a_pledge()
    provider.faults.fail_next("checkout.sessions.create", "error_500")
    with app.app_context():
        with pytest.raises(RuleBroken):
            collecting.open_page(database, pledge.id, base_url=PAGE, by=BY)
        assert collecting.open_page(database, pledge.id, base_url=PAGE, by=BY)
    with database.transaction() as s:
        states = s.exec(select(PaymentAttempt.state).order_by(PaymentAttempt.sequence)).all()  # type: ignore[arg-type]
    assert states == [AttemptState.FAILED, AttemptState.OPEN]


def test_a_page_nobody_paid_ends_with_its_pledge(
    app: Flask, database: Any, provider: LocalStripe, time_machine: Any
) -> None:
    with database.transaction():
        pledge = a_pledge()
    opened(app, database, pledge)
    time_machine.move_to(now() + timedelta(hours=2))
    provider.checkout.expire_due()
    with app.app_context():
        janitor.clear_up(database)
    assert attempt_of(database, pledge.id).state is AttemptState.EXPIRED
    assert status_of(database, pledge.id) is PledgeStatus.LAPSED


def test_a_fee_that_comes_later_is_booked_when_it_is_known(
    app: Flask, database: Any, provider: LocalStripe, time_machine: Any
) -> None:
    provider.pace.fee_after = 3600
    attempt = paid(app, database, provider)
    assert attempt.fee is None
    time_machine.move_to(now() + timedelta(hours=7))
    provider.balance.book_due()
    with app.app_context():
        janitor.clear_up(database)
    with database.transaction():
        assert queries.fees_of("202151") == queries.fees_by_pledge([attempt.pledge_id])[attempt.pledge_id] == 360


def test_a_transfer_is_booked_once_and_one_that_fails_is_taken_back(
    app: Flask, database: Any, provider: LocalStripe
) -> None:
    attempt = paid(app, database, provider)
    lost = provider.payouts.create(even_pending=True)
    provider.payouts.fail(lost["id"])
    made = provider.payouts.create(even_pending=True)
    with app.app_context():
        payouts.sync(database, made["id"])
        provider.payouts.arrive(made["id"])
        for _round in range(2):
            janitor.clear_up(database)
    with database.transaction() as s:
        rows = {row.provider_ref: row.status for row in s.exec(select(PaymentPayout))}
        assert rows == {lost["id"]: PayoutStatus.FAILED, made["id"]: PayoutStatus.PAID}
        left = attempt.amount - 360
        assert (ledger.balances()[ledger.CLEARING], ledger.balances()["bank:shared"]) == (0, left)
        assert queries.paid_out("shared") == left


def test_after_forty_days_without_a_notice_the_pages_themselves_are_asked(
    app: Flask, database: Any, provider: LocalStripe, time_machine: Any
) -> None:
    """The provider forgets its events after thirty days, its sessions never."""
    with database.transaction():
        pledge = a_pledge()
    provider.checkout.pay_card(opened(app, database, pledge).provider_ref, email=EMAIL)
    time_machine.move_to(now() + timedelta(days=40))
    with app.app_context():
        janitor.clear_up(database)
    assert status_of(database, pledge.id) is PledgeStatus.PAID


def test_the_hour_and_the_night_are_planned_once(database: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-11-22T03:30:00+09:00")
    for _round in range(2):
        with database.transaction():
            days.plan()
    with database.transaction() as s:
        assert sorted(s.exec(select(Job.kind))) == ["ledger_check", "payment_janitor"]
