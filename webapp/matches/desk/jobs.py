"""Later work on batches: what was published ends after the days a town waits for answers."""

from typing import Any

from webapp.core.actor import system_actor
from webapp.core.jobs import handler
from webapp.matches.desk import actions, publishing, queries


@handler(publishing.EXPIRE)
def expire(payload: dict[str, Any]) -> None:
    """End one batch whose time has passed."""
    actions.expire(queries.batch(payload["batch"]), by=system_actor(publishing.EXPIRE))
