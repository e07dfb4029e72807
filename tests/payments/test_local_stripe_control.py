"""What another process may make happen by the control endpoints, and the backstage page where a town opens an account."""

import http.client
import json
import threading
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.payments.shop import KEY, Shop, spec
from tests.payments.test_local_stripe_pages import Browser
from webapp.payments.gateway import GatewayDoubt, PaymentState
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.stripe_gateway import StripeGateway


def control(server: LocalStripe, deed: str, mimetype: str = "application/json", **given: Any) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    try:
        connection.request("POST", f"/_control/{deed}", json.dumps(given), {"Content-Type": mimetype})
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, json.loads(body) if body.startswith(b"{") else body.decode()
    finally:
        connection.close()


def test_messages_are_held_doubled_and_sent_in_reverse(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop
) -> None:
    assert control(stripe_server, "faults", hold=True, duplicates=1, drop=["charge.succeeded"])[0] == 200
    page = gateway.start(spec())
    assert control(stripe_server, "pay", session=page.ref)[0] == 200
    assert shop.books.types == {}
    assert control(stripe_server, "deliveries", reversed=True) == (200, {"sent": 8})
    assert (shop.books.paid, shop.books.repeated) == ({"attempt-1": 1}, 4)
    control(stripe_server, "reset")
    assert (stripe_server.faults.hold, stripe_server.faults.drop) == (False, frozenset())


def test_a_call_is_held_and_broken_from_outside(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    operation = "checkout.sessions.create"
    control(stripe_server, "gates", operation=operation, when="after")
    doubts: list[GatewayDoubt] = []

    def start() -> None:
        with pytest.raises(GatewayDoubt) as caught:
            gateway.start(spec())
        doubts.append(caught.value)

    thread = threading.Thread(target=start)
    thread.start()
    assert control(stripe_server, "gates/wait", operation=operation, seconds=10) == (200, {"reached": True})
    control(stripe_server, "gates/open", operation=operation, breaks=True)
    thread.join(10)
    assert len(doubts) == len(stripe_server.store.where("checkout.session")) == 1


def test_calls_fail_and_time_passes_on_demand(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    control(stripe_server, "failures", operation="checkout.sessions.create", kind="lost_request")
    with pytest.raises(GatewayDoubt):
        gateway.start(spec())
    assert stripe_server.store.where("checkout.session") == []
    page = gateway.start(spec())
    control(stripe_server, "clock", seconds=3601)
    assert gateway.snapshot(page.ref).state is PaymentState.EXPIRED


def test_the_till_and_the_bank_are_played_from_outside(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    _, paid = control(stripe_server, "pay", session=gateway.start(spec()).ref)
    status, told = control(stripe_server, "act", payment=paid["payment"], action="open_dispute")
    assert (status, told["next"]) == (200, ["win_dispute", "lose_dispute"])
    assert control(stripe_server, "act", payment=paid["payment"], action="open_dispute")[0] == 409
    account = stripe_server.accounts.all()[0].id
    assert control(stripe_server, "payouts", account=account, then="arrive")[1]["amount"] == 3000 - 108 - 3000 - 1300


@pytest.mark.parametrize(
    ("deed", "given", "status"),
    [
        ("faults", {"no_such_fault": 1}, 422),
        ("failures", {"operation": "x", "kind": "earthquake"}, 422),
        ("gates/wait", {"operation": "never.set"}, 422),
        ("pay", {"session": "cs_test_none"}, 404),
        ("accounts", {"name": "x", "key": "sk_live_1", "webhook": "http://127.0.0.1:1/"}, 422),
        ("nothing", {}, 404),
    ],
)
def test_what_cannot_be_done_is_told(stripe_server: LocalStripe, deed: str, given: Any, status: int) -> None:
    assert control(stripe_server, deed, **given)[0] == status


def test_a_form_of_another_site_cannot_control_anything(stripe_server: LocalStripe) -> None:
    assert control(stripe_server, "faults", mimetype="text/plain", hold=True)[0] == 415
    assert stripe_server.faults.hold is False


def test_a_town_opens_an_account_and_pays_with_its_own_keys(stripe_server: LocalStripe, shop: Shop) -> None:
    browser = Browser(stripe_server)
    typed = {"name": "ふたまち市", "webhook": shop.webhook_url}
    page = browser.send("/accounts", typed, action="/accounts")
    key, secret = (code.text for code in page.tree.find_all("code"))
    town = StripeGateway(key, [secret], api_base=stripe_server.url, network_retries=0)
    shop.open(town)
    own = stripe_server.accounts.holding(town.start(spec("of-the-town")).ref)
    assert (own.name, own.key) == ("ふたまち市", key)
    own.checkout.pay_card(own.store.where("checkout.session")[0]["id"], email="hanako@example.jp")
    assert stripe_server.dispatcher.wait_idle()
    assert shop.books.paid == {"of-the-town": 1}
    assert secret not in browser.open("/accounts").html
    assert "ふたまち市" in browser.open("/").html
    browser.send("/accounts", {}, action=f"{own.id}/payouts")
    assert browser.send("/accounts", {}, action="arrive").status == 303
    assert own.store.where("payout")[0]["status"] == "paid"
    assert browser.send("/accounts", {}, action="fail_payout").status == 303
    assert own.store.where("payout")[0]["status"] == "failed"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "", "webhook": "http://127.0.0.1:1/"}, "自治体の名前"),
        ({"name": "ふたまち市", "webhook": "https://example.jp/"}, "この機械の中"),
    ],
)
def test_an_account_needs_a_name_and_an_address_on_this_machine(
    stripe_server: LocalStripe, typed: dict[str, str], told: str
) -> None:
    page = Browser(stripe_server).send("/accounts", typed, action="/accounts")
    assert (page.status, told in page.tree.select_one(".error-summary").text) == (422, True)  # type: ignore[union-attr]
    assert [account.key for account in stripe_server.accounts.all()] == [None]
    assert KEY not in page.html
