"""What the local provider remembers of each sign-in: one-time codes, and tokens for the userinfo. All in memory."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webapp.identity.local_provider.people import Person

CODE_SECONDS = 60


@dataclass(frozen=True)
class Granted:
    """What a person agreed to hand over, to whom, and what must be shown for it."""

    person: Person
    client_id: str
    redirect_uri: str
    nonce: str
    challenge: str
    at: float


@dataclass
class Faults:
    """What goes wrong on purpose: `claims` and `sign` change a token before it leaves, `is_down` answers 503."""

    claims: Callable[[dict[str, Any]], dict[str, Any]] = field(default=lambda claims: claims)
    sign: Callable[[dict[str, Any]], str] | None = None
    userinfo: Callable[[dict[str, Any]], dict[str, Any]] = field(default=lambda told: told)
    is_down: bool = False


class Codes:
    """One-time codes and access tokens."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._codes: dict[str, Granted] = {}
        self._tokens: dict[str, Granted] = {}

    def issue(self, granted: Granted) -> str:
        """A code for what was granted."""
        code = secrets.token_urlsafe(24)
        with self._lock:
            self._codes[code] = granted
        return code

    def redeem(self, code: str) -> Granted | None:
        """What a code stands for, the first time and in time."""
        with self._lock:
            granted = self._codes.pop(code, None)
        return granted if granted and time.time() - granted.at <= CODE_SECONDS else None

    def token_for(self, granted: Granted) -> str:
        """An access token for the userinfo."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._tokens[token] = granted
        return token

    def holder_of(self, token: str) -> Granted | None:
        """Whom an access token is about."""
        return self._tokens.get(token)
