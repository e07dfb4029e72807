"""What is known about reports: a person's own, a town's queue, and what came to the operator."""

from sqlmodel import col, func, select

from webapp.core.actor import Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.inquiries.reports.models import Report, ReportStatus

MOST_ROWS = 300
_RAISED = (ReportStatus.RAISED, ReportStatus.CONCLUDED)


def by_id(report_id: str) -> Report:
    """The report, whoever asks. Raises NotThere."""
    found = session().get(Report, report_id)
    if found is None:
        raise NotThere
    return found


def own_reports(actor: Actor) -> list[Report]:
    """What the actor told, newest first."""
    chosen = select(Report).where(Report.user_id == actor.user_id).order_by(col(Report.id).desc())
    return list(session().exec(chosen.limit(MOST_ROWS))) if actor.user_id else []


def own_report_for(actor: Actor, report_id: str) -> Report:
    """One of them. Raises NotThere."""
    found = session().get(Report, report_id)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def town_reports_for(actor: Actor) -> list[Report]:
    """What was told to the actor's town: what waits first, by its deadline."""
    here = (col(Report.municipality_code).in_(actor.municipalities), col(Report.is_for_operator).is_(False))
    rows = list(session().exec(select(Report).where(*here).order_by(col(Report.id).desc()).limit(MOST_ROWS)))
    waiting = sorted((row for row in rows if row.is_pending), key=lambda row: (row.due_at, row.id))
    return [*waiting, *(row for row in rows if not row.is_pending)]


def town_report_for(actor: Actor, report_id: str) -> Report:
    """One of them. Raises NotThere."""
    found = session().get(Report, report_id)
    if found is None or found.is_for_operator or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def raised_reports() -> list[Report]:
    """What people brought to the operator, what waits first."""
    chosen = select(Report).where(col(Report.status).in_(_RAISED)).order_by(col(Report.id).desc())
    rows = list(session().exec(chosen.limit(MOST_ROWS)))
    return sorted(rows, key=lambda row: row.status is not ReportStatus.RAISED)


def raised_report_for(actor: Actor, report_id: str) -> Report:
    """One of them. Raises NotThere."""
    found = session().get(Report, report_id)
    if found is None or found.status not in _RAISED or not actor.has(Role.OPERATOR):
        raise NotThere
    return found


def raised_waiting() -> int:
    """How many matters wait for the operator's conclusion."""
    return session().exec(select(func.count()).where(Report.status == ReportStatus.RAISED)).one()
