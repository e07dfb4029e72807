"""What follows when money goes back: nothing is left to deduct."""

from datetime import datetime

from webapp.core.actor import Actor, system_actor
from webapp.onestop import actions, queries
from webapp.onestop.models import VoidCause
from webapp.pledges.models import Pledge

SERVICE = "onestop"


def unpaid(pledge: Pledge, *, at: datetime, by: Actor) -> None:  # noqa: ARG001 - as its neighbours are called
    """Called in the same transaction; a second time it finds nothing to do."""
    row = queries.application_of(pledge)
    if row is not None and row.is_counted:
        actions.void(row, VoidCause.REFUND, by=system_actor(SERVICE))
