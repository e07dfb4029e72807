"""Money that comes when nobody stands for it any more goes back by itself, as 過誤納還付, with its reason."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.factories.accounts import a_resident_user
from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.payments.test_folding import an_attempt, fold, told
from tests.payments.till import EMAIL, opened, paid, status_of, synced
from tests.support.client import PageClient
from webapp.core import jobs
from webapp.core.clock import now, today
from webapp.core.errors import RuleBroken
from webapp.core.letters import Letter
from webapp.payments import actions, janitor
from webapp.payments.folding import BY
from webapp.payments.gateway import PaymentState
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import AttemptState, PaymentAttempt, PaymentRefund
from webapp.payments.states import RefundOrigin, RefundStatus
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.projects.gifts.models import Gift, Standard
from webapp.projects.models import Project, ProjectStatus
from webapp.projects.queries import locked
from webapp.receipts.models import Receipt

S = ProjectStatus


def close(session: Session, pledge: Pledge, status: ProjectStatus, **changes: Any) -> None:
    project = session.get_one(Project, pledge.project_id)
    for name, value in {"status": status, **changes}.items():
        setattr(project, name, value)
    session.flush()


@pytest.mark.parametrize("status", [S.CANCELLED, S.SUBSIDY_DECIDED, S.SETTLED])
def test_money_for_what_is_over_goes_back_with_a_letter(session: Session, status: ProjectStatus) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    close(session, pledge, status)
    fold(attempt, told(attempt, PaymentState.PAID))
    row = session.exec(select(PaymentRefund)).one()
    assert (row.origin, row.status, row.amount) == (RefundOrigin.LATE, RefundStatus.REQUESTED, attempt.amount)
    assert "受付が終わった後" in row.reason
    assert (pledge.status, attempt.is_surplus) == (PledgeStatus.LAPSED, True)
    assert session.exec(select(Receipt)).all() == []
    subjects = session.exec(select(Letter.subject)).all()
    assert "お支払いをお返しします" in subjects
    assert not [subject for subject in subjects if "お支払いが確認できません" in subject]  # it was seen, and goes back


def test_money_paid_before_the_close_counts_however_late_the_notice(session: Session) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    close(session, pledge, S.CLOSED, closed_at=now() + timedelta(minutes=5))
    fold(attempt, told(attempt, PaymentState.PAID))
    assert pledge.status is PledgeStatus.PAID


def test_money_paid_after_the_close_goes_back(session: Session) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    close(session, pledge, S.CLOSED, closed_at=now() - timedelta(minutes=5))
    fold(attempt, told(attempt, PaymentState.PAID, paid_at=now()))
    assert attempt.is_surplus


def test_a_slip_of_a_project_that_waits_for_its_funds_counts(session: Session) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    fold(attempt, told(attempt, PaymentState.PROCESSING, method="konbini"))
    close(session, pledge, S.WAITING_FUNDS, closes_on=today() - timedelta(days=1), opens_on=today() - timedelta(days=9))
    fold(attempt, told(attempt, PaymentState.PAID, paid_at=now(), method="konbini"))
    assert pledge.status is PledgeStatus.PAID


def test_the_last_second_in_japan_is_in_time_and_the_next_is_not(session: Session) -> None:
    day = today()
    last = datetime.combine(day, datetime.max.time(), UTC).replace(hour=14, minute=59, second=59, microsecond=0)
    for paid_at, is_late in ((last, False), (last + timedelta(seconds=1), True)):
        a_pledge()
        pledge = a_pledge(project=a_project(closes_on=day))
        attempt = an_attempt(session, pledge)
        fold(attempt, told(attempt, PaymentState.EXPIRED))
        fold(attempt, told(attempt, PaymentState.PAID, paid_at=paid_at))
        assert attempt.is_surplus is is_late


def test_late_money_is_back_at_the_donor_without_anybodys_hand(
    app: Flask, database: Any, provider: LocalStripe
) -> None:
    with database.transaction():
        pledge = a_pledge()
    attempt = opened(app, database, pledge)
    with database.transaction() as s:
        s.get_one(Project, pledge.project_id).status = S.CANCELLED
    provider.checkout.pay_card(attempt.provider_ref, email=EMAIL)
    synced(app, database, attempt)
    with app.app_context():
        jobs.run_due(database)
    with database.transaction() as s:
        row = s.exec(select(PaymentRefund)).one()
        assert (row.origin, row.status) == (RefundOrigin.LATE, RefundStatus.SUCCEEDED)
    assert provider.store.where("refund")[0]["amount"] == attempt.amount
    assert status_of(database, pledge.id) is PledgeStatus.LAPSED


def test_the_janitor_closes_pages_of_projects_that_are_over(app: Flask, database: Any, provider: LocalStripe) -> None:
    with database.transaction():
        pledge = a_pledge()
    attempt = opened(app, database, pledge)
    with database.transaction() as s:
        s.get_one(Project, pledge.project_id).status = S.WAITING_FUNDS
    with app.app_context():
        janitor.clear_up(database)
    with database.transaction() as s:
        assert s.get_one(PaymentAttempt, attempt.id).state is AttemptState.EXPIRED
    assert status_of(database, pledge.id) is PledgeStatus.LAPSED


def test_a_new_attempt_closes_the_page_before(app: Flask, database: Any, provider: LocalStripe) -> None:
    with database.transaction():
        pledge = a_pledge()
    first = opened(app, database, pledge)
    with database.transaction() as s:
        s.get_one(PaymentAttempt, first.id).expires_at = now()
    second = opened(app, database, pledge)
    assert second.id != first.id
    assert provider.store.get("checkout.session", first.provider_ref)["status"] == "expired"
    assert paid(app, database, provider, pledge).id == second.id


def test_an_ended_pledge_is_paid_again_only_with_the_gift_that_was_promised(session: Session) -> None:
    pledge, other = a_pledge(), a_pledge()
    gift = Gift(
        project_id=pledge.project_id, title="蔵の見学会", from_yen=2_000, cost_yen=500, stock=1,
        standard=Standard.SERVICE, evidence="まちの中で行います。",
    )  # fmt: skip
    session.add(gift)
    session.flush()
    pledge.gift_id, pledge.gift_name, pledge.status = gift.id, gift.title, PledgeStatus.LAPSED
    other.gift_id, other.gift_name = gift.id, gift.title  # the only one is somebody else's by now
    project = session.get_one(Project, pledge.project_id)
    session.flush()
    with pytest.raises(RuleBroken, match="蔵の見学会"):
        actions.prepare(pledge, project, by=BY)
    other.status = PledgeStatus.LAPSED
    session.flush()
    actions.prepare(pledge, project, by=BY)
    assert (pledge.status, pledge.gift_id) == (PledgeStatus.PENDING, gift.id)


def test_a_pledge_to_what_is_over_is_not_asked_to_pay(database: Any, signed_in: Callable[..., PageClient]) -> None:
    with database.transaction() as s:
        donor = a_resident_user()
        pledge = a_pledge(donor)
    browser = signed_in(donor)
    assert "支払いに進む" in browser.get(f"/my/pledges/{pledge.id}").text
    with database.transaction() as s:
        s.get_one(Project, pledge.project_id).status = S.CLOSED
    for status in (PledgeStatus.PENDING, PledgeStatus.LAPSED):
        with database.transaction() as s:
            s.get_one(Pledge, pledge.id).status = status
        page = browser.get(f"/my/pledges/{pledge.id}")
        assert "受付が終わったため" in page.text
        assert "支払いに進む" not in page.text
        assert "お金は動いていません" not in page.text


@pytest.mark.postgres
def test_money_that_comes_while_the_sums_are_fixed_waits_and_goes_back(app: Flask, database: Any) -> None:
    with database.transaction() as session:
        pledge = a_pledge()
        attempt = an_attempt(session, pledge)
        close(session, pledge, S.CLOSED, closed_at=now() + timedelta(hours=1))
        ids = (attempt.id, pledge.project_id)

    def pay() -> None:
        with app.app_context(), database.transaction() as session:
            attempt = session.get_one(PaymentAttempt, ids[0])
            fold(attempt, told(attempt, PaymentState.PAID))

    payer = threading.Thread(target=pay)
    with database.transaction() as session:
        locked(ids[1]).status = S.SUBSIDY_DECIDED
        session.flush()
        payer.start()
        payer.join(0.3)
        assert payer.is_alive()
    payer.join(10)
    with database.transaction() as session:
        row = session.exec(select(PaymentRefund)).one()
        assert (row.origin, session.get_one(PaymentAttempt, ids[0]).is_surplus) == (RefundOrigin.LATE, True)
