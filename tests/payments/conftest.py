"""A running local payment server, the gateway that speaks to it, and a small shop that receives its messages."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.payments.shop import SECRET, Shop, gateway_for
from tests.support.books import books_in_order
from tests.support.settings import WEBHOOK_SECRET
from webapp.payments import collecting
from webapp.payments.local_stripe.dispatcher import Webhook
from webapp.payments.local_stripe.server import LocalStripe, Options
from webapp.payments.stripe_gateway import StripeGateway

__all__ = ["books_in_order"]
QUICK_RETRIES = (0.02, 0.05, 0.1, 0.2)


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A webhook endpoint with a ledger, on its own port; give it a gateway with `shop.open(gateway)`."""
    with Shop() as running:
        yield running


@pytest.fixture
def stripe_server(shop: Shop) -> Iterator[LocalStripe]:
    """The local server, in memory, delivering to the shop with short pauses between tries."""
    with LocalStripe(Options(webhook=Webhook(shop.webhook_url, SECRET, QUICK_RETRIES))) as server:
        yield server
    assert server.violations == []


@pytest.fixture
def gateway(stripe_server: LocalStripe, shop: Shop) -> StripeGateway:
    """The gateway under test, known to the shop."""
    made = gateway_for(stripe_server)
    shop.open(made)
    return made


@pytest.fixture
def provider(app: Flask) -> Iterator[LocalStripe]:
    """The local payment server, with the app's gateway pointed at it; notices are posted by the test."""
    with LocalStripe(Options()) as server:
        app.extensions["futamachi"].extras[collecting.KEY] = StripeGateway(
            "sk_test_only_for_tests", [WEBHOOK_SECRET], api_base=server.url, network_retries=0
        )
        yield server
    assert server.violations == []


@pytest.fixture
def settle(stripe_server: LocalStripe) -> Callable[[], None]:
    """Wait until every message has been delivered."""

    def wait() -> None:
        assert stripe_server.dispatcher.wait_idle(), stripe_server.mail.deliveries("waiting", "sending")

    return wait
