"""What becomes of premium when a registration ends: nothing waits or stands on it any more."""

from collections.abc import Sequence

from webapp.core.actor import Actor, system_actor
from webapp.registrations.models import STANDING, Registration
from webapp.registrations.premium.models import PREMIUM_REQUEST
from webapp.registrations.premium.queries import open_of


def follow_all(registrations: Sequence[Registration], *, by: Actor) -> None:  # noqa: ARG001 - the shape of a follower
    """Close the requests of registrations that stand no more; called again it does nothing."""
    gone = [row.id for row in registrations if row.status not in STANDING]
    for row in open_of(gone) if gone else ():
        row.due_on = None
        PREMIUM_REQUEST.apply(row, "lapse", by=system_actor("premium"))
