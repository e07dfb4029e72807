"""Money after the payment: fees that appear later, refunds in steps, disputes to their end, payouts and their lines."""

from collections.abc import Callable

import pytest
import stripe

from tests.payments.shop import KEY, Shop, spec
from webapp.payments.gateway import GatewayRefused, RefundState
from webapp.payments.local_stripe.errors import NotPossible
from webapp.payments.local_stripe.objects.balance import DISPUTE_FEE
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.stripe_gateway import StripeGateway

EMAIL = "hanako@example.jp"
DAY = 86400
Settle = Callable[[], None]


@pytest.fixture
def client(stripe_server: LocalStripe) -> stripe.StripeClient:
    return stripe.StripeClient(KEY, base_addresses={"api": stripe_server.url}, max_network_retries=0)


@pytest.fixture
def card_payment(stripe_server: LocalStripe, gateway: StripeGateway) -> str:
    return pay(stripe_server, gateway)


def pay(server: LocalStripe, gateway: StripeGateway, reference: str = "attempt-1") -> str:
    return str(server.checkout.pay_card(gateway.start(spec(reference)).ref, email=EMAIL)["payment_intent"])


def held(client: stripe.StripeClient) -> tuple[int, int]:
    balance = client.v1.balance.retrieve()
    return balance.available[0].amount, balance.pending[0].amount


def test_a_fee_appears_only_when_its_time_has_come(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    stripe_server.pace.fee_after = 3000
    payment = pay(stripe_server, gateway)
    assert (stripe_server.balance.book_due(), gateway.snapshot(payment).fee) == (0, None)
    stripe_server.clock.advance(3001)
    assert stripe_server.balance.book_due() == 1
    assert (stripe_server.balance.book_due(), gateway.snapshot(payment).fee) == (0, 108)
    (event,) = stripe_server.store.where("event", type="charge.updated")
    assert event["data"]["previous_attributes"] == {"balance_transaction": None}


def test_a_card_refund_may_take_days_and_then_succeeds(
    stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str, shop: Shop, settle: Settle
) -> None:
    stripe_server.pace.refund_after = 5 * DAY
    refund = gateway.refund(card_payment, 1000, key="refund:1")
    assert (refund.state, stripe_server.refunds.settle_due()) == (RefundState.PENDING, 0)
    stripe_server.clock.advance(5 * DAY)
    stripe_server.faults.skew = -5 * DAY
    assert stripe_server.refunds.settle_due() == 1
    settle()
    assert gateway.snapshot(card_payment).refunds[0].state is RefundState.SUCCEEDED
    assert shop.books.types["refund.updated"] == 1


def test_a_refund_that_bounces_puts_the_money_back(
    stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str, client: stripe.StripeClient
) -> None:
    refund = gateway.refund(card_payment, 1000, key="refund:1")
    before = sum(held(client))
    stripe_server.refunds.bounce(refund.ref)
    assert sum(held(client)) == before + 1000
    bounced = client.v1.refunds.retrieve(refund.ref, {"expand": ["failure_balance_transaction"]})
    assert (bounced.status, bounced.failure_reason) == ("failed", "lost_or_stolen_card")
    assert bounced.failure_balance_transaction.net == 1000  # type: ignore[union-attr]
    assert gateway.snapshot(card_payment).refunded == 0


def test_a_till_refund_goes_from_the_letter_over_the_bank_to_its_end(
    stripe_server: LocalStripe, gateway: StripeGateway, client: stripe.StripeClient
) -> None:
    slip = stripe_server.checkout.issue_slip(gateway.start(spec()).ref, email=EMAIL, name="花子")
    stripe_server.checkout.pay_slip(slip["id"])
    one, two, three = (gateway.refund(slip["id"], 500, key=f"refund:{n}").ref for n in range(3))
    stripe_server.refunds.name_account(one)
    stripe_server.refunds.settle(one, is_paid_out=True)
    assert client.v1.refunds.cancel(two).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError, match="cannot be canceled"):
        client.v1.refunds.cancel(one)
    assert stripe_server.refunds.settle_due() == 0
    stripe_server.clock.advance(46 * DAY)
    assert stripe_server.refunds.settle_due() == 1
    states = [r["status"] for r in stripe_server.store.where("refund")]
    assert states == ["canceled", "canceled", "succeeded"]
    assert gateway.snapshot(slip["id"]).refunded == 500
    assert stripe_server.store.get("refund", three)["balance_transaction"] is None


def test_an_inquiry_moves_no_money_until_it_becomes_a_dispute(
    stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str, client: stripe.StripeClient
) -> None:
    before = sum(held(client))
    inquiry = stripe_server.disputes.open(card_payment, is_inquiry=True)
    assert (gateway.snapshot(card_payment).disputed, sum(held(client))) == (0, before)
    assert gateway.refund(card_payment, 100, key="refund:1").state is RefundState.SUCCEEDED
    stripe_server.disputes.escalate(inquiry["id"])
    assert gateway.snapshot(card_payment).disputed == 2900
    assert sum(held(client)) == before - 100 - 2900 - DISPUTE_FEE
    with pytest.raises(GatewayRefused):
        gateway.refund(card_payment, 100, key="refund:2")


def test_evidence_is_handed_in_and_the_fee_stays_lost_even_when_the_dispute_is_won(
    stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str, client: stripe.StripeClient
) -> None:
    before = sum(held(client))
    dispute = stripe_server.disputes.open(card_payment, amount=1000)
    told = client.v1.disputes.update(dispute["id"], {"evidence": {"uncategorized_text": "受領証明書を送付済み"}})
    assert (told.status, told.evidence_details.submission_count) == ("under_review", 1)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.update(dispute["id"], {"evidence": {"uncategorized_text": "もう一度"}})
    closed = stripe_server.disputes.close(dispute["id"], is_won=True)
    assert [line["net"] for line in closed["balance_transactions"]] == [-1000 - DISPUTE_FEE, 1000]
    assert sum(held(client)) == before - DISPUTE_FEE


def test_a_dispute_is_lost_by_giving_in_or_by_silence(
    stripe_server: LocalStripe, gateway: StripeGateway, client: stripe.StripeClient
) -> None:
    given_in = stripe_server.disputes.open(pay(stripe_server, gateway, "a"))["id"]
    silent = stripe_server.disputes.open(pay(stripe_server, gateway, "b"))["id"]
    asked = stripe_server.disputes.open(pay(stripe_server, gateway, "c"), is_inquiry=True)["id"]
    assert client.v1.disputes.close(given_in).status == "lost"
    stripe_server.clock.advance(8 * DAY)
    assert stripe_server.disputes.lapse_due() == 2
    states = {d["id"]: d["status"] for d in stripe_server.store.where("dispute")}
    assert states == {given_in: "lost", silent: "lost", asked: "warning_closed"}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.close(silent)


def test_a_payout_is_the_sum_of_its_lines_and_each_line_goes_out_once(
    stripe_server: LocalStripe, gateway: StripeGateway, client: stripe.StripeClient, shop: Shop, settle: Settle
) -> None:
    pay(stripe_server, gateway, "a")
    with pytest.raises(NotPossible):
        stripe_server.payouts.create()
    stripe_server.clock.advance(4 * DAY)
    payout = stripe_server.payouts.create()
    stripe_server.clock.advance(2 * DAY)
    stripe_server.faults.skew = -6 * DAY
    assert stripe_server.payouts.arrive_due() == 1
    assert client.v1.payouts.retrieve(payout["id"]).reconciliation_status == "completed"
    lines = list(client.v1.balance_transactions.list({"payout": payout["id"], "limit": 1}).auto_paging_iter())
    assert [line.reporting_category for line in lines] == ["payout", "charge"]
    with pytest.raises(NotPossible):
        stripe_server.payouts.create()
    assert sum(line.net for line in lines) == 0
    settle()
    told = {name for name in shop.books.types if name.startswith("payout.")}
    assert told == {"payout.created", "payout.paid", "payout.reconciliation_completed"}
    assert held(client)[0] == 0


def test_a_payout_that_comes_back_is_in_the_next_one(
    stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str, client: stripe.StripeClient
) -> None:
    sent = stripe_server.payouts.create(even_pending=True)
    stripe_server.payouts.arrive(sent["id"])
    failed = stripe_server.payouts.fail(sent["id"])
    assert (failed["status"], failed["failure_code"]) == ("failed", "account_closed")
    again = stripe_server.payouts.create(even_pending=True)
    assert again["amount"] == sent["amount"] == 3000 - 108
    (back,) = [t for t in stripe_server.payouts.lines(again["id"]) if t["type"] == "payout_failure"]
    assert back["source"] == sent["id"]
    with pytest.raises(NotPossible):
        stripe_server.payouts.fail(sent["id"])


def test_what_is_owed_is_taken_from_the_bank(
    stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str, client: stripe.StripeClient
) -> None:
    stripe_server.payouts.create(even_pending=True)
    gateway.refund(card_payment, 3000, key="refund:1")
    assert stripe_server.payouts.create()["amount"] == -3000
    assert held(client) == (0, 0)


def test_the_bookkeeping_adds_up_whatever_happened(
    stripe_server: LocalStripe, gateway: StripeGateway, card_payment: str, client: stripe.StripeClient
) -> None:
    gateway.refund(card_payment, 500, key="refund:1")
    stripe_server.disputes.close(stripe_server.disputes.open(card_payment)["id"], is_won=False)
    paid_out = stripe_server.payouts.create(even_pending=True)["amount"]
    assert paid_out == 3000 - 108 - 500 - 2500 - DISPUTE_FEE
    every = list(client.v1.balance_transactions.list({"limit": 2, "expand": ["data.source"]}).auto_paging_iter())
    assert sum(line.net for line in every) == sum(held(client)) == 0
    assert {line.source.object for line in every} == {"charge", "refund", "dispute", "payout"}  # type: ignore[union-attr]
