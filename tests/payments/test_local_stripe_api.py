"""The API as a client meets it: keys, versions, unknown parameters, idempotency, lists, expansion, and many at once."""

import base64
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, build_opener

import pytest
import stripe

from tests.payments.shop import KEY, Shop, spec
from webapp.payments.gateway import GatewayDoubt
from webapp.payments.local_stripe.api import API_VERSION
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.stripe_gateway import StripeGateway

EMAIL = "hanako@example.jp"
SESSION = {
    "mode": "payment",
    "success_url": "http://127.0.0.1:8000/thanks",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "jpy",
    "line_items[0][price_data][unit_amount]": "3000",
    "line_items[0][price_data][product_data][name]": "寄附",
}


def call(
    server: LocalStripe, path: str, form: dict[str, str] | None = None, **headers: str
) -> tuple[int, Any, dict[str, str]]:
    """One request without the client, so that anything can be sent."""
    sent = {"Authorization": f"Bearer {KEY}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    body = None if form is None else urlencode(form).encode()
    request = Request(server.url + path, body, sent)
    try:
        with build_opener().open(request, timeout=20) as answer:
            return answer.status, json.load(answer), dict(answer.headers)
    except HTTPError as error:
        with error:
            return error.code, json.load(error), dict(error.headers)


def refusal(server: LocalStripe, form: dict[str, str]) -> tuple[str | None, str | None]:
    status, body, _ = call(server, "/v1/checkout/sessions", form)
    assert status == 400, body
    assert server.store.where("checkout.session") == []
    return body["error"].get("code"), body["error"].get("param")


def test_a_session_is_opened(stripe_server: LocalStripe) -> None:
    status, session, headers = call(stripe_server, "/v1/checkout/sessions", SESSION)
    assert (status, session["amount_total"], session["payment_status"]) == (200, 3000, "unpaid")
    assert headers["Stripe-Version"] == API_VERSION
    assert headers["Request-Id"].startswith("req_")


@pytest.mark.parametrize("key", ["sk_live_x", "rk_test_x", "pk_test_x", "nonsense"])
def test_only_secret_test_keys_are_taken(stripe_server: LocalStripe, key: str) -> None:
    status, body, _ = call(stripe_server, "/v1/events", Authorization=f"Bearer {key}")
    assert (status, body["error"]["type"]) == (401, "invalid_request_error")
    assert key not in body["error"]["message"] or len(key) <= 8


def test_without_a_key_nothing_is_told(stripe_server: LocalStripe) -> None:
    assert call(stripe_server, "/v1/events", Authorization="")[0] == 401


def test_a_key_may_come_as_a_user_name(stripe_server: LocalStripe) -> None:
    basic = base64.b64encode(f"{KEY}:".encode()).decode()
    assert call(stripe_server, "/v1/events", Authorization=f"Basic {basic}")[0] == 200


def test_another_api_version_is_refused(stripe_server: LocalStripe) -> None:
    status, body, _ = call(stripe_server, "/v1/events", Stripe_Version="2020-08-27")
    assert status == 400
    assert API_VERSION in body["error"]["message"]


def test_a_connected_account_is_refused_as_not_modelled(stripe_server: LocalStripe) -> None:
    status, body, _ = call(stripe_server, "/v1/events", Stripe_Account="acct_1")
    assert (status, body["error"]["code"]) == (400, "not_modelled")


@pytest.mark.parametrize("path", ["/v1/customers", "/v1/topups/tu_1", "/v1/checkout"])
def test_an_address_that_is_not_modelled_is_unknown(stripe_server: LocalStripe, path: str) -> None:
    status, body, _ = call(stripe_server, path)
    assert status == 404
    assert "Unrecognized request URL" in body["error"]["message"]


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"payment_method_types[0]": "card"}, "parameter_unknown", "payment_method_types"),
        ({"nonsense": "1"}, "parameter_unknown", "nonsense"),
        ({"api_key": "sk_test_x"}, "parameter_unknown", "api_key"),
        (
            {"line_items[0][price_data][amount]": "1"},
            "parameter_unknown",
            "line_items[0][price_data][amount]",
        ),
        ({"mode": "donate"}, None, "mode"),
        ({"submit_type": "gift"}, None, "submit_type"),
        ({"locale": "jp"}, None, "locale"),
        ({"excluded_payment_method_types[0]": "cash"}, None, "excluded_payment_method_types[0]"),
        (
            {"payment_method_options[card][request_three_d_secure]": "always"},
            None,
            "payment_method_options[card][request_three_d_secure]",
        ),
        ({"expires_at": "soon"}, "parameter_invalid_integer", "expires_at"),
        (
            {"line_items[0][price_data][unit_amount]": "3000.5"},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
        ),
        (
            {"line_items[0][price_data][unit_amount]": "３０００"},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
        ),
        ({"line_items[0][price_data][currency]": "usd"}, None, "line_items[0][price_data][currency]"),
        ({"line_items[0][price_data][unit_amount]": "49"}, "amount_too_small", "line_items"),
        ({"line_items[0][price_data][unit_amount]": "100000000"}, "amount_too_large", "line_items"),
        ({"line_items[0][quantity]": "0"}, None, "line_items[0]"),
        ({"success_url": "javascript:alert(1)"}, "url_invalid", "success_url"),
        ({"cancel_url": "/back"}, "url_invalid", "cancel_url"),
        ({"mode": "setup"}, None, "mode"),
        ({"allow_promotion_codes": "true"}, "not_modelled", "allow_promotion_codes"),
        ({"metadata[" + "k" * 41 + "]": "v"}, None, "metadata[" + "k" * 41 + "]"),
        ({"metadata[k]": "v" * 501}, None, "metadata[k]"),
        ({"expand[0]": "payment_intent.latest_charge.refunds.data.charge"}, None, "expand"),
        ({"expand[0]": "nonsense"}, None, "expand"),
    ],
)
def test_what_the_client_would_not_send_is_refused(
    stripe_server: LocalStripe, change: dict[str, str], code: str | None, param: str
) -> None:
    assert refusal(stripe_server, SESSION | change) == (code, param)


@pytest.mark.parametrize(
    ("missing", "param"),
    [
        ("success_url", "success_url"),
        ("line_items[0][price_data][currency]", "line_items[0][price_data][currency]"),
        ("line_items[0][price_data][unit_amount]", "line_items[0][price_data][unit_amount]"),
    ],
)
def test_what_is_needed_must_be_there(stripe_server: LocalStripe, missing: str, param: str) -> None:
    rest = {name: value for name, value in SESSION.items() if name != missing}
    assert refusal(stripe_server, rest) == ("parameter_missing", param)


def test_a_key_is_answered_again_word_for_word(stripe_server: LocalStripe) -> None:
    first = call(stripe_server, "/v1/checkout/sessions", SESSION, Idempotency_Key="k1")
    again = call(stripe_server, "/v1/checkout/sessions", SESSION, Idempotency_Key="k1")
    assert first[:2] == again[:2]
    assert "Idempotent-Replayed" not in first[2]
    assert again[2]["Idempotent-Replayed"] == "true"
    assert len(stripe_server.store.where("checkout.session")) == 1


def test_a_key_with_other_parameters_is_an_error(stripe_server: LocalStripe) -> None:
    call(stripe_server, "/v1/checkout/sessions", SESSION, Idempotency_Key="k1")
    other = SESSION | {"client_reference_id": "another"}
    status, body, _ = call(stripe_server, "/v1/checkout/sessions", other, Idempotency_Key="k1")
    assert (status, body["error"]["type"]) == (400, "idempotency_error")
    assert len(stripe_server.store.where("checkout.session")) == 1


def test_a_key_remembers_a_500_but_not_a_misspelt_request(stripe_server: LocalStripe) -> None:
    stripe_server.faults.fail_next("checkout.sessions.create", "error_500")
    for _ in range(2):
        status, _, headers = call(stripe_server, "/v1/checkout/sessions", SESSION, Idempotency_Key="k1")
        assert (status, headers["Stripe-Should-Retry"]) == (500, "false")
    wrong = SESSION | {"nonsense": "1"}
    assert call(stripe_server, "/v1/checkout/sessions", wrong, Idempotency_Key="k2")[0] == 400
    assert call(stripe_server, "/v1/checkout/sessions", SESSION, Idempotency_Key="k2")[0] == 200


def test_a_key_is_forgotten_after_a_day(stripe_server: LocalStripe) -> None:
    call(stripe_server, "/v1/checkout/sessions", SESSION, Idempotency_Key="k1")
    stripe_server.clock.advance(86401)
    call(stripe_server, "/v1/checkout/sessions", SESSION, Idempotency_Key="k2")
    assert stripe_server.store.reply("k1") is None


def test_a_key_that_is_too_long_is_refused(stripe_server: LocalStripe) -> None:
    status, body, _ = call(stripe_server, "/v1/checkout/sessions", SESSION, Idempotency_Key="k" * 256)
    assert (status, body["error"]["type"]) == (400, "idempotency_error")


def test_a_key_that_is_in_use_is_told_so_and_opens_one_session(stripe_server: LocalStripe) -> None:
    def create() -> tuple[int, Any, dict[str, str]]:
        return call(stripe_server, "/v1/checkout/sessions", SESSION, Idempotency_Key="k1")

    with ThreadPoolExecutor(1) as pool, stripe_server.faults.gate("checkout.sessions.create", "after") as gate:
        first = pool.submit(create)
        assert gate.wait()
        status, body, _ = create()
        assert (status, body["error"]["code"]) == (409, "idempotency_key_in_use")
        gate.open()
        assert first.result()[1]["id"] == create()[1]["id"]
    assert len(stripe_server.store.where("checkout.session")) == 1


def test_a_call_that_breaks_before_its_work_leaves_nothing_and_after_it_a_session(
    stripe_server: LocalStripe, gateway: StripeGateway
) -> None:
    asked = spec()  # one for all: a second one, made a second later, ends later and is another request
    for when, left in (("before", 0), ("after", 1)):
        with ThreadPoolExecutor(1) as pool, stripe_server.faults.gate("checkout.sessions.create", when) as gate:
            lost = pool.submit(gateway.start, asked)
            assert gate.wait()
            gate.open(breaks=True)
            with pytest.raises(GatewayDoubt):
                lost.result()
        assert len(stripe_server.store.where("checkout.session")) == left
    assert gateway.start(asked).ref == stripe_server.store.where("checkout.session")[0]["id"]


def test_more_calls_than_a_second_may_hold_are_turned_away(stripe_server: LocalStripe) -> None:
    stripe_server.faults.calls_per_second = 3
    statuses = [call(stripe_server, "/v1/balance")[0] for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_lists_are_cut_into_pages(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    refs = [gateway.start(spec(f"a{n}")).ref for n in range(5)][::-1]
    client = stripe.StripeClient(KEY, base_addresses={"api": stripe_server.url})
    first = client.v1.checkout.sessions.list({"limit": 2})
    assert ([s.id for s in first.data], first.has_more) == (refs[:2], True)
    assert [s.id for s in first.auto_paging_iter()] == refs
    back = client.v1.checkout.sessions.list({"limit": 2, "ending_before": refs[3]})
    assert ([s.id for s in back.data], back.has_more) == (refs[1:3], True)
    assert client.v1.checkout.sessions.list({"created": {"lt": int(time.time()) - 60}}).data == []


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "customer=cus_1", "starting_after=cs_test_none"])
def test_a_list_that_cannot_be_given_is_refused(stripe_server: LocalStripe, query: str) -> None:
    status, body, _ = call(stripe_server, f"/v1/checkout/sessions?{query}")
    assert status in {400, 404}
    assert body["error"]["param"]


def test_events_can_be_read_again(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    gateway.expire(gateway.start(spec()).ref)
    client = stripe.StripeClient(KEY, base_addresses={"api": stripe_server.url})
    (event,) = client.v1.events.list({"type": "checkout.session.expired"}).data
    assert client.v1.events.retrieve(event.id).data.object["status"] == "expired"
    assert client.v1.events.list({"type": "charge.refunded"}).data == []


def test_each_object_can_be_read(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    paid = stripe_server.checkout.pay_card(gateway.start(spec()).ref, email=EMAIL)
    client = stripe.StripeClient(KEY, base_addresses={"api": stripe_server.url})
    intent = client.v1.payment_intents.retrieve(paid["payment_intent"], {"expand": ["latest_charge"]})
    charge = intent.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert client.v1.charges.retrieve(charge.id).payment_intent == intent.id
    refund = client.v1.refunds.create({"charge": charge.id, "amount": 5})
    assert client.v1.refunds.retrieve(refund.id).amount == 5
    assert [r.id for r in client.v1.refunds.list({"payment_intent": intent.id}).data] == [refund.id]
    assert isinstance(charge.balance_transaction, str)
    assert client.v1.balance_transactions.retrieve(charge.balance_transaction).net == 3000 - 108


def test_many_pledges_at_once_lose_and_double_nothing(
    stripe_server: LocalStripe, gateway: StripeGateway, shop: Shop, settle: Callable[[], None]
) -> None:
    def pledge(number: int) -> None:
        page = gateway.start(spec(f"attempt-{number}"))
        stripe_server.checkout.pay_card(page.ref, email=EMAIL)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(pledge, range(12)))
    assert stripe_server.dispatcher.wait_idle(60)
    assert shop.books.paid == {f"attempt-{n}": 1 for n in range(12)}
    assert len(stripe_server.store.where("charge")) == 12
    assert shop.books.refused == 0
