"""Later work on changes: they come into force on their day."""

from typing import Any

from webapp.core.actor import system_actor
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.corporations.designations.changes import actions, queries


@handler(actions.APPLY, title=_l("届け出た変更を一覧に入れる"))
def apply(payload: dict[str, Any]) -> None:
    """One notification."""
    actions.apply(payload["batch"], by=system_actor(actions.APPLY))


def catch_up() -> None:
    """Those whose job failed or was lost; repeating it changes nothing."""
    for batch in queries.due(today()):
        actions.apply(batch, by=system_actor(actions.APPLY))
