"""Later work on listings: ending them after their last day."""

from typing import Any

from webapp.core.actor import system_actor
from webapp.core.jobs import handler
from webapp.listings import actions, queries


@handler(actions.EXPIRE)
def expire(payload: dict[str, Any]) -> None:
    """End one listing whose last day has passed."""
    actions.expire(queries.by_id(payload["listing"]), by=system_actor("listings.expire"))
