"""The local payment server and an imitation of Stripe that nobody here wrote answer the same to the same refunds and keys."""

import base64
import json
import os
import random
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.judges.tools import node_program, stripe_twin
from tests.support.demo import free_port
from webapp.payments.local_stripe.server import LocalStripe

KEY = "sk_test_of_twins"
AMOUNT = 3000
PRICE = {"currency": "jpy", "unit_amount": AMOUNT, "product_data": {"name": "寄附"}}
PAGE = {"mode": "payment", "success_url": "http://127.0.0.1:1/", "line_items": [{"price_data": PRICE, "quantity": 1}]}
Form = dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What a client can rely on: never the wording, which differs in currency signs, and never the numbers of objects."""

    status: int
    is_replay: bool
    told: tuple[Any, ...]


class Twin:
    """One of the two servers, with a paid charge."""

    def __init__(self, url: str, charge: str = "") -> None:
        self.url = url
        self.charge = charge or str(
            self.call("charges", amount=str(AMOUNT), currency="jpy", source="tok_visa")[2]["id"]
        )

    def call(self, path: str, key: str = "", **form: str) -> tuple[int, bool, Any]:
        headers = {"Authorization": "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()}
        if key:
            headers["Idempotency-Key"] = key
        request = Request(f"{self.url}/v1/{path}", urlencode(form).encode() if form else None, headers)
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=20) as answer:
                return answer.status, answer.headers.get("Idempotent-Replayed") == "true", json.load(answer)
        except HTTPError as error:
            with error:
                return error.code, error.headers.get("Idempotent-Replayed") == "true", json.load(error)

    def refund(self, key: str = "", charge: str = "", **form: str) -> Answer:
        status, is_replay, body = self.call("refunds", key, charge=charge or self.charge, **form)
        wrong = body.get("error")
        told = (wrong["type"], wrong.get("code"), wrong.get("param")) if wrong else (body["amount"], body["status"])
        return Answer(status, is_replay, told)

    def left(self) -> tuple[int, bool]:
        charge = self.call(f"charges/{self.charge}")[2]
        return charge["amount_refunded"], charge["refunded"]


@pytest.fixture(scope="module")
def twin_url() -> Iterator[str]:
    port = free_port()
    surroundings = {**os.environ, "PORT": str(port), "LOG_LEVEL": "silent"}
    process = subprocess.Popen([node_program(), stripe_twin()], env=surroundings, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            Twin(url, "ch_none").call("charges/ch_none")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the twin did not answer")


@pytest.fixture
def pair(twin_url: str) -> Iterator[tuple[Twin, Twin]]:
    with LocalStripe() as ours:
        paid = ours.checkout.pay_card(ours.checkout.create(PAGE)["id"], email="hanako@example.jp")
        charge = ours.store.where("charge", payment_intent=paid["payment_intent"])[0]["id"]
        yield Twin(ours.url, charge), Twin(twin_url)
    assert ours.violations == []


STORIES: dict[str, list[Form]] = {
    "parts, too much, the rest, and once more": [
        {"amount": "1000"},
        {"amount": "2001"},
        {},
        {"amount": "1"},
        {},
    ],
    "the same key again, and with other words": [
        {"key": "k1", "amount": "1000"},
        {"key": "k1", "amount": "1000"},
        {"key": "k1", "amount": "1001"},
        {"key": "k2", "amount": "1000"},
    ],
    "a refusal is remembered too": [
        {"key": "k3", "amount": "3001"},
        {"key": "k3", "amount": "3001"},
        {"key": "k3", "amount": "3000"},
    ],
    "nothing, less than nothing, and a charge nobody knows": [
        {"amount": "0"},
        {"amount": "-1"},
        {"charge": "ch_none", "amount": "1"},
    ],
    "everything at once": [{"amount": "3000"}, {"amount": "3000"}],
}


@pytest.mark.parametrize("story", STORIES)
def test_both_tell_the_same_story(pair: tuple[Twin, Twin], story: str) -> None:
    suffix = f" {story}"  # the twin lives on from story to story
    for step in STORIES[story]:
        form = {**step, "key": step["key"] + suffix} if "key" in step else step
        ours, theirs = (twin.refund(**form) for twin in pair)
        assert ours == theirs, step
    assert pair[0].left() == pair[1].left()


@pytest.mark.parametrize("seed", range(10))
def test_both_end_alike_whatever_is_asked(pair: tuple[Twin, Twin], seed: int) -> None:
    lots = random.Random(seed)
    for _ in range(30):
        form = {"amount": str(lots.choice((1, 100, 500, 999, 3000)))}
        if lots.random() < 0.5:
            form["key"] = f"{seed}-{lots.randrange(6)}"
        ours, theirs = (twin.refund(**form) for twin in pair)
        assert ours == theirs, form
    assert pair[0].left() == pair[1].left()


def test_control_a_twin_that_differs_is_found(pair: tuple[Twin, Twin]) -> None:
    ours, theirs = pair
    ours.refund(amount="1")
    assert ours.refund() != theirs.refund()
    assert ours.left() == theirs.left() == (AMOUNT, True)
