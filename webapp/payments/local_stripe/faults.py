"""What can be made to go wrong on purpose: on the way to the webhook and in the answers of the API."""

import random
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from webapp.payments.local_stripe.errors import LostReply

ApiFault = Literal["error_500", "lost_reply", "lost_request", "rate_limit", "in_use"]
API_FAULTS: frozenset[str] = frozenset({"error_500", "lost_reply", "lost_request", "rate_limit", "in_use"})
When = Literal["before", "after"]
LONGEST_WAIT = 120.0


class Gate:
    """Holds calls of one operation at a known place, so that the caller can be killed there."""

    def __init__(self, operation: str, when: When) -> None:
        self.operation, self.when = operation, when
        self._reached, self._opened = threading.Event(), threading.Event()
        self._breaks = False

    def wait(self, seconds: float = 15) -> bool:
        """Wait until a call stands at the gate; False when none comes."""
        return self._reached.wait(seconds)

    def open(self, *, breaks: bool = False) -> None:
        """Let the call go on, or end its connection right there."""
        self._breaks = breaks
        self._opened.set()

    def hold(self) -> None:
        """Stand at the gate until it is opened."""
        self._reached.set()
        self._opened.wait(LONGEST_WAIT)
        if self._breaks:
            raise LostReply


@dataclass
class Faults:
    """Read by the server before each step; a test sets them and sets them back."""

    duplicates: int = 0
    shuffle: random.Random | None = None
    shuffle_within: float = 0.3
    drop: frozenset[str] = frozenset()
    delay: float = 0.0
    hold: bool = False
    skew: int = 0
    api_delay: float = 0.0
    wrong_secret: int = 0
    calls_per_second: int | None = None
    _api: list[tuple[str, ApiFault]] = field(default_factory=list)
    _gates: list[Gate] = field(default_factory=list)
    _calls: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fail_next(self, operation: str, kind: ApiFault, times: int = 1) -> None:
        """Let the next calls of an operation, such as `checkout.sessions.create`, go wrong."""
        with self._lock:
            self._api.extend([(operation, kind)] * times)

    def take_api_fault(self, operation: str) -> ApiFault | None:
        """The fault meant for this call, if any; each is used once."""
        with self._lock:
            for fault in self._api:
                if fault[0] == operation:
                    self._api.remove(fault)
                    return fault[1]
        return None

    def take_wrong_secret(self) -> bool:
        """Whether this delivery is to be signed with a wrong secret; each is used once."""
        with self._lock:
            is_wrong = self.wrong_secret > 0
            self.wrong_secret -= is_wrong
        return is_wrong

    def is_too_many(self) -> bool:
        """Whether this call goes beyond what one second may hold."""
        if self.calls_per_second is None:
            return False
        with self._lock:
            now = time.monotonic()
            while self._calls and self._calls[0] <= now - 1:
                self._calls.popleft()
            is_over = len(self._calls) >= self.calls_per_second
            if not is_over:
                self._calls.append(now)
        return is_over

    def set_gate(self, operation: str, when: When) -> Gate:
        """Hold the next calls of an operation `before` its work is done, or `after` it, before the answer leaves."""
        gate = Gate(operation, when)
        with self._lock:
            self._gates.append(gate)
        return gate

    @contextmanager
    def gate(self, operation: str, when: When) -> Iterator[Gate]:
        """A gate that is open, and gone, at the end."""
        gate = self.set_gate(operation, when)
        try:
            yield gate
        finally:
            gate.open(breaks=True)
            with self._lock:
                self._gates.remove(gate)

    def stand(self, operation: str, when: When) -> None:
        """Wait at every gate that is set here."""
        with self._lock:
            here = [gate for gate in self._gates if (gate.operation, gate.when) == (operation, when)]
        for gate in here:
            gate.hold()

    def let_go(self) -> None:
        """Who stands at a gate loses the connection."""
        with self._lock:
            for gate in self._gates:
                gate.open(breaks=True)

    def reset(self) -> None:
        """Nothing goes wrong any more; who stands at a gate is let go."""
        self.let_go()
        fresh = Faults()
        with self._lock:
            for name in ("_api", "_gates", "_calls"):
                getattr(self, name).clear()
        for name in ADJUSTABLE:
            setattr(self, name, getattr(fresh, name))
        self.shuffle = None

    def due_times(self, kind: str, now: float) -> list[float]:
        """When to deliver the copies of a new event; none when it is dropped."""
        if kind in self.drop:
            return []
        return [now + self.delay + self._jitter() for _ in range(1 + self.duplicates)]

    def _jitter(self) -> float:
        return self.shuffle.uniform(0, self.shuffle_within) if self.shuffle else 0.0


ADJUSTABLE = (
    "duplicates",
    "shuffle_within",
    "drop",
    "delay",
    "hold",
    "skew",
    "api_delay",
    "wrong_secret",
    "calls_per_second",
)
