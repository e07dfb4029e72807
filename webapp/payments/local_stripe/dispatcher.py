"""Delivers events to the endpoints as Stripe does: signed anew at each try, retried with growing pauses, in no fixed order."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from webapp.payments.local_stripe.accounts import Accounts
from webapp.payments.local_stripe.endpoints import is_loopback_url
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.faults import Faults
from webapp.payments.local_stripe.mailbag import Delivery, Mailbag
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import Clock

WORKERS = 4
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
        if not is_loopback_url(self.url):
            raise ValueError(f"events are sent to this machine only (http://127.0.0.1:…), not to {self.url}")


@dataclass(frozen=True)
class Postman:
    """One try to deliver one message."""

    accounts: Accounts
    faults: Faults
    clock: Clock

    def post(self, delivery: Delivery) -> str:
        """What the endpoint answered: a status, or the name of what went wrong on the way."""
        owner = self.accounts.holding(delivery.event)
        try:
            endpoint = owner.store.get("webhook_endpoint", delivery.endpoint)
        except ApiError:
            return "gone"
        event = owner.store.get("event", delivery.event)
        secrets = [WRONG_SECRET] if self.faults.take_wrong_secret() else owner.endpoints.secrets_of(endpoint["id"])
        try:
            return self._send(endpoint["url"], event, secrets)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__

    def _send(self, url: str, event: Object, secrets: Sequence[str]) -> str:
        body = json.dumps(event, indent=2, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (local test server)",
            "Stripe-Signature": sign(body, *secrets, at=self.clock.now() + self.faults.skew),
        }
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("POST", parts.path or "/", body, headers)
            response = connection.getresponse()
            response.read()
            return str(response.status)
        finally:
            connection.close()


class Dispatcher:
    """A few threads that empty the queue; a restart takes up where the last run ended."""

    def __init__(self, mail: Mailbag, postman: Postman, backoff: Sequence[float] = BACKOFF_SECONDS) -> None:
        self._mail = mail
        self._postman = postman
        self._backoff = backoff
        self._faults = postman.faults
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
            if thread.ident is not None:
                thread.join(TIMEOUT_SECONDS + 5)

    def wake(self) -> None:
        """Something new is in the queue."""
        with self._wake:
            self._wake.notify_all()

    def wait_idle(self, timeout: float = 15) -> bool:
        """Wait until nothing is left to send; False when time runs out."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if not self._mail.deliveries("waiting", "sending"):
                return True
            time.sleep(0.01)
        return False

    def send_held(self, order: Callable[[list[Delivery]], list[Delivery]] = list) -> int:
        """Send what waits right now, in an order of the caller's choice, and come back when it is done; how many."""
        held = []
        while delivery := self._mail.claim(until=float("inf")):
            held.append(delivery)
        for delivery in order(held):
            self._try(delivery)
        return len(held)

    def _work(self) -> None:
        while not self._is_stopping:
            delivery = None if self._faults.hold else self._mail.claim(until=time.time())
            if delivery:
                self._try(delivery)
            else:
                self._sleep()

    def _sleep(self) -> None:
        due = self._mail.next_due()
        pause = IDLE_SECONDS if due is None or self._faults.hold else min(IDLE_SECONDS, max(0.005, due - time.time()))
        with self._wake:
            if not self._is_stopping:
                self._wake.wait(pause)

    def _try(self, delivery: Delivery) -> None:
        answer = self._postman.post(delivery)
        if answer.startswith("2"):
            self._mail.settle(delivery, state="done", answer=answer)
        elif answer == "gone" or delivery.tries > len(self._backoff):
            self._mail.settle(delivery, state="given_up", answer=answer)
        else:
            due = time.time() + self._backoff[delivery.tries - 1]
            self._mail.settle(delivery, state="waiting", answer=answer, due=due)


def sign(body: bytes, *secrets: str, at: int) -> str:
    """The header Stripe-Signature for a body: HMAC-SHA256 over the time and the exact bytes, one for each secret."""
    text = f"{at}.".encode() + body
    marks = [hmac.new(secret.encode(), text, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={at}", *(f"v1={mark}" for mark in marks)])
