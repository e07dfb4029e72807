"""The check against Stripe's schema bites: whatever is wrong in an object does not leave the server."""

import ast
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.payments.shop import KEY, spec
from webapp.payments.gateway import GatewayDoubt
from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.contract import CONTRACTS, contract
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.local_stripe.spec import SpecViolation, StripeSpec, spec_file, stripe_spec
from webapp.payments.stripe_gateway import SUBSCRIBED_EVENTS, StripeGateway

EMAIL = "hanako@example.jp"
FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "stripe" / "fixtures3.json"
Place = tuple[Any, ...]
# What Stripe's document leaves without a shape: an object's own notes, and an event's content, which is checked by itself.
FREE_FORM = {"metadata", "previous_attributes"}


def kinds_of(server: LocalStripe, gateway: StripeGateway) -> dict[str, dict[str, Any]]:
    """One object of every kind the server sends, after a life with a slip, a decline, a refund and a dispute."""
    page = gateway.start(spec())
    server.checkout.decline_card(page.ref, email=EMAIL)
    paid = server.checkout.pay_card(page.ref, email=EMAIL, name="二町 花子")
    slip = server.checkout.issue_slip(gateway.start(spec("a2")).ref, email=EMAIL, name="花子")
    till = server.checkout.issue_slip(gateway.start(spec("a3")).ref, email=EMAIL, name="花子")
    server.checkout.pay_slip(till["id"])
    gateway.refund(till["id"], 100, key="refund:1")
    server.disputes.open(paid["payment_intent"])
    charges = {c["status"]: c for c in server.store.where("charge")}
    lines = server.store.where("balance_transaction")
    return {
        "checkout.session": paid,
        "payment_intent with a slip": slip,
        "charge": charges["succeeded"],
        "charge that failed": charges["failed"],
        "refund": server.store.where("refund")[0],
        "dispute": server.store.where("dispute")[0],
        "balance_transaction": next(line for line in lines if line["fee"]),
        "event": next(e for e in server.store.where("event", type="charge.updated")),
    }


def places(value: Any, here: Place = ()) -> Iterator[Place]:
    """Every place inside an object whose shape Stripe describes."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield (*here, name)
        if name not in FREE_FORM:
            yield from places(part, (*here, name))


def changed(whole: dict[str, Any], place: Place, new: Any) -> dict[str, Any]:
    result = copy.deepcopy(whole)
    inner: Any = result
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = new
    return result


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


def test_every_single_corruption_is_found(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    tried, missed = 0, []
    for kind, whole in kinds_of(stripe_server, gateway).items():
        assert passes(whole), kind
        for place in places(whole):
            tried += 1
            if passes(changed(whole, place, [[None]])):
                missed.append((kind, *place))
    assert tried > 400
    assert missed == []


def test_an_invented_field_is_found_wherever_it_stands(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    tried, missed = 0, []
    for kind, whole in kinds_of(stripe_server, gateway).items():
        inside = [p for p in places(whole) if isinstance(at(whole, p), dict) and p[-1] not in FREE_FORM]
        for place in [(), *inside]:
            tried += 1
            if passes(changed(whole, (*place, "no_such_field"), 1)):
                missed.append((kind, *place))
    assert tried > 40
    assert missed == []


@pytest.mark.parametrize("name", ["id", "object", "created"])
def test_a_missing_field_is_found(stripe_server: LocalStripe, gateway: StripeGateway, name: str) -> None:
    for whole in kinds_of(stripe_server, gateway).values():
        assert not passes({key: value for key, value in whole.items() if key != name})


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
def test_a_word_stripe_does_not_know_is_found(
    stripe_server: LocalStripe, gateway: StripeGateway, kind: str, place: Place, word: str
) -> None:
    assert not passes(changed(kinds_of(stripe_server, gateway)[kind], place, word))


def test_a_field_newer_than_the_document_may_only_be_empty(stripe_server: LocalStripe, gateway: StripeGateway) -> None:
    refund = kinds_of(stripe_server, gateway)["refund"]
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


def test_every_event_the_server_sends_is_one_that_stripe_knows(
    stripe_server: LocalStripe, gateway: StripeGateway
) -> None:
    kinds_of(stripe_server, gateway)
    assert {event["type"] for event in stripe_server.store.where("event")} <= names_of_events()


def names_of_events() -> set[str]:
    """The values that Stripe's document allows for a webhook's `enabled_events`."""
    text = spec_file().read_text(encoding="utf-8")
    start = text.index("'enum': [", text.index("'enabled_events': {'type': 'array'"))
    return set(ast.literal_eval(text[start + len("'enum': ") : text.index("]", start) + 1]))


@pytest.mark.shared_data
def test_our_objects_have_the_same_fields_as_stripes_fixtures(
    stripe_server: LocalStripe, gateway: StripeGateway
) -> None:
    if not FIXTURES.is_file():
        pytest.skip("Stripe's fixtures ../shared/stripe/fixtures3.json are not here")
    fixtures = json.loads(FIXTURES.read_text(encoding="utf-8"))["resources"]
    ours = kinds_of(stripe_server, gateway)
    fresh = objects.refund(now=1, of=ours["charge"], amount=1, asked={})
    compared = {
        "checkout.session": ours["checkout.session"],
        "payment_intent": ours["payment_intent with a slip"],
        "charge": ours["charge"],
        "refund": fresh,
        "dispute": ours["dispute"],
        "balance_transaction": ours["balance_transaction"],
        "event": ours["event"],
    }
    for kind, mine in compared.items():
        assert mine.keys() == fixtures[kind].keys(), kind
