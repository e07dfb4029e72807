"""What renewals hold of a person: taken along as a file, and blanked when the person asks for it."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.registrations.life.models import Renewal
from webapp.registrations.models import Registration


def exported(actor: Actor) -> dict[str, Any]:
    """Every renewal of the actor's registrations, with what was written."""
    shown = {"registration_id", "ends_on", "status", "note", "reason", "confirmed_at", "decided_at", "is_changed"}
    return {"renewals": [row.model_dump(mode="json", include=shown) for row in _renewals_of(actor.user_id or "")]}


def erase(user_id: str, *, by: Actor) -> None:
    """Blank the words; that there was a renewal, and when, stays without a name."""
    for row in _renewals_of(user_id):
        if row.note or row.reason:
            row.note = row.reason = ""
            trail.record(row, "renewal.erase", by=by)


def _renewals_of(user_id: str) -> list[Renewal]:
    chosen = (
        select(Renewal)
        .join(Registration, col(Registration.id) == Renewal.registration_id)
        .where(Registration.user_id == user_id)
    )
    return list(session().exec(chosen.order_by(col(Renewal.id))))
