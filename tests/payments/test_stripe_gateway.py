"""The gateway's own judgement: which addresses and keys it takes, which messages it believes, how it names failures."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.payments.shop import KEY, SECRET, spec
from webapp.payments.gateway import BadSignature, GatewayDoubt, GatewayRefused, PaymentState, RefundState
from webapp.payments.local_stripe.dispatcher import sign
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.stripe_gateway import STRIPE_ADDRESS, StripeGateway

NEW_SECRET = "whsec_the_next_one"


def gateway_with(*secrets: str, key: str = KEY, base: str = "http://127.0.0.1:9") -> StripeGateway:
    return StripeGateway(key, secrets or (SECRET,), api_base=base, network_retries=0)


def event(**changes: Any) -> bytes:
    session = {"id": "cs_test_1", "object": "checkout.session", "payment_intent": "pi_1", "client_reference_id": "a1"}
    body = {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "created": 1_700_000_000,
        "livemode": False,
        "api_version": "2026-10-28.endive",
        "data": {"object": session},
    }
    return json.dumps({**body, **changes}, ensure_ascii=False).encode()


def signed(body: bytes, *, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    return {"stripe-signature": sign(body, secret, at=int(time.time()) - age)}


@pytest.mark.parametrize("key", ["sk_live_x", "rk_live_x"])
@pytest.mark.parametrize("base", ["http://127.0.0.1:9", "https://api.stripe.com.example.jp", "http://api.stripe.com"])
def test_a_live_key_is_refused_for_any_address_but_stripes(key: str, base: str) -> None:
    with pytest.raises(ValueError, match="live key"):
        gateway_with(key=key, base=base)


@pytest.mark.parametrize(
    "base", ["http://10.0.0.1:9", "http://example.jp", "http://127.0.0.1.example.jp", "ftp://127.0.0.1", "127.0.0.1:9"]
)
def test_a_payment_server_elsewhere_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="on this machine"):
        gateway_with(base=base)


@pytest.mark.parametrize("base", ["http://127.0.0.1:9", "http://localhost:9/", "http://[::1]:9", STRIPE_ADDRESS])
def test_a_test_key_may_be_used_here_and_at_stripe(base: str) -> None:
    assert gateway_with(base=base).livemode is False


def test_a_live_key_belongs_to_stripe() -> None:
    assert gateway_with(key="rk_live_x", base=STRIPE_ADDRESS + "/").livemode is True


@pytest.mark.parametrize("key", ["", "pk_test_x", "whsec_x", "sk_prod_x"])
def test_what_is_no_secret_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="starts with"):
        gateway_with(key=key)


@pytest.mark.parametrize("secrets", [[], [""], [SECRET, " "]])
def test_an_empty_webhook_secret_is_refused(secrets: list[str]) -> None:
    with pytest.raises(ValueError, match="webhook secret"):
        StripeGateway(KEY, secrets)


@pytest.mark.parametrize(
    "changes", [{"amount": 0}, {"amount": -1}, {"amount": 10.0}, {"amount": True}, {"reference": ""}]
)
def test_an_attempt_of_no_whole_yen_or_no_name_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        spec(**changes)


def test_a_naive_expiry_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        spec(expires_at=datetime(2026, 11, 1))  # noqa: DTZ001 naive on purpose


def test_a_signed_message_is_opened() -> None:
    body = event()
    envelope = gateway_with().parse_webhook(body, signed(body))
    assert (envelope.event_id, envelope.ref, envelope.payment_ref, envelope.reference) == (
        "evt_1",
        "cs_test_1",
        "pi_1",
        "a1",
    )
    assert envelope.is_relevant
    assert envelope.occurred_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_a_message_about_a_refund_leads_to_its_payment() -> None:
    refund = {"id": "re_1", "object": "refund", "payment_intent": "pi_7", "metadata": {}}
    body = event(type="refund.updated", data={"object": refund})
    envelope = gateway_with().parse_webhook(body, signed(body))
    assert (envelope.session_ref, envelope.ref, envelope.reference) == (None, "pi_7", None)


def test_an_unknown_kind_of_message_is_verified_but_not_relevant() -> None:
    body = event(type="customer.created", data={"object": {"id": "cus_1", "object": "customer"}})
    envelope = gateway_with().parse_webhook(body, signed(body))
    assert (envelope.is_relevant, envelope.ref) == (False, None)


@pytest.mark.parametrize("secret", [SECRET, NEW_SECRET])
def test_both_secrets_are_accepted_while_they_are_rolled(secret: str) -> None:
    body = event()
    assert gateway_with(SECRET, NEW_SECRET).parse_webhook(body, signed(body, secret=secret)).event_id == "evt_1"


def test_the_old_secret_is_refused_after_it_was_rolled() -> None:
    body = event()
    with pytest.raises(BadSignature):
        gateway_with(NEW_SECRET).parse_webhook(body, signed(body))


@pytest.mark.parametrize(
    "header", [None, "", "t=", "t=abc,v1=00", "v1=00", "t=1", "nonsense", "t=9999999999999999999999,v1=00", "t=1,v1=é"]
)
def test_a_missing_or_garbled_signature_is_refused(header: str | None) -> None:
    headers = {} if header is None else {"Stripe-Signature": header}
    with pytest.raises(BadSignature):
        gateway_with().parse_webhook(event(), headers)


def test_a_body_that_differs_by_one_byte_is_refused() -> None:
    body = event()
    with pytest.raises(BadSignature):
        gateway_with().parse_webhook(body.replace(b"evt_1", b"evt_2"), signed(body))


def test_a_body_written_anew_from_its_data_is_refused() -> None:
    body = event()
    with pytest.raises(BadSignature):
        gateway_with().parse_webhook(json.dumps(json.loads(body), indent=1).encode(), signed(body))


@pytest.mark.parametrize("age", [301, 3600])
def test_an_old_message_played_again_is_refused(age: int) -> None:
    body = event()
    with pytest.raises(BadSignature):
        gateway_with().parse_webhook(body, signed(body, age=age))


@pytest.mark.parametrize("age", [-302, -3600, -(10**18)])
def test_a_message_from_the_future_is_refused(age: int) -> None:
    body = event()
    with pytest.raises(BadSignature, match="future"):
        gateway_with().parse_webhook(body, signed(body, age=age))


@pytest.mark.parametrize("age", [295, -295])
def test_clocks_may_differ_by_five_minutes(age: int) -> None:
    body = event()
    assert gateway_with().parse_webhook(body, signed(body, age=age)).event_id == "evt_1"


@pytest.mark.parametrize("livemode", [True, None, "false"])
def test_a_message_of_the_other_mode_is_refused(livemode: Any) -> None:
    body = event(livemode=livemode)
    with pytest.raises(BadSignature, match="mode"):
        gateway_with().parse_webhook(body, signed(body))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"not json",
        b"\xff\xfe",
        b"{}",
        event(data={}),
        event(data={"object": []}),
        event(created="x"),
    ],
)
def test_a_signed_body_that_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(BadSignature):
        gateway_with().parse_webhook(body, signed(body))


def test_no_answer_at_all_is_a_doubt() -> None:
    with pytest.raises(GatewayDoubt) as caught:
        gateway_with().start(spec())
    assert caught.value.needs_new_key is False


def test_a_stored_500_asks_for_a_new_key_after_a_look(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    stripe_server.faults.fail_next("checkout.sessions.create", "error_500")
    began = datetime.now(UTC) - timedelta(seconds=5)
    asked = spec()
    for _ in range(2):
        with pytest.raises(GatewayDoubt) as caught:
            gateway.start(asked)
        assert caught.value.needs_new_key is True
    assert gateway.find("attempt-1", since=began) is None
    assert gateway.start(spec(idempotency_key="attempt:attempt-1:again")).url


@pytest.mark.parametrize("fault", ["rate_limit", "in_use", "lost_reply"])
def test_a_doubt_is_resolved_by_the_same_key(stripe_server: LocalStripe, gateway: StripeGateway, fault: Any) -> None:
    stripe_server.faults.fail_next("checkout.sessions.create", fault)
    asked = spec()
    with pytest.raises(GatewayDoubt) as caught:
        gateway.start(asked)
    assert caught.value.needs_new_key is False
    page = gateway.start(asked)
    assert gateway.find("attempt-1", since=datetime.now(UTC) - timedelta(minutes=1)) == page
    assert len(stripe_server.store.where("checkout.session")) == 1


def test_the_clients_own_retries_heal_a_lost_answer(stripe_server: LocalStripe) -> None:
    stripe_server.faults.fail_next("checkout.sessions.create", "lost_reply")
    gateway = StripeGateway(KEY, [SECRET], api_base=stripe_server.url, network_retries=1)
    assert gateway.start(spec()).url
    assert len(stripe_server.store.where("checkout.session")) == 1


def test_what_is_not_there_is_refused_not_doubted(gateway: StripeGateway) -> None:
    for ref in ("cs_test_nothing", "pi_nothing"):
        with pytest.raises(GatewayRefused) as caught:
            gateway.snapshot(ref)
        assert caught.value.code == "resource_missing"


def test_a_refused_amount_names_the_parameter(gateway: StripeGateway) -> None:
    with pytest.raises(GatewayRefused) as caught:
        gateway.start(spec(amount=49))
    assert (caught.value.code, caught.value.param) == ("amount_too_small", "line_items")


def test_the_snapshot_carries_what_was_asked(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    expires_at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    page = gateway.start(spec(expires_at=expires_at, metadata={"municipality": "372013"}))
    seen = gateway.snapshot(page.ref)
    assert (seen.state, seen.amount, seen.currency, seen.reference) == (PaymentState.OPEN, 3000, "jpy", "attempt-1")
    assert seen.metadata == {"municipality": "372013", "attempt": "attempt-1"}
    assert (seen.expires_at, page.expires_at) == (expires_at, expires_at)
    kept = stripe_server.store.get("checkout.session", page.ref)
    assert (kept["submit_type"], kept["locale"], kept["customer_email"]) == ("donate", "ja", "hanako@example.jp")
    assert kept["payment_method_options"]["card"]["request_three_d_secure"] == "any"


def test_a_proxy_of_the_environment_never_sees_the_local_server(
    stripe_server: LocalStripe, gateway: StripeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert gateway.start(spec()).url


def test_states_of_refunds_are_those_of_the_provider() -> None:
    assert {"pending", "requires_action", "succeeded", "failed", "canceled"} < set(RefundState)
