"""A message about an object, and the address that messages are sent to."""

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.payments.local_stripe.objects.base import Object, new_id


def event(
    *, now: int, kind: str, about: Mapping[str, Any], cause: Object, version: str, before: Object | None, endpoints: int
) -> Object:
    """A message about an object as it is at this moment; `before` holds the changed fields' old values."""
    data: Object = {"object": dict(about)}
    if before is not None:
        data["previous_attributes"] = before
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": version,
        "created": now,
        "data": data,
        "livemode": False,
        "pending_webhooks": endpoints,
        "request": cause,
        "type": kind,
    }


def webhook_endpoint(*, now: int, url: str, events: Sequence[str], asked: Mapping[str, Any]) -> Object:
    """Where one account's messages go; the secret is not part of it, except right after it was made."""
    return {
        "id": new_id("we"),
        "object": "webhook_endpoint",
        "api_version": asked.get("api_version"),
        "application": None,
        "created": now,
        "description": asked.get("description") or None,
        "enabled_events": list(events),
        "livemode": False,
        "metadata": asked.get("metadata") or {},
        "status": "enabled",
        "url": url,
    }
