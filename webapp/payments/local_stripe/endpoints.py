"""Webhook endpoints of an account: made by the API or at the start, with a secret that can be rolled."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import Clock
from webapp.payments.local_stripe.rules import check_metadata
from webapp.payments.local_stripe.store import Store

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST = 16
ROLLING_SECONDS = 24 * 3600
MODELLED = frozenset({"api_version", "description", "enabled_events", "expand", "metadata", "url"})


def is_loopback_url(url: str) -> bool:
    """Whether a message sent there stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


@dataclass(frozen=True)
class Endpoints:
    """What the Dashboard and the API do with webhook endpoints."""

    store: Store
    clock: Clock

    def create(self, asked: Mapping[str, Any]) -> Object:
        """A new endpoint; the answer is the only one that ever names its secret."""
        for name in asked.keys() - MODELLED:
            raise ApiError(f"This local server does not model {name}.", code="not_modelled", param=name)
        check_metadata(asked.get("metadata") or {})
        _check_url(asked["url"])
        if len(self.store.where("webhook_endpoint")) >= MOST:
            raise ApiError(f"You have reached the maximum of {MOST} test webhook endpoints.")
        made, secret = self.open(asked["url"], asked["enabled_events"], asked=asked)
        return {**made, "secret": secret}

    def open(
        self,
        url: str,
        events: Sequence[str] = ("*",),
        *,
        secret: str | None = None,
        asked: Mapping[str, Any] | None = None,
        **notes: Any,
    ) -> tuple[Object, str]:
        """Keep an endpoint; itself and its secret."""
        secret = secret or "whsec_" + secrets.token_urlsafe(24)
        endpoint = objects.webhook_endpoint(now=self.clock.now(), url=url, events=events, asked=asked or {})
        with self.store.transaction():
            self.store.add(endpoint, {"secret": secret, **notes})
        return endpoint, secret

    def keep_one(self, url: str, secret: str) -> Object:
        """The endpoint named at the start: the same one at each start, with the address and secret of this one."""
        known = self.store.where("webhook_endpoint", noted={"origin": "start"})
        if not known:
            return self.open(url, secret=secret, origin="start")[0]
        endpoint = {**known[0], "url": url}
        with self.store.transaction():
            self.store.save(endpoint)
            self.store.note(endpoint["id"], secret=secret, old_secret=None, old_until=0)
        return endpoint

    def update(self, ref: str, asked: Mapping[str, Any]) -> Object:
        """Another address, other events, or switched off and on."""
        endpoint = self.store.get("webhook_endpoint", ref)
        if "url" in asked:
            _check_url(asked["url"])
        changes = {name: asked[name] for name in ("url", "enabled_events", "metadata") if name in asked}
        if "description" in asked:
            changes["description"] = asked["description"] or None
        if "disabled" in asked:
            changes["status"] = "disabled" if asked["disabled"] else "enabled"
        endpoint.update(changes)
        self.store.save(endpoint)
        return endpoint

    def delete(self, ref: str) -> Object:
        """Take an endpoint away; what was on its way to it is given up at the next try."""
        self.store.get("webhook_endpoint", ref)
        self.store.remove(ref)
        return {"id": ref, "object": "webhook_endpoint", "deleted": True}

    def roll_secret(self, ref: str, *, old_lives: int = ROLLING_SECONDS) -> str:
        """A new secret; until `old_lives` seconds are over messages carry the signatures of both."""
        secret = "whsec_" + secrets.token_urlsafe(24)
        with self.store.transaction():
            before = self.store.asked(ref)["secret"]
            self.store.note(ref, secret=secret, old_secret=before, old_until=self.clock.now() + old_lives)
        return secret

    def secrets_of(self, ref: str) -> list[str]:
        """What a message to this endpoint is signed with now: one secret, or two while it is rolled."""
        noted = self.store.asked(ref)
        is_rolling = noted.get("old_secret") and noted["old_until"] > self.clock.now()
        return [noted["secret"], *([noted["old_secret"]] if is_rolling else [])]


def _check_url(url: str) -> None:
    if not is_loopback_url(url):
        raise ApiError("This local server sends messages to this machine only.", code="url_invalid", param="url")
