"""Delivers events to the webhook as Stripe does: signed anew at each try, retried with growing pauses, in no fixed order."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from webapp.payments.local_stripe.faults import Faults
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import Clock
from webapp.payments.local_stripe.store import Delivery, Store

WORKERS = 4
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TIMEOUT_SECONDS = 20
IDLE_SECONDS = 0.5
# Stripe keeps trying for three days in live mode and for some hours in test mode.
BACKOFF_SECONDS = (1, 5, 15, 60, 300, 900, 1800, 3600, 7200)
WRONG_SECRET = "whsec_not_the_one_we_agreed_on"  # noqa: S105 wrong on purpose


@dataclass(frozen=True)
class Webhook:
    """Where messages go and what they are signed with."""

    url: str
    secret: str
    backoff: Sequence[float] = BACKOFF_SECONDS

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise ValueError(f"events are sent to this machine only (http://127.0.0.1:…), not to {self.url}")


class Dispatcher:
    """A few threads that empty the queue; a restart takes up where the last run ended."""

    def __init__(self, store: Store, webhook: Webhook, clock: Clock, faults: Faults) -> None:
        self._store = store
        self._webhook = webhook
        self._clock = clock
        self._faults = faults
        self._wake = threading.Condition()
        self._is_stopping = False
        self._threads = [threading.Thread(target=self._work, name=f"deliver-{n}", daemon=True) for n in range(WORKERS)]

    def start(self) -> None:
        """Begin to deliver."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the tries under way and end."""
        self._is_stopping = True
        self.wake()
        for thread in self._threads:
            thread.join(TIMEOUT_SECONDS + 5)

    def wake(self) -> None:
        """Something new is in the queue."""
        with self._wake:
            self._wake.notify_all()

    def wait_idle(self, timeout: float = 15) -> bool:
        """Wait until nothing is left to send; False when time runs out."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if not self._store.deliveries("waiting", "sending"):
                return True
            time.sleep(0.01)
        return False

    def send_held(self, order: Callable[[list[Delivery]], list[Delivery]] = list) -> None:
        """Send what waits right now, in an order of the caller's choice, and come back when it is done."""
        held = []
        while delivery := self._store.claim(until=float("inf")):
            held.append(delivery)
        for delivery in order(held):
            self._try(delivery)

    def _work(self) -> None:
        while not self._is_stopping:
            delivery = None if self._faults.hold else self._store.claim(until=time.time())
            if delivery:
                self._try(delivery)
            else:
                self._sleep()

    def _sleep(self) -> None:
        due = self._store.next_due()
        pause = IDLE_SECONDS if due is None or self._faults.hold else min(IDLE_SECONDS, max(0.005, due - time.time()))
        with self._wake:
            if not self._is_stopping:
                self._wake.wait(pause)

    def _try(self, delivery: Delivery) -> None:
        event = self._store.get("event", delivery.event)
        try:
            answer = self._post(event)
        except (OSError, http.client.HTTPException) as error:
            answer = type(error).__name__
        if answer.startswith("2"):
            self._store.save({**event, "pending_webhooks": 0})
            self._store.settle(delivery.id, state="done", answer=answer)
        elif delivery.tries > len(self._webhook.backoff):
            self._store.settle(delivery.id, state="given_up", answer=answer)
        else:
            due = time.time() + self._webhook.backoff[delivery.tries - 1]
            self._store.settle(delivery.id, state="waiting", answer=answer, due=due)

    def _post(self, event: Object) -> str:
        body = json.dumps(event, indent=2, ensure_ascii=False).encode()
        secret = WRONG_SECRET if self._faults.take_wrong_secret() else self._webhook.secret
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (local test server)",
            "Stripe-Signature": sign(body, secret, at=self._clock.now() + self._faults.skew),
        }
        parts = urlsplit(self._webhook.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("POST", parts.path or "/", body, headers)
            response = connection.getresponse()
            response.read()
            return str(response.status)
        finally:
            connection.close()


def sign(body: bytes, secret: str, *, at: int) -> str:
    """The header Stripe-Signature for a body: HMAC-SHA256 over the time and the exact bytes."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
