"""Events: made at the moment something happens, checked against Stripe's schema, kept, and queued for the webhook."""

import time
from collections.abc import Callable

from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.faults import Faults
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


class Outbox:
    """Where every event starts; call it inside the transaction of what it tells about."""

    def __init__(self, store: Store, spec: StripeSpec, clock: Clock, faults: Faults, *, version: str) -> None:
        self._store = store
        self._spec = spec
        self._clock = clock
        self._faults = faults
        self._version = version
        self.on_event: Callable[[], None] = lambda: None

    def emit(self, kind: str, about: Object, *, cause: Object = NO_REQUEST, before: Object | None = None) -> None:
        """Tell the webhook; `before` holds the old values of changed fields."""
        event = objects.event(
            now=self._clock.now(), kind=kind, about=about, cause=cause, version=self._version, before=before
        )
        self._spec.check(event)
        self._store.add(event)
        for due in self._faults.due_times(kind, time.time()):
            self._store.queue(event["id"], due=due)
        self.on_event()
