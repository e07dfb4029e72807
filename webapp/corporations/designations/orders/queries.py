"""What towns demanded of a designated corporation."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.models import Designation
from webapp.corporations.designations.orders.models import DesignationOrder


def of(designation: Designation) -> list[DesignationOrder]:
    """Every demand, newest first."""
    chosen = select(DesignationOrder).where(DesignationOrder.designation_id == designation.id)
    return list(session().exec(chosen.order_by(col(DesignationOrder.id).desc())))


def order_for(actor: Actor, order_id: str, *, to_change: bool = False) -> DesignationOrder:
    """One that a municipality of the actor issued. Raises NotThere."""
    found = session().get(DesignationOrder, order_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def own_for(actor: Actor, order_id: str) -> DesignationOrder:
    """One that a corporation of the actor got. Raises NotThere."""
    found = session().get(DesignationOrder, order_id)
    if found is None:
        raise NotThere
    designations.standing_for(actor, found.designation_id)
    return found
