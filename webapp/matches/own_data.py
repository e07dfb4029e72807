"""What is kept of a person's suggestions, for the file of their own data."""

from typing import Any

from webapp.core.actor import Actor
from webapp.matches import events, queries


def exported(actor: Actor) -> dict[str, Any]:
    """The person's answers to suggestions, and their lines in the log of what was shown."""
    log = events.of_person(actor.user_id or "")
    return {
        "match_answers": queries.feedback_of(actor.user_id or ""),
        "match_log": [row.model_dump(mode="json", exclude={"id", "person"}) for row in log],
    }
