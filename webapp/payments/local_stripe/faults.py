"""What can be made to go wrong on purpose: on the way to the webhook and in the answers of the API."""

import random
import threading
from dataclasses import dataclass, field
from typing import Literal

ApiFault = Literal["error_500", "lost_reply", "rate_limit", "in_use"]


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
    _api: list[tuple[str, ApiFault]] = field(default_factory=list)
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

    def due_times(self, kind: str, now: float) -> list[float]:
        """When to deliver the copies of a new event; none when it is dropped."""
        if kind in self.drop:
            return []
        return [now + self.delay + self._jitter() for _ in range(1 + self.duplicates)]

    def _jitter(self) -> float:
        return self.shuffle.uniform(0, self.shuffle_within) if self.shuffle else 0.0
