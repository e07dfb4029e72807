"""Money going back: partly, again, too much, twice at once; convenience-store refunds; disputes won and lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.payments.shop import Shop, spec
from webapp.payments.gateway import GatewayRefused, RefundSnapshot, RefundState
from webapp.payments.local_stripe.errors import NotPossible
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.stripe_gateway import StripeGateway

EMAIL = "hanako@example.jp"
Settle = Callable[[], None]


@pytest.fixture
def card_payment(stripe_server: LocalStripe, gateway: StripeGateway) -> str:
    ref: str = stripe_server.checkout.pay_card(gateway.start(spec()).ref, email=EMAIL)["payment_intent"]
    return ref


@pytest.fixture
def till_payment(stripe_server: LocalStripe, gateway: StripeGateway) -> str:
    slip = stripe_server.checkout.issue_slip(gateway.start(spec()).ref, email=EMAIL, name="花子")
    stripe_server.checkout.pay_slip(slip["id"])
    ref: str = slip["id"]
    return ref


def test_a_part_is_given_back_at_once(gateway: StripeGateway, card_payment: str, shop: Shop, settle: Settle) -> None:
    refund = gateway.refund(card_payment, 1000, key="refund:1")
    assert (refund.state, refund.amount, refund.payment_ref) == (RefundState.SUCCEEDED, 1000, card_payment)
    settle()
    assert shop.books.types["charge.refunded"] == 1
    seen = gateway.snapshot(card_payment)
    assert (seen.captured, seen.refunded) == (3000, 1000)
    assert [r.ref for r in seen.refunds] == [refund.ref]


def test_the_same_key_gives_back_once(stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str) -> None:
    first = gateway.refund(card_payment, 1000, key="refund:1")
    assert gateway.refund(card_payment, 1000, key="refund:1") == first
    assert gateway.snapshot(card_payment).refunded == 1000
    assert len(stripe_server.store.where("refund")) == 1


def test_the_same_key_with_another_amount_is_refused(gateway: StripeGateway, card_payment: str) -> None:
    gateway.refund(card_payment, 1000, key="refund:1")
    with pytest.raises(GatewayRefused, match="same parameters"):
        gateway.refund(card_payment, 1001, key="refund:1")
    assert gateway.snapshot(card_payment).refunded == 1000


def test_more_than_is_left_is_refused(gateway: StripeGateway, card_payment: str) -> None:
    gateway.refund(card_payment, 2500, key="refund:1")
    with pytest.raises(GatewayRefused, match="greater than unrefunded amount") as caught:
        gateway.refund(card_payment, 501, key="refund:2")
    assert caught.value.param == "amount"
    gateway.refund(card_payment, 500, key="refund:3")
    with pytest.raises(GatewayRefused) as caught:
        gateway.refund(card_payment, 1, key="refund:4")
    assert caught.value.code == "charge_already_refunded"
    assert gateway.snapshot(card_payment).refunded == 3000


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_cannot_be_given_back(gateway: StripeGateway, card_payment: str, amount: int) -> None:
    with pytest.raises(GatewayRefused):
        gateway.refund(card_payment, amount, key="refund:1")


def test_two_clerks_at_once_cannot_give_back_too_much(gateway: StripeGateway, card_payment: str) -> None:
    def give_back(number: int) -> bool:
        try:
            gateway.refund(card_payment, 1000, key=f"refund:{number}")
        except GatewayRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(give_back, range(8)))
    assert results.count(True) == 3
    assert gateway.snapshot(card_payment).refunded == 3000


def test_what_was_never_paid_is_not_given_back(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    page = gateway.start(spec())
    stripe_server.checkout.decline_card(page.ref, email=EMAIL)
    unpaid = gateway.snapshot(page.ref).payment_ref
    assert unpaid is not None
    with pytest.raises(GatewayRefused, match="does not have a successful charge"):
        gateway.refund(unpaid, 100, key="refund:1")


def only_refund(gateway: StripeGateway, payment_ref: str) -> RefundSnapshot:
    (refund,) = gateway.snapshot(payment_ref).refunds
    return refund


def test_a_till_refund_waits_for_a_bank_account(
    stripe_server: LocalStripe, gateway: StripeGateway, till_payment: str, shop: Shop, settle: Settle
) -> None:
    refund = gateway.refund(till_payment, 3000, key="refund:1", email="other@example.jp")
    assert refund.state is RefundState.REQUIRES_ACTION
    assert stripe_server.store.get("refund", refund.ref)["instructions_email"] == "other@example.jp"
    stripe_server.refunds.settle(refund.ref, is_paid_out=True)
    settle()
    assert shop.books.types["refund.updated"] == 1
    assert only_refund(gateway, till_payment).state is RefundState.SUCCEEDED
    assert gateway.snapshot(till_payment).refunded == 3000


def test_a_till_refund_that_finds_no_account_comes_back(
    stripe_server: LocalStripe, gateway: StripeGateway, till_payment: str, shop: Shop, settle: Settle
) -> None:
    refund = gateway.refund(till_payment, 3000, key="refund:1")
    assert gateway.snapshot(till_payment).refunded == 3000
    stripe_server.refunds.settle(refund.ref, is_paid_out=False)
    settle()
    assert shop.books.types["refund.failed"] == 1
    failed = only_refund(gateway, till_payment)
    assert (failed.state, failed.failure) == (RefundState.FAILED, "unknown")
    assert gateway.snapshot(till_payment).refunded == 0
    with pytest.raises(NotPossible):
        stripe_server.refunds.settle(refund.ref, is_paid_out=True)


def test_a_dispute_takes_the_money_away_until_it_is_won(
    stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str, shop: Shop, settle: Settle
) -> None:
    dispute = stripe_server.disputes.open(card_payment)
    settle()
    assert shop.books.types["charge.dispute.created"] == 1
    assert gateway.snapshot(card_payment).disputed == 3000
    with pytest.raises(GatewayRefused) as caught:
        gateway.refund(card_payment, 100, key="refund:1")
    assert caught.value.code == "charge_disputed"

    stripe_server.disputes.close(dispute["id"], is_won=True)
    settle()
    assert shop.books.types["charge.dispute.funds_reinstated"] == 1
    assert gateway.snapshot(card_payment).disputed == 0


def test_a_lost_dispute_keeps_the_money_away(
    stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str, settle: Settle
) -> None:
    dispute = stripe_server.disputes.open(card_payment)
    stripe_server.disputes.close(dispute["id"], is_won=False)
    settle()
    assert gateway.snapshot(card_payment).disputed == 3000
    with pytest.raises(NotPossible):
        stripe_server.disputes.close(dispute["id"], is_won=True)


def test_a_payment_at_the_till_cannot_be_disputed(stripe_server: LocalStripe, till_payment: str) -> None:
    with pytest.raises(NotPossible):
        stripe_server.disputes.open(till_payment)
    assert stripe_server.store.where("dispute") == []
