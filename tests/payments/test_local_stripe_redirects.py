"""Payments that lead to another page: 3-D Secure and PayPay, said yes to, refused, given up, abandoned, come back late."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.payments.shop import Shop, spec
from tests.payments.test_local_stripe_pages import CARD, Browser, session_id
from webapp.payments.gateway import PaymentState
from webapp.payments.local_stripe.errors import NotPossible
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.local_stripe.words import JAPANESE
from webapp.payments.stripe_gateway import StripeGateway

Settle = Callable[[], None]
METHODS = pytest.mark.parametrize(("choice", "method"), [("card_3ds", "card"), ("paypay", "paypay")])


@pytest.fixture
def browser(stripe_server: LocalStripe) -> Browser:
    return Browser(stripe_server)


@pytest.fixture
def url(gateway: StripeGateway) -> str:
    return str(gateway.start(spec()).url)


@METHODS
def test_a_yes_on_the_other_page_pays_and_leads_back(
    browser: Browser, url: str, gateway: StripeGateway, shop: Shop, settle: Settle, choice: str, method: str
) -> None:
    other = browser.send(url, CARD | {"method": choice}).location
    page = browser.open(other)
    assert JAPANESE[f"elsewhere_{method}"] in page.html
    assert "3,000円" in page.html
    assert gateway.snapshot(session_id(url)).state is PaymentState.OPEN
    back = browser.send(other, {}, action="approve")
    assert (back.status, back.location) == (303, f"http://127.0.0.1:8000/thanks?session={session_id(url)}")
    settle()
    assert shop.books.paid == {"attempt-1": 1}
    assert (shop.books.types["payment_intent.requires_action"], gateway.snapshot(session_id(url)).method) == (1, method)
    assert browser.open(other).location == url


@METHODS
@pytest.mark.parametrize("answer", ["fail", "cancel"])
def test_a_no_leads_back_to_the_choice_with_the_reason_and_another_try_pays(
    browser: Browser, url: str, gateway: StripeGateway, choice: str, method: str, answer: str
) -> None:
    other = browser.send(url, CARD | {"method": choice}).location
    assert browser.send(other, {}, action=answer).location == url
    page = browser.open(url)
    told = {"card": "本人認証ができませんでした", "paypay": "PayPay"}[method]
    assert told in page.tree.select_one(".error-summary").text  # type: ignore[union-attr]
    assert gateway.snapshot(session_id(url)).captured == 0
    assert browser.send(url, CARD).status == 303
    assert gateway.snapshot(session_id(url)).state is PaymentState.PAID


@METHODS
def test_who_never_comes_back_has_not_paid_and_cannot_after_the_page_is_closed(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle, choice: str, method: str
) -> None:
    page = gateway.start(spec())
    waiting = stripe_server.redirects.start(page.ref, method, email="hanako@example.jp")
    gateway.expire(page.ref)
    with pytest.raises(NotPossible):
        stripe_server.redirects.finish(waiting["id"], "approve")
    settle()
    assert shop.books.paid == {}
    assert shop.state("attempt-1") is PaymentState.EXPIRED


def test_the_bank_is_asked_once_and_the_card_says_so(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    waiting = stripe_server.redirects.start(gateway.start(spec()).ref, "card", email="hanako@example.jp")
    stripe_server.redirects.finish(waiting["id"], "approve")
    with pytest.raises(NotPossible):
        stripe_server.redirects.finish(waiting["id"], "approve")
    (charge,) = stripe_server.store.where("charge")
    assert charge["payment_method_details"]["card"]["three_d_secure"]["authentication_flow"] == "challenge"


def test_a_slip_is_not_taken_for_a_page_elsewhere(
    browser: Browser, stripe_server: LocalStripe, gateway: StripeGateway
) -> None:
    slip: dict[str, Any] = stripe_server.checkout.issue_slip(
        gateway.start(spec()).ref, email="a@example.jp", name="花子"
    )
    with pytest.raises(NotPossible):
        stripe_server.redirects.finish(slip["id"], "approve")
    assert browser.open(f"/wallet/{slip['id']}").status == 303
