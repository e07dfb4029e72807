"""Notified changes: of one designation, of one notification, those whose day has come."""

from datetime import date

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations.designations.changes.models import DesignationChange
from webapp.corporations.designations.models import Designation


def of(designation: Designation) -> list[DesignationChange]:
    """Every change of a designation, newest first."""
    chosen = select(DesignationChange).where(DesignationChange.designation_id == designation.id)
    return list(session().exec(chosen.order_by(col(DesignationChange.id).desc())))


def unnoted_of(designation: Designation) -> list[DesignationChange]:
    """Those that the town has not noted yet."""
    return [change for change in of(designation) if change.noted_at is None]


def of_batch(batch: str) -> list[DesignationChange]:
    """One notification, as each town sees it."""
    return list(session().exec(select(DesignationChange).where(DesignationChange.batch == batch)))


def due(day: date) -> list[str]:
    """Notifications whose day has come and that are not in the register yet, the earliest first."""
    chosen = select(DesignationChange).where(
        col(DesignationChange.effective_on) <= day, col(DesignationChange.applied_at).is_(None)
    )
    rows = session().exec(chosen.order_by(col(DesignationChange.effective_on), col(DesignationChange.id)))
    return list(dict.fromkeys(row.batch for row in rows))


def change_for(actor: Actor, change_id: str) -> DesignationChange:
    """One that a municipality of the actor received. Raises NotThere."""
    found = session().get(DesignationChange, change_id, with_for_update=True)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found
