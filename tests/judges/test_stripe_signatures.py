"""Messages signed by an imitation of Stripe that nobody here wrote: our gateway takes them, our server would sign alike."""

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.judges.tools import signing_twin
from tests.support.demo import free_port
from webapp.payments.gateway import BadSignature
from webapp.payments.local_stripe.dispatcher import sign
from webapp.payments.stripe_gateway import StripeGateway

KEY, SECRET = "sk_test_of_twins", "whsec_of_twins"
Message = tuple[bytes, dict[str, str]]


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent."""

    messages: list[Message]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.messages.append((body, dict(self.headers)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def message(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Message]:
    """One signed message, as it came over the line."""
    Receiver.messages = []
    receiver = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    port = free_port()
    program: list[str | Path] = [signing_twin(), "--port", str(port), "--from-scratch"]
    process = subprocess.Popen(
        program, cwd=tmp_path_factory.mktemp("twin"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{receiver.server_port}/"
        patiently(port, "/_config/webhooks/ours", url=address, secret=SECRET)
        post(port, "/v1/customers", email="hanako@example.jp")
        end = time.monotonic() + 30
        while not Receiver.messages and time.monotonic() < end:
            time.sleep(0.05)
        yield Receiver.messages[0]
    finally:
        process.terminate()
        process.wait(20)
        receiver.shutdown()
        receiver.server_close()


def post(port: int, path: str, **form: str) -> None:
    request = Request(f"http://127.0.0.1:{port}{path}", urlencode(form).encode(), {"Authorization": f"Bearer {KEY}"})
    with build_opener(ProxyHandler({})).open(request, timeout=20) as answer:
        answer.read()


def patiently(port: int, path: str, **form: str) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            return post(port, path, **form)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.fixture
def gateway() -> StripeGateway:
    return StripeGateway(KEY, [SECRET], api_base="http://127.0.0.1:9")


def test_our_gateway_takes_a_message_that_somebody_else_signed(gateway: StripeGateway, message: Message) -> None:
    body, headers = message
    envelope = gateway.parse_webhook(body, headers)
    told = json.loads(body)
    assert (envelope.event_id, envelope.type) == (told["id"], told["type"])


def test_our_server_would_have_signed_it_alike(message: Message) -> None:
    body, headers = message
    header = headers["Stripe-Signature"]
    at = int(header.split(",")[0].removeprefix("t="))
    assert sign(body, SECRET, at=at) == header


def test_control_one_byte_more_is_refused(gateway: StripeGateway, message: Message) -> None:
    body, headers = message
    with pytest.raises(BadSignature):
        gateway.parse_webhook(body + b" ", headers)
