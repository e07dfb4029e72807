"""A person's registrations with prefectures, for the file of their own data."""

from typing import Any

from webapp.core.actor import Actor
from webapp.registrations.prefectures.queries import of_person


def exported(actor: Actor) -> dict[str, Any]:
    """Each with its prefecture and its days; nothing else is stored, so nothing has to be erased."""
    return {
        "prefecture_registrations": [
            {
                "prefecture": place.official_name,
                "since": row.since.isoformat(),
                "until": row.until and row.until.isoformat(),
            }
            for row, place in of_person(actor.user_id or "")
        ]
    }
