"""The check against Stripe's schema bites: whatever is wrong in an object does not leave the server."""

import ast
import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.payments.shop import KEY, spec
from webapp.payments.gateway import GatewayDoubt
from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.contract import CONTRACTS, contract
from webapp.payments.local_stripe.dispatcher import Webhook
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.server import LocalStripe, Options
from webapp.payments.local_stripe.spec import SpecViolation, StripeSpec, spec_file, stripe_spec
from webapp.payments.stripe_gateway import StripeGateway
from webapp.payments.stripe_reading import SUBSCRIBED_EVENTS

EMAIL = "hanako@example.jp"
FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "stripe" / "fixtures3.json"
Place = tuple[Any, ...]
# Kinds whose schema is looked at with another object already.
LIKE_ANOTHER = {"charge that failed", "charge of a wallet"}
# What Stripe's document leaves without a shape: an object's own notes, and an event's content, which is checked by itself.
FREE_FORM = {"metadata", "previous_attributes"}


PRICE = {"currency": "jpy", "unit_amount": 3000, "product_data": {"name": "海辺の図書室への寄附"}}
ASKED = {
    "mode": "payment",
    "success_url": "http://127.0.0.1:8000/",
    "line_items": [{"price_data": PRICE, "quantity": 1}],
}
Kinds = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Life:
    """What one server has made."""

    kinds: Kinds
    event_types: set[str]


@pytest.fixture(scope="module")
def life() -> Iterator[Life]:
    """One object of every kind the server sends, after slips, declines, refunds, disputes, PayPay and payouts."""
    server = LocalStripe(Options(public_url="http://127.0.0.1:1", webhook=Webhook("http://127.0.0.1:1/", "whsec_x")))
    checkout = server.checkout
    page = checkout.create(ASKED)["id"]
    checkout.decline_card(page, email=EMAIL)
    paid = checkout.pay_card(page, email=EMAIL, name="二町 花子")
    slip, till = (checkout.issue_slip(checkout.create(ASKED)["id"], email=EMAIL, name="花子") for _ in range(2))
    checkout.pay_slip(till["id"])
    refund = server.refunds.create({"payment_intent": till["id"], "amount": 100})
    charges = {c["status"]: c for c in server.store.where("charge", payment_intent=paid["payment_intent"])}
    dispute = server.disputes.open(paid["payment_intent"], is_inquiry=True)
    server.disputes.escalate(dispute["id"])
    wallet = server.redirects.start(checkout.create(ASKED)["id"], "paypay", email=EMAIL)
    server.redirects.finish(wallet["id"], "approve")
    lines = server.store.where("balance_transaction")
    payout = server.payouts.arrive(server.payouts.create(even_pending=True)["id"])
    kinds = {
        "checkout.session": paid,
        "payment_intent with a slip": slip,
        "charge": charges["succeeded"],
        "charge that failed": charges["failed"],
        "charge of a wallet": server.store.where("charge")[0],
        "refund": refund,
        "dispute": server.disputes.close(dispute["id"], is_won=True),
        "balance_transaction": next(line for line in lines if line["fee"]),
        "payout": payout,
        "balance": server.balance.now(),
        "webhook_endpoint": server.store.where("webhook_endpoint")[0],
        "event": next(e for e in server.store.where("event", type="charge.updated")),
    }
    server.payouts.fail(payout["id"])
    server.refunds.bounce(refund["id"])
    yield Life(kinds, {event["type"] for event in server.store.where("event")})
    assert server.violations == []
    server.stop()


def places(value: Any, here: Place = ()) -> Iterator[Place]:
    """Every place inside an object whose shape Stripe describes."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield (*here, name)
        if name not in FREE_FORM:
            yield from places(part, (*here, name))


def changed(whole: dict[str, Any], place: Place, new: Any) -> dict[str, Any]:
    """The same object with one place different; only what leads there is copied."""
    head, rest = place[0], place[1:]
    result: Any = copy.copy(whole)
    result[head] = changed(result[head], rest, new) if rest else new
    return dict(result) if isinstance(result, dict) else result


def passes(value: dict[str, Any]) -> bool:
    try:
        stripe_spec().check(value)
    except SpecViolation:
        return False
    return True


def at(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value


def test_every_single_corruption_is_found(life: Life) -> None:
    tried, missed = 0, []
    for kind, whole in life.kinds.items():
        assert passes(whole), kind
        for place in [] if kind in LIKE_ANOTHER else places(whole):
            tried += 1
            if passes(changed(whole, place, [[None]])):
                missed.append((kind, *place))
    assert tried > 400
    assert missed == []


def test_an_invented_field_is_found_wherever_it_stands(life: Life) -> None:
    tried, missed = 0, []
    for kind, whole in life.kinds.items():
        inside = [p for p in places(whole) if isinstance(at(whole, p), dict) and p[-1] not in FREE_FORM]
        for place in [(), *inside]:
            tried += 1
            if passes(changed(whole, (*place, "no_such_field"), 1)):
                missed.append((kind, *place))
    assert tried > 40
    assert missed == []


@pytest.mark.parametrize("name", ["id", "object", "created"])
def test_a_missing_field_is_found(life: Life, name: str) -> None:
    for whole in life.kinds.values():
        assert name not in whole or not passes({key: value for key, value in whole.items() if key != name})


@pytest.mark.parametrize(
    ("kind", "place", "word"),
    [
        ("checkout.session", ("status",), "done"),
        ("checkout.session", ("payment_status",), "yes"),
        ("checkout.session", ("submit_type",), "gift"),
        ("checkout.session", ("currency",), "YEN"),
        ("payment_intent with a slip", ("status",), "waiting"),
        ("charge", ("status",), "ok"),
        ("dispute", ("status",), "open"),
        ("event", ("data", "object", "status"), "ok"),
    ],
)
def test_a_word_stripe_does_not_know_is_found(life: Life, kind: str, place: Place, word: str) -> None:
    assert not passes(changed(life.kinds[kind], place, word))


def test_a_field_newer_than_the_document_may_only_be_empty(life: Life) -> None:
    refund = life.kinds["refund"]
    assert refund["payment_method"] is None
    assert not passes(refund | {"payment_method": "pm_1"})


@pytest.mark.parametrize("value", [{}, {"object": "customer", "id": "cus_1"}, {"error": {"type": "odd"}}])
def test_what_the_server_does_not_model_cannot_be_sent(value: dict[str, Any]) -> None:
    with pytest.raises(SpecViolation):
        stripe_spec().check(value)


@pytest.fixture
def broken_builder(monkeypatch: pytest.MonkeyPatch) -> None:
    build = objects.session
    monkeypatch.setattr(objects, "session", lambda **asked: build(**asked) | {"amount_total": "3000"})


@pytest.mark.usefixtures("broken_builder")
def test_a_wrong_object_becomes_an_error_and_is_not_kept() -> None:
    with LocalStripe() as server:
        gateway = StripeGateway(KEY, ["whsec_x"], api_base=server.url, network_retries=0)
        with pytest.raises(GatewayDoubt, match="broke Stripe's schema"):
            gateway.start(spec())
        assert server.violations
        assert server.store.where("checkout.session") == []
        assert server.store.reply("attempt:attempt-1") is None


def test_a_document_laid_out_otherwise_is_refused_at_the_start(tmp_path: Path) -> None:
    other = tmp_path / "stripe_spec.py"
    other.write_text("sspec = {}\n" * 10)
    with pytest.raises(ValueError, match="not laid out"):
        StripeSpec(other)


def test_every_request_has_a_closed_contract() -> None:
    needed = {"webhook_endpoints.create": [("url", "http://127.0.0.1/"), ("enabled_events[0]", "*")]}
    for name in CONTRACTS:
        with pytest.raises(ApiError, match="Received unknown parameter"):
            contract().parse(name, [*needed.get(name, []), ("no_such_parameter", "1")])


def test_every_event_we_listen_to_is_one_that_stripe_knows() -> None:
    known = names_of_events()
    assert len(known) > 200
    assert known >= SUBSCRIBED_EVENTS


def test_every_event_the_server_sends_is_one_that_stripe_knows(life: Life) -> None:
    assert len(life.event_types) > 20
    assert life.event_types <= names_of_events()


def names_of_events() -> set[str]:
    """The values that Stripe's document allows for a webhook's `enabled_events`."""
    text = spec_file().read_text(encoding="utf-8")
    start = text.index("'enum': [", text.index("'enabled_events': {'type': 'array'"))
    return set(ast.literal_eval(text[start + len("'enum': ") : text.index("]", start) + 1]))


@pytest.mark.shared_data
def test_our_objects_have_the_same_fields_as_stripes_fixtures(life: Life) -> None:
    if not FIXTURES.is_file():
        pytest.skip("Stripe's fixtures ../shared/stripe/fixtures3.json are not here")
    fixtures = json.loads(FIXTURES.read_text(encoding="utf-8"))["resources"]
    ours = life.kinds
    fresh = objects.refund(now=1, of=ours["charge"], amount=1, asked={})
    compared = {
        "checkout.session": ours["checkout.session"],
        "payment_intent": ours["payment_intent with a slip"],
        "charge": ours["charge"],
        "refund": fresh,
        "dispute": ours["dispute"],
        "balance_transaction": ours["balance_transaction"],
        "payout": ours["payout"],
        "balance": {"connect_reserved": [], **ours["balance"]},
        "webhook_endpoint": ours["webhook_endpoint"],
        "event": ours["event"],
    }
    for kind, mine in compared.items():
        assert mine.keys() == fixtures[kind].keys(), kind
