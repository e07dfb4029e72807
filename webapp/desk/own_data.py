"""What the desk keeps of its people: filters, a calendar address; nobody else needs either."""

from typing import Any

from webapp.core.actor import Actor
from webapp.desk.deadlines import actions as feeds
from webapp.desk.kept import actions as kept


def exported(actor: Actor) -> dict[str, Any]:
    """What a person takes along of it."""
    return kept.exported(actor)


def erase(user_id: str, *, by: Actor) -> None:
    """All of it, when the account closes."""
    kept.erase(user_id, by=by)
    feeds.erase(user_id, by=by)
