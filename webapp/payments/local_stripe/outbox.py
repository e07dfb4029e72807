"""Events: made at the moment something happens, checked against Stripe's schema, kept, and queued for the endpoints."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.faults import Faults
from webapp.payments.local_stripe.mailbag import Mailbag
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.spec import StripeSpec
from webapp.payments.local_stripe.store import Store

NO_REQUEST: Object = {"id": None, "idempotency_key": None}


class Clock:
    """The server's time, which a test may move."""

    def __init__(self) -> None:
        self._ahead = 0

    def now(self) -> int:
        """Whole seconds since 1970."""
        return int(time.time()) + self._ahead

    def advance(self, seconds: int) -> None:
        """Let time pass at once."""
        self._ahead += seconds


@dataclass
class Surroundings:
    """What the accounts share."""

    spec: StripeSpec
    clock: Clock
    faults: Faults
    mail: Mailbag
    version: str
    on_event: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True)
class Outbox:
    """Where every event of an account starts; call it inside the transaction of what it tells about."""

    store: Store
    around: Surroundings

    def emit(self, kind: str, about: Object, *, cause: Object = NO_REQUEST, before: Object | None = None) -> None:
        """Tell the endpoints that listen; `before` holds the old values of changed fields."""
        listening = [e for e in self.store.where("webhook_endpoint", status="enabled") if hears(e, kind)]
        event = objects.event(
            now=self.around.clock.now(),
            kind=kind,
            about=about,
            cause=cause,
            version=self.around.version,
            before=before,
            endpoints=len(listening),
        )
        self.around.spec.check(event)
        self.store.add(event)
        for endpoint in listening:
            for due in self.around.faults.due_times(kind, time.time()):
                self.around.mail.queue(event["id"], endpoint["id"], due=due)
        self.around.on_event()


def hears(endpoint: Object, kind: str) -> bool:
    """Whether an endpoint has asked for events of this kind."""
    return "*" in endpoint["enabled_events"] or kind in endpoint["enabled_events"]
