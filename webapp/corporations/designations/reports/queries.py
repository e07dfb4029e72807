"""Yearly reports of a designation, of a town, of the actor's corporations."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.models import Designation
from webapp.corporations.designations.reports.models import DesignationReport


def of(designation: Designation) -> list[DesignationReport]:
    """Every yearly report, newest first."""
    chosen = select(DesignationReport).where(DesignationReport.designation_id == designation.id)
    return list(session().exec(chosen.order_by(col(DesignationReport.fiscal_year).desc())))


def open_in(actor: Actor) -> list[tuple[DesignationReport, Designation]]:
    """What the actor's municipalities wait for, the nearest deadline first."""
    chosen = (
        select(DesignationReport, Designation)
        .join(Designation, col(Designation.id) == DesignationReport.designation_id)
        .where(
            col(DesignationReport.municipality_code).in_(actor.municipalities),
            col(DesignationReport.submitted_at).is_(None),
        )
    )
    return list(session().exec(chosen.order_by(col(DesignationReport.due_on), col(DesignationReport.id))))


def report_for(actor: Actor, report_id: str) -> DesignationReport:
    """One that a municipality of the actor asked for. Raises NotThere."""
    found = session().get(DesignationReport, report_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def own_for(actor: Actor, report_id: str) -> DesignationReport:
    """One that a corporation of the actor has to write or wrote. Raises NotThere."""
    found = session().get(DesignationReport, report_id)
    if found is None:
        raise NotThere
    designations.standing_for(actor, found.designation_id)
    return found
