"""Whom a town has asked to apply."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations.designations.invitations.models import DesignationInvitation


def is_invited(municipality_code: str, number: str) -> bool:
    """Whether an invitation of this corporate number stands."""
    found = of_number(municipality_code, number)
    return found is not None and found.withdrawn_at is None


def of_number(municipality_code: str, number: str) -> DesignationInvitation | None:
    """The invitation of a corporate number, one that was taken back too."""
    chosen = select(DesignationInvitation).where(
        DesignationInvitation.municipality_code == municipality_code, DesignationInvitation.corporate_number == number
    )
    return session().exec(chosen).first()


def invited_by(actor: Actor) -> list[DesignationInvitation]:
    """The invitations of the actor's municipalities, newest first."""
    chosen = select(DesignationInvitation).where(col(DesignationInvitation.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(col(DesignationInvitation.id).desc())))


def invitation_for(actor: Actor, invitation_id: str) -> DesignationInvitation:
    """One of the actor's municipalities. Raises NotThere."""
    found = session().get(DesignationInvitation, invitation_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found
