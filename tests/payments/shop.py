"""A stand-in for the application: receives signed messages, looks at the truth, and books each payment once."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from flask import Flask, Response, request
from werkzeug.serving import make_server

from webapp.payments.gateway import (
    AttemptSpec,
    BadSignature,
    GatewayDoubt,
    PaymentGateway,
    PaymentSnapshot,
    PaymentState,
)
from webapp.payments.local_stripe.server import LocalStripe, QuietHandler
from webapp.payments.stripe_gateway import StripeGateway

SECRET = "whsec_for_the_tests"
KEY = "sk_test_for_the_tests"


def gateway_for(server: LocalStripe, **changes: Any) -> StripeGateway:
    """A gateway that speaks to a running local server."""
    given = {"webhook_secrets": [SECRET], "network_retries": 0, **changes}
    return StripeGateway(KEY, api_base=server.url, **given)


def spec(reference: str = "attempt-1", **changes: Any) -> AttemptSpec:
    """A pledge of 3,000 yen."""
    values: dict[str, Any] = {
        "reference": reference,
        "idempotency_key": f"attempt:{reference}",
        "amount": 3000,
        "description": "海辺の図書室への寄附",
        "success_url": "http://127.0.0.1:8000/thanks?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1:8000/projects/1",
        "expires_at": datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1),
        "email": "hanako@example.jp",
    }
    return AttemptSpec(**{**values, **changes})


@dataclass
class Books:
    """What the shop knows: one line for each payment, whatever arrives however often."""

    paid: Counter[str] = field(default_factory=Counter)
    latest: dict[str, PaymentSnapshot] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    refused: int = 0
    answered_500: int = 0


class Shop:
    """A tiny web server with the rules of the real webhook: verify, remember the event, look again, fold."""

    def __init__(self) -> None:
        self.books = Books()
        self.fail_next = 0
        self._gateway: PaymentGateway | None = None
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        app = Flask("shop")
        app.add_url_rule("/webhooks/stripe", view_func=self._receive, methods=["POST"])
        self._server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def webhook_url(self) -> str:
        """Where messages are to go."""
        return f"http://127.0.0.1:{self._server.port}/webhooks/stripe"

    def open(self, gateway: PaymentGateway) -> None:
        """Begin to understand messages."""
        self._gateway = gateway

    def state(self, reference: str) -> PaymentState | None:
        """What the shop believes of one attempt."""
        found = self.books.latest.get(reference)
        return found.state if found else None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def _receive(self) -> Response:
        assert self._gateway is not None
        with self._lock:
            if self.fail_next > 0:
                self.fail_next -= 1
                self.books.answered_500 += 1
                return Response(status=500)
        try:
            envelope = self._gateway.parse_webhook(request.get_data(), dict(request.headers))
        except BadSignature:
            self.books.refused += 1
            return Response(status=400)
        try:
            snapshot = self._gateway.snapshot(envelope.ref) if envelope.is_relevant and envelope.ref else None
        except GatewayDoubt:
            return Response(status=500)
        with self._lock:
            self.books.types[envelope.type] += 1
            self.books.repeated += envelope.event_id in self._seen
            self._seen.add(envelope.event_id)
            if snapshot:
                self._fold(snapshot)
        return Response(status=200)

    def _fold(self, now: PaymentSnapshot) -> None:
        reference = now.reference or ""
        before = self.books.latest.get(reference)
        was_paid = before is not None and before.state is PaymentState.PAID
        if was_paid and now.state is not PaymentState.PAID:
            return
        if not was_paid and now.state is PaymentState.PAID:
            self.books.paid[reference] += 1
        self.books.latest[reference] = now
