"""What of a person's comes from lists: in which files their data left, as they take it along."""

from typing import Any

from webapp.core.actor import Actor
from webapp.registrations.lists.queries import disclosures_about


def exported(actor: Actor) -> dict[str, Any]:
    """Every file that left with the person in it: when, from which town, to whom, why."""
    return {
        "disclosures": [
            {
                "at": row.at.isoformat(),
                "municipality": town.official_name,
                "to": str(row.receiver.label),
                "purpose": row.purpose,
            }
            for row, town in disclosures_about(actor)
        ]
    }
