"""What the service asks of somebody who knows who a person is, whatever stands behind it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class Start:
    """Where a person is sent, and what must be remembered until they come back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Proven:
    """What a provider vouches for. There is no place for a My Number here."""

    issuer: str
    subject: str
    name: str
    birth_date: date | None
    address: str
    acr: str
    verified_at: datetime


class IdentityProvider(Protocol):
    """One way to show online who one is."""

    def begin(self, redirect_uri: str) -> Start:
        """Prepare a check. Raises Unavailable."""

    def finish(self, *, code: str, nonce: str, verifier: str, redirect_uri: str) -> Proven:
        """Turn the one-time code into what was proven. Raises Unavailable or NotProven."""


class Unavailable(Exception):
    """The provider does not answer, or answers that it cannot now."""


class NotProven(Exception):
    """What came back proves nothing; the text is for the log and names no person."""
