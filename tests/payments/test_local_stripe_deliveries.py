"""What may happen to a message on its way: twice, late, out of order, lost, refused, wrongly signed, played again."""

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.payments.shop import SECRET, Shop, gateway_for, spec
from webapp.payments.gateway import BadSignature, PaymentState
from webapp.payments.local_stripe.dispatcher import Webhook, sign
from webapp.payments.local_stripe.server import LocalStripe, Options
from webapp.payments.stripe_gateway import StripeGateway

EMAIL = "hanako@example.jp"
Settle = Callable[[], None]


def pay(server: LocalStripe, gateway: StripeGateway, reference: str = "attempt-1") -> str:
    paid: str = server.checkout.pay_card(gateway.start(spec(reference)).ref, email=EMAIL)["payment_intent"]
    return paid


def test_doubled_and_shuffled_messages_book_each_payment_once(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    stripe_server.faults.duplicates = 2
    stripe_server.faults.shuffle = random.Random(23)
    for number in range(3):
        payment = pay(stripe_server, gateway, f"attempt-{number}")
        gateway.refund(payment, 500, key=f"refund:{number}")
    settle()
    assert shop.books.paid == {f"attempt-{n}": 1 for n in range(3)}
    assert shop.books.repeated == 3 * 7 * 2
    assert {s.refunded for s in shop.books.latest.values()} == {500}


def test_the_last_message_may_come_first(stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop) -> None:
    stripe_server.faults.hold = True
    gateway.refund(pay(stripe_server, gateway), 500, key="refund:1")
    stripe_server.dispatcher.send_held(order=lambda held: held[::-1])
    assert shop.books.paid == {"attempt-1": 1}
    assert shop.books.latest["attempt-1"].refunded == 500


def test_an_endpoint_that_answers_500_is_asked_again(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    shop.fail_next = 7
    pay(stripe_server, gateway)
    settle()
    assert shop.books.answered_500 == 7
    assert shop.books.paid == {"attempt-1": 1}
    assert {e["pending_webhooks"] for e in stripe_server.store.where("event")} == {0}


def test_an_endpoint_that_is_never_well_is_given_up(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    shop.fail_next = 1000
    gateway.expire(gateway.start(spec()).ref)
    settle()
    (given_up,) = stripe_server.mail.deliveries("given_up")
    assert (given_up.tries, given_up.answer) == (5, "500")
    assert stripe_server.store.where("event")[0]["pending_webhooks"] == 1


def test_a_lost_message_is_made_good_by_a_look(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    stripe_server.faults.drop = frozenset({"checkout.session.completed", "charge.updated"})
    page = gateway.start(spec())
    stripe_server.checkout.pay_card(page.ref, email=EMAIL)
    settle()
    assert shop.books.paid == {}
    assert gateway.snapshot(page.ref).state is PaymentState.PAID


def test_a_late_message_still_arrives(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    stripe_server.faults.delay = 0.4
    began = time.monotonic()
    pay(stripe_server, gateway)
    settle()
    assert time.monotonic() - began > 0.4
    assert shop.books.paid == {"attempt-1": 1}


def test_a_wrong_signature_is_refused_and_the_right_one_taken_later(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    stripe_server.faults.wrong_secret = 5
    pay(stripe_server, gateway)
    settle()
    assert shop.books.refused == 5
    assert shop.books.paid == {"attempt-1": 1}


@pytest.mark.parametrize("skew", [-400, 400])
def test_a_clock_that_is_wrong_is_refused_until_it_is_set(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle, skew: int
) -> None:
    stripe_server.faults.hold = True
    stripe_server.faults.skew = skew
    pay(stripe_server, gateway)
    stripe_server.dispatcher.send_held()
    assert (shop.books.refused, shop.books.paid) == (5, {})
    stripe_server.faults.skew = 0
    stripe_server.faults.hold = False
    settle()
    assert shop.books.paid == {"attempt-1": 1}


def test_a_real_message_played_again_after_301_seconds_is_refused(
    stripe_server: LocalStripe, gateway: StripeGateway
) -> None:
    gateway.expire(gateway.start(spec()).ref)
    body = json.dumps(stripe_server.store.where("event")[0]).encode()
    now = int(time.time())
    assert gateway.parse_webhook(body, {"Stripe-Signature": sign(body, SECRET, at=now)}).is_relevant
    for at in (now - 301, now + 302):
        with pytest.raises(BadSignature):
            gateway.parse_webhook(body, {"Stripe-Signature": sign(body, SECRET, at=at)})


def test_a_restart_loses_neither_payments_nor_messages(tmp_path: Path, shop: Shop) -> None:
    options = Options(db=tmp_path / "payments.db", webhook=Webhook(shop.webhook_url, SECRET, (0.02,)))
    with LocalStripe(options) as server:
        shop.open(gateway_for(server))
        server.faults.hold = True
        payment = pay(server, gateway_for(server))
    assert shop.books.paid == {}

    with LocalStripe(options) as server:
        gateway = gateway_for(server)
        shop.open(gateway)
        assert server.dispatcher.wait_idle()
        assert shop.books.paid == {"attempt-1": 1}
        assert gateway.refund(payment, 3000, key="refund:1").amount == 3000
        assert server.violations == []
