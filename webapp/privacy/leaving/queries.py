"""A person's own leave-taking that waits."""

from sqlmodel import select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.privacy.leaving.models import Departure, DepartureStatus


def waiting_of(actor: Actor, *, to_change: bool = False) -> Departure | None:
    """The one that may still be taken back."""
    chosen = select(Departure).where(Departure.user_id == actor.user_id, Departure.status == DepartureStatus.WAITING)
    return session().exec(chosen.with_for_update() if to_change else chosen).first()
