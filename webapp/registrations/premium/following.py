"""What becomes of premium when a registration ends: nothing waits or stands on it any more."""

from webapp.core.actor import Actor, system_actor
from webapp.registrations.models import STANDING, Registration
from webapp.registrations.premium.models import PREMIUM_REQUEST
from webapp.registrations.premium.queries import grants_of, waiting_of


def follow(registration: Registration, *, by: Actor) -> None:  # noqa: ARG001 - the shape of a follower
    """Close the requests of a registration that stands no more; called again it does nothing."""
    if registration.status in STANDING:
        return
    waiting = waiting_of(registration)
    for row in [*grants_of(registration), *([waiting] if waiting else [])]:
        row.due_on = None
        PREMIUM_REQUEST.apply(row, "lapse", by=system_actor("premium"))
