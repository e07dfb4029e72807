"""Later work on scouts: one reminder, and the end of what was not answered."""

from typing import Any

from webapp.core.actor import system_actor
from webapp.core.jobs import handler
from webapp.matches.scouting import actions, asking, queries


@handler(asking.REMIND)
def remind(payload: dict[str, Any]) -> None:
    """Write once to who has not answered."""
    actions.remind(queries.by_id(payload["scout"]))


@handler(asking.EXPIRE)
def expire(payload: dict[str, Any]) -> None:
    """End one scout whose time has passed."""
    actions.expire(queries.by_id(payload["scout"]), by=system_actor(asking.EXPIRE))
