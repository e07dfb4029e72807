"""A message about an object."""

from collections.abc import Mapping
from typing import Any

from webapp.payments.local_stripe.objects.base import Object, new_id


def event(
    *, now: int, kind: str, about: Mapping[str, Any], cause: Object, version: str, before: Object | None
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
        "pending_webhooks": 1,
        "request": cause,
        "type": kind,
    }
