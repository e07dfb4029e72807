"""Several accounts on one server: each with its own key, objects, idempotency keys, endpoints and secrets."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import stripe

from tests.payments.shop import KEY, SECRET, Shop, gateway_for, spec
from webapp.payments.gateway import GatewayRefused, PaymentState
from webapp.payments.local_stripe.dispatcher import Webhook
from webapp.payments.local_stripe.server import LocalStripe, Opening, Options
from webapp.payments.stripe_gateway import StripeGateway

EAST, WEST = "sk_test_of_the_east", "sk_test_of_the_west"
Settle = Callable[[], None]


def client_of(server: LocalStripe, key: str = KEY) -> stripe.StripeClient:
    return stripe.StripeClient(key, base_addresses={"api": server.url}, max_network_retries=0)


@pytest.fixture
def towns(shop: Shop) -> Iterator[tuple[LocalStripe, StripeGateway, StripeGateway]]:
    openings = tuple(
        Opening(name, key, Webhook(f"{shop.webhook_url}?{name}", f"whsec_{name}"))
        for name, key in (("east", EAST), ("west", WEST))
    )
    with LocalStripe(Options(key=KEY, accounts=openings)) as server:
        east = StripeGateway(EAST, ["whsec_east"], api_base=server.url, network_retries=0)
        west = StripeGateway(WEST, ["whsec_west"], api_base=server.url, network_retries=0)
        yield server, east, west
    assert server.violations == []


def test_nothing_of_another_account_is_found(towns: tuple[LocalStripe, StripeGateway, StripeGateway]) -> None:
    server, east, west = towns
    page = east.start(spec())
    paid = server.accounts.holding(page.ref).checkout.pay_card(page.ref, email="hanako@example.jp")
    assert east.snapshot(page.ref).state is PaymentState.PAID
    for forbidden in (
        lambda: west.snapshot(page.ref),
        lambda: west.snapshot(paid["payment_intent"]),
        lambda: west.refund(paid["payment_intent"], 100, key="refund:1"),
    ):
        with pytest.raises(GatewayRefused):
            forbidden()
    lists = client_of(server, WEST).v1
    assert (lists.charges.list().data, lists.events.list().data) == ([], [])
    assert lists.balance_transactions.list().data == []
    assert server.store.where("checkout.session") == []


def test_the_same_key_of_two_accounts_opens_two_pages(
    towns: tuple[LocalStripe, StripeGateway, StripeGateway],
) -> None:
    (_, east, west), asked = towns, spec()
    assert east.start(asked).ref != west.start(asked).ref
    assert east.start(asked).ref == east.start(asked).ref


def test_a_key_nobody_has_is_turned_away_and_each_knows_its_own_name(
    towns: tuple[LocalStripe, StripeGateway, StripeGateway],
) -> None:
    server, *_ = towns
    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key"):
        client_of(server, "sk_test_of_nobody").v1.balance.retrieve()
    names = [client_of(server, key).v1.accounts.retrieve_current().business_profile.name for key in (EAST, WEST)]
    assert names == ["east", "west"]


def test_each_account_tells_its_own_address_with_its_own_secret(
    towns: tuple[LocalStripe, StripeGateway, StripeGateway], shop: Shop
) -> None:
    server, east, west = towns
    shop.open(east)
    east_page, west_page = east.start(spec("in-east")), west.start(spec("in-west"))
    for page in (east_page, west_page):
        server.accounts.holding(page.ref).checkout.expire(page.ref)
    for _ in range(400):
        if shop.books.types and shop.books.refused:
            break
        time.sleep(0.01)
    assert shop.books.types == {"checkout.session.expired": 1}
    assert shop.books.refused == 1
    assert list(shop.books.latest) == ["in-east"]


def test_an_endpoint_is_made_changed_and_taken_away_by_the_api(stripe_server: LocalStripe, shop: Shop) -> None:
    endpoints = client_of(stripe_server).v1.webhook_endpoints
    made = endpoints.create({"url": shop.webhook_url, "enabled_events": ["charge.refunded"]})
    assert (made.secret or "").startswith("whsec_")
    assert "secret" not in endpoints.retrieve(made.id).to_dict()
    assert endpoints.update(made.id, {"disabled": True, "description": "off"}).status == "disabled"
    assert {e.id for e in endpoints.list().data} >= {made.id}
    assert endpoints.delete(made.id).deleted
    with pytest.raises(stripe.InvalidRequestError, match="No such webhook_endpoint"):
        endpoints.retrieve(made.id)
    with pytest.raises(stripe.InvalidRequestError, match="this machine only"):
        endpoints.create({"url": "https://example.jp/", "enabled_events": ["*"]})


def test_an_endpoint_hears_only_what_it_asked_for(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    (own,) = stripe_server.store.where("webhook_endpoint")
    stripe_server.endpoints.update(own["id"], {"enabled_events": ["checkout.session.completed"]})
    stripe_server.checkout.pay_card(gateway.start(spec()).ref, email="hanako@example.jp")
    settle()
    assert shop.books.types == {"checkout.session.completed": 1}


def test_while_a_secret_is_rolled_both_are_right_and_later_only_the_new(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Settle
) -> None:
    (own,) = stripe_server.store.where("webhook_endpoint")
    new = stripe_server.endpoints.roll_secret(own["id"], old_lives=60)
    assert stripe_server.endpoints.secrets_of(own["id"]) == [new, SECRET]
    gateway.expire(gateway.start(spec("rolling")).ref)
    settle()
    shop.open(gateway_for(stripe_server, webhook_secrets=[new]))
    gateway.expire(gateway.start(spec("rolled")).ref)
    settle()
    assert (shop.books.types["checkout.session.expired"], shop.books.refused) == (2, 0)
    stripe_server.clock.advance(61)
    assert stripe_server.endpoints.secrets_of(own["id"]) == [new]


def test_a_file_from_the_time_of_one_account_is_read_again(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "payments.db")
    old.executescript("""
        CREATE TABLE object (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
            created INTEGER NOT NULL, body TEXT NOT NULL, asked TEXT NOT NULL);
        CREATE TABLE reply (key TEXT PRIMARY KEY, fingerprint TEXT, status INTEGER, body TEXT, created INTEGER);
        CREATE TABLE delivery (id INTEGER PRIMARY KEY, event TEXT NOT NULL, due REAL NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting', answer TEXT);
    """)
    body = json.dumps({"id": "pi_old", "object": "payment_intent", "status": "succeeded"})
    old.execute("INSERT INTO object VALUES (1, 'pi_old', 'payment_intent', 1, ?, '{}')", [body])
    old.commit()
    old.close()
    for _ in range(2):
        with LocalStripe(Options(db=tmp_path / "payments.db")) as server:
            assert server.store.get("payment_intent", "pi_old")["status"] == "succeeded"
