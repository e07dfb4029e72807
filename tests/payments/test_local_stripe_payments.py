"""A payment from the hosted page to the books, by the real client over HTTP: card, refusal, convenience store, expiry."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.payments.shop import Shop, spec
from webapp.payments.gateway import GatewayRefused, PaymentState
from webapp.payments.local_stripe.errors import NotPossible
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.stripe_gateway import StripeGateway

EMAIL = "hanako@example.jp"
Settle = Callable[[], None]


def test_a_card_payment_is_booked_once(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    page = gateway.start(spec())
    stripe_server.checkout.pay_card(page.ref, email=EMAIL)
    settle()
    assert shop.books.paid == {"attempt-1": 1}
    assert shop.books.refused == 0
    seen = gateway.snapshot(page.ref)
    assert (seen.state, seen.captured, seen.refunded, seen.disputed) == (PaymentState.PAID, 3000, 0, 0)
    assert (seen.method, seen.fee, seen.livemode) == ("card", 108, False)
    assert seen.paid_at is not None
    assert abs(datetime.now(UTC) - seen.paid_at) < timedelta(seconds=10)


def test_a_payment_is_found_by_its_own_number_too(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    page = gateway.start(spec())
    paid = stripe_server.checkout.pay_card(page.ref, email=EMAIL)
    assert gateway.snapshot(paid["payment_intent"]) == gateway.snapshot(page.ref)


def test_the_messages_come_as_from_stripe(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    stripe_server.checkout.pay_card(gateway.start(spec()).ref, email=EMAIL)
    settle()
    assert shop.books.types == {
        "payment_intent.created": 1,
        "charge.succeeded": 1,
        "payment_intent.succeeded": 1,
        "checkout.session.completed": 1,
        "charge.updated": 1,
    }


def test_the_balance_line_follows_the_charge(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    stripe_server.checkout.pay_card(gateway.start(spec()).ref, email=EMAIL)
    events = {e["type"]: e["data"] for e in stripe_server.store.where("event")}
    assert events["charge.succeeded"]["object"]["balance_transaction"] is None
    assert events["charge.updated"]["previous_attributes"] == {"balance_transaction": None}
    assert events["charge.updated"]["object"]["balance_transaction"].startswith("txn_")


def test_a_refused_card_leaves_the_page_open_for_another(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    page = gateway.start(spec())
    stripe_server.checkout.decline_card(page.ref, email=EMAIL, code="insufficient_funds")
    settle()
    refused = gateway.snapshot(page.ref)
    assert (refused.state, refused.captured, refused.failure) == (PaymentState.OPEN, 0, "insufficient_funds")
    assert shop.books.paid == {}

    stripe_server.checkout.pay_card(page.ref, email=EMAIL)
    settle()
    assert shop.books.paid == {"attempt-1": 1}
    assert gateway.snapshot(page.ref).failure is None
    assert gateway.snapshot(page.ref).payment_ref == refused.payment_ref
    assert len(stripe_server.store.where("charge")) == 2


def test_a_page_is_paid_only_once(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    page = gateway.start(spec())
    stripe_server.checkout.pay_card(page.ref, email=EMAIL)
    with pytest.raises(NotPossible):
        stripe_server.checkout.pay_card(page.ref, email=EMAIL)
    assert len(stripe_server.store.where("charge")) == 1


def test_a_slip_is_not_money_until_the_till_takes_it(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    page = gateway.start(spec())
    slip = stripe_server.checkout.issue_slip(page.ref, email=EMAIL, name="二町 花子")
    settle()
    waiting = gateway.snapshot(page.ref)
    assert (waiting.state, waiting.method, waiting.captured) == (PaymentState.PROCESSING, "konbini", 0)
    assert waiting.slip_url == f"{stripe_server.url}/slips/{slip['id']}"
    assert shop.books.types["checkout.session.completed"] == 1
    assert shop.books.paid == {}

    stripe_server.checkout.pay_slip(slip["id"], store="seicomart")
    settle()
    assert shop.books.types["checkout.session.async_payment_succeeded"] == 1
    assert shop.books.paid == {"attempt-1": 1}
    assert gateway.snapshot(page.ref).method == "konbini"


def test_a_slip_can_be_paid_until_its_last_second_in_japan(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    slips = [
        stripe_server.checkout.issue_slip(gateway.start(spec(name)).ref, email=EMAIL, name="花子")
        for name in ("in-time", "late")
    ]
    deadline = gateway.snapshot(slips[0]["id"]).slip_expires_at
    assert deadline is not None
    local = deadline.astimezone(ZoneInfo("Asia/Tokyo"))
    assert f"{local:%H:%M:%S}" == "23:59:59"
    assert local.date() == (datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(days=3)).date()

    with time_machine.travel(deadline, tick=False):
        stripe_server.checkout.pay_slip(slips[0]["id"])
        assert gateway.snapshot(slips[0]["id"]).paid_at == deadline
    with time_machine.travel(deadline + timedelta(seconds=1), tick=False), pytest.raises(NotPossible):
        stripe_server.checkout.pay_slip(slips[1]["id"])


def test_a_slip_that_nobody_pays_fails(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    page = gateway.start(spec(slip_days=1))
    stripe_server.checkout.issue_slip(page.ref, email=EMAIL, name="花子")
    stripe_server.clock.advance(2 * 86400)
    stripe_server.faults.skew = -2 * 86400
    assert stripe_server.checkout.expire_due() == 1
    settle()
    assert shop.books.types["checkout.session.async_payment_failed"] == 1
    assert shop.books.paid == {}
    assert shop.state("attempt-1") is PaymentState.FAILED
    assert gateway.snapshot(page.ref).failure == "payment_intent_payment_attempt_expired"


@pytest.mark.parametrize(("amount", "offered"), [(119, False), (120, True), (300_000, True), (300_001, False)])
def test_the_convenience_store_takes_120_to_300000_yen(
    stripe_server: LocalStripe, gateway: StripeGateway, amount: int, offered: bool
) -> None:
    page = gateway.start(spec(amount=amount))
    methods = stripe_server.store.get("checkout.session", page.ref)["payment_method_types"]
    assert ("konbini" in methods) is offered


def test_an_excluded_method_is_not_offered(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    page = gateway.start(spec(excluded_methods=("konbini",)))
    with pytest.raises(NotPossible):
        stripe_server.checkout.issue_slip(page.ref, email=EMAIL, name="花子")


def test_a_page_that_is_closed_takes_no_money(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    page = gateway.start(spec())
    closed = gateway.expire(page.ref)
    assert (closed.state, closed.payment_ref) == (PaymentState.EXPIRED, None)
    with pytest.raises(NotPossible):
        stripe_server.checkout.pay_card(page.ref, email=EMAIL)
    settle()
    assert shop.books.types == {"checkout.session.expired": 1}
    assert shop.state("attempt-1") is PaymentState.EXPIRED


def test_closing_a_paid_page_tells_that_it_is_paid(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    page = gateway.start(spec())
    stripe_server.checkout.pay_card(page.ref, email=EMAIL)
    assert gateway.expire(page.ref).state is PaymentState.PAID
    with pytest.raises(GatewayRefused):
        gateway.expire("cs_test_nothing")


def test_time_closes_a_page(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    page = gateway.start(spec())
    stripe_server.clock.advance(3601)
    with pytest.raises(NotPossible):
        stripe_server.checkout.pay_card(page.ref, email=EMAIL)
    stripe_server.checkout.expire_due()
    assert gateway.snapshot(page.ref).state is PaymentState.EXPIRED


@pytest.mark.parametrize("minutes", [29, 24 * 60 + 1])
def test_a_page_lives_from_half_an_hour_to_a_day(gateway: StripeGateway, minutes: int) -> None:
    with pytest.raises(GatewayRefused) as caught:
        gateway.start(spec(expires_at=datetime.now(UTC) + timedelta(minutes=minutes)))
    assert caught.value.param == "expires_at"
