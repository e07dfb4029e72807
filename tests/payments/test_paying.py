"""From the pledge to the receipt through the real client, the local payment server and signed notices."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlmodel import func, select

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.payments.till import EMAIL, notice_of, post_notice
from tests.pledges.walking import send, to_confirm
from tests.support.client import PageClient
from tests.support.settings import WEBHOOK_SECRET
from webapp.core import jobs
from webapp.core.clock import now
from webapp.core.letters import Letter
from webapp.payments import checks, collecting
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import PaymentAttempt, PaymentRefund, WebhookEvent
from webapp.payments.states import RefundOrigin, RefundStatus
from webapp.payments.stripe_gateway import StripeGateway
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.receipts.models import Receipt

Make = Callable[[], PageClient]
SignedIn = Callable[..., PageClient]


def go_to_pay(database: Any, client: PageClient, pledge_id: str) -> str:
    """Press the button; the provider's reference of the page."""
    page = client.submit(client.get(f"/my/pledges/{pledge_id}"), "支払いに進む")
    assert page.location.startswith("http://127.0.0.1:")
    with database.transaction() as s:
        return str(s.exec(select(PaymentAttempt.provider_ref).where(PaymentAttempt.pledge_id == pledge_id)).one())


def test_a_donor_pledges_pays_and_gets_a_receipt(
    database: Any, provider: LocalStripe, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        donor = a_resident_user()
        a_pledge(donor)
        project = a_project(title="海辺の図書室")
    browser = signed_in(donor)
    sent = send(browser, to_confirm(browser, project, "１２，０００"))
    assert sent.location.startswith("http://127.0.0.1:")
    with database.transaction() as s:
        ref, pledge_id = s.exec(select(PaymentAttempt.provider_ref, PaymentAttempt.pledge_id)).one()
    assert "0円" in client.get(f"/projects/{project.id}").text
    provider.checkout.pay_card(ref, email=EMAIL)
    post_notice(client, notice_of(ref))
    done = browser.get(f"/my/pledges/{pledge_id}")
    assert "寄附を受け取りました" in done.text
    receipt = browser.get(done.links()["受領証明書を開く"])
    assert "12,000円" in receipt.text
    assert "佐藤 花子" in receipt.text
    assert "12,000円" in client.get(f"/projects/{project.id}").text


def test_the_same_notice_twice_books_once(
    database: Any, provider: LocalStripe, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
    ref = go_to_pay(database, signed_in(donor), pledge.id)
    provider.checkout.pay_card(ref, email=EMAIL)
    post_notice(client, notice_of(ref))
    post_notice(client, notice_of(ref))
    post_notice(client, notice_of(ref, "charge.updated", "evt_2"))
    with database.transaction() as s:
        assert s.exec(select(func.count()).select_from(Receipt)).one() == 1
        assert s.exec(select(func.count()).select_from(WebhookEvent)).one() == 2
        assert checks.find_faults(with_clock=False) == []


def test_a_forged_notice_is_refused_and_stores_nothing(
    database: Any, provider: LocalStripe, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
    ref = go_to_pay(database, signed_in(donor), pledge.id)
    post_notice(client, notice_of(ref), secret="whsec_somebody_else", expect=400)
    with database.transaction() as s:
        assert s.exec(select(WebhookEvent)).all() == []
        assert s.get_one(Pledge, pledge.id).status is PledgeStatus.PENDING


def test_a_notice_of_payment_without_payment_changes_nothing(
    database: Any, provider: LocalStripe, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
    ref = go_to_pay(database, signed_in(donor), pledge.id)
    post_notice(client, notice_of(ref))
    with database.transaction() as s:
        assert s.get_one(Pledge, pledge.id).status is PledgeStatus.PENDING


def test_without_any_notice_the_worker_finds_the_payment(
    app: Flask, database: Any, provider: LocalStripe, signed_in: SignedIn, time_machine: Any
) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
    browser = signed_in(donor)
    provider.checkout.pay_card(go_to_pay(database, browser, pledge.id), email=EMAIL)
    with database.transaction() as s:
        attempt = s.exec(select(PaymentAttempt)).one()
    waiting = browser.get(f"/my/payments/{attempt.id}")
    assert "決済会社からの知らせを待っています" in waiting.text
    time_machine.move_to(now() + timedelta(minutes=11))
    with app.app_context():
        jobs.run_due(database)
    with database.transaction() as s:
        assert s.get_one(Pledge, pledge.id).status is PledgeStatus.PAID


def test_the_button_on_the_way_back_asks_the_provider(
    database: Any, provider: LocalStripe, signed_in: SignedIn
) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
    browser = signed_in(donor)
    provider.checkout.pay_card(go_to_pay(database, browser, pledge.id), email=EMAIL)
    with database.transaction() as s:
        attempt = s.exec(select(PaymentAttempt)).one()
    browser.submit(browser.get(f"/my/payments/{attempt.id}"), "いまの状態を確かめる")
    assert browser.get(f"/my/payments/{attempt.id}", expect=303).location == f"/my/pledges/{pledge.id}"


def test_pressing_twice_opens_one_page(database: Any, provider: LocalStripe, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
    browser = signed_in(donor)
    first = browser.post(f"/my/pledges/{pledge.id}/pay").location
    assert browser.post(f"/my/pledges/{pledge.id}/pay").location == first


def test_an_unreachable_provider_is_said_and_the_pledge_stays(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
    page = signed_in(donor).post(f"/my/pledges/{pledge.id}/pay", expect=409)
    assert "お金は動いていません" in page.text
    with database.transaction() as s:
        assert s.get_one(Pledge, pledge.id).status is PledgeStatus.PENDING


def test_another_donors_pledge_and_receipt_are_not_found(
    database: Any, provider: LocalStripe, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        donor, other = a_resident_user(), a_resident_user()
        stranger = a_clerk("372081")
        pledge = a_pledge(donor)
    ref = go_to_pay(database, signed_in(donor), pledge.id)
    provider.checkout.pay_card(ref, email=EMAIL)
    post_notice(client, notice_of(ref))
    with database.transaction() as s:
        receipt = s.exec(select(Receipt)).one()
        attempt = s.exec(select(PaymentAttempt)).one()
    for person in (other, stranger):
        browser = signed_in(person)
        for path in (f"/my/pledges/{pledge.id}", f"/my/receipts/{receipt.id}", f"/my/payments/{attempt.id}"):
            browser.get(path, expect=404)
        browser.post(f"/my/pledges/{pledge.id}/pay", expect=404)


def test_a_surplus_is_given_back_by_the_worker(
    app: Flask, database: Any, provider: LocalStripe, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
    browser = signed_in(donor)
    ref = go_to_pay(database, browser, pledge.id)
    with database.transaction() as s:
        first = s.exec(select(PaymentAttempt)).one()
        first.expires_at = now() - timedelta(minutes=1)
    provider.faults.fail_next("checkout.sessions.expire", "rate_limit")
    browser.post(f"/my/pledges/{pledge.id}/pay")
    with database.transaction() as s:
        second = s.exec(select(PaymentAttempt.provider_ref).where(PaymentAttempt.sequence == 2)).one()
    for number, paid in enumerate((ref, str(second))):
        provider.checkout.pay_card(paid, email=EMAIL)
        post_notice(client, notice_of(paid, event_id=f"evt_{number}"))
    with app.app_context():
        jobs.run_due(database)
    with database.transaction() as s:
        attempts = s.exec(select(PaymentAttempt).order_by("sequence")).all()
        assert [a.refunded for a in attempts] == [0, 10_000]
        assert s.get_one(Pledge, pledge.id).status is PledgeStatus.PAID
        assert checks.find_faults(with_clock=False) == []


def test_a_refund_at_the_providers_screen_is_found_and_the_receipt_says_so(
    app: Flask, database: Any, provider: LocalStripe, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        clerk = a_clerk("202151")
        donor = a_resident_user()
        pledge = a_pledge(donor)
    browser = signed_in(donor)
    ref = go_to_pay(database, browser, pledge.id)
    provider.checkout.pay_card(ref, email=EMAIL)
    post_notice(client, notice_of(ref))
    with database.transaction() as s:
        attempt = s.exec(select(PaymentAttempt)).one()
        receipt = s.exec(select(Receipt)).one()
    with app.app_context():
        collecting.gateway().refund(str(attempt.payment_ref), 10_000, key="at the provider's screen")
    post_notice(client, notice_of(ref, "charge.refunded", "evt_2"))
    with database.transaction() as s:
        assert [(r.origin, r.status) for r in s.exec(select(PaymentRefund))] == [
            (RefundOrigin.EXTERNAL, RefundStatus.SUCCEEDED)
        ]
        assert "決済会社の画面で返金" in s.exec(select(Letter.subject).where(Letter.to_email == clerk.email)).one()
    assert "無効" in browser.get(f"/my/receipts/{receipt.id}").text
    assert "お返ししました" in browser.get(f"/my/pledges/{pledge.id}").text


def test_tries_to_pay_are_limited(app: Flask, database: Any, signed_in: SignedIn) -> None:
    nobody = StripeGateway("sk_test_only_for_tests", [WEBHOOK_SECRET], api_base="http://127.0.0.1:9", network_retries=0)
    app.extensions["futamachi"].extras[collecting.KEY] = nobody
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
    browser = signed_in(donor)
    for _round in range(30):
        browser.post(f"/my/pledges/{pledge.id}/pay", expect=409, lint=False)
    browser.post(f"/my/pledges/{pledge.id}/pay", expect=429)
