"""What was promised by when, what was reported, what was paid for."""

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.projects.models import Project
from webapp.projects.proposals.queries import is_proposer
from webapp.projects.reports.models import Expense, Milestone, Report


def milestones_of(project: Project) -> list[Milestone]:
    """The schedule, in order."""
    chosen = select(Milestone).where(Milestone.project_id == project.id)
    return list(session().exec(chosen.order_by(col(Milestone.due_on), col(Milestone.id))))


def public_reports_of(project: Project) -> list[Report]:
    """What everybody may read, newest first."""
    return [report for report in reports_of(project) if report.is_public]


def reports_of(project: Project) -> list[Report]:
    """Every report, newest first; drafts and what was taken down too."""
    chosen = select(Report).where(Report.project_id == project.id)
    return list(session().exec(chosen.order_by(col(Report.id).desc())))


def expenses_of(project: Project) -> list[Expense]:
    """Every payment, by day."""
    chosen = select(Expense).where(Expense.project_id == project.id)
    return list(session().exec(chosen.order_by(col(Expense.paid_on), col(Expense.id))))


def spent_by_line(project: Project) -> dict[str, int]:
    """What was paid for each budget line, whole yen."""
    chosen = (
        select(Expense.budget_label, func.sum(Expense.yen))
        .where(Expense.project_id == project.id)
        .group_by(Expense.budget_label)
    )
    return {label: int(yen) for label, yen in session().exec(chosen)}


def reported_by(actor: Actor, project_id: str, *, to_change: bool = False) -> Project:
    """A project that the actor carries out, or that their town has. Raises NotThere."""
    found = session().get(Project, project_id, with_for_update=to_change or None)
    if found is None or not found.is_public:
        raise NotThere
    if not (is_proposer(actor, found) or actor.may_act_for(found.municipality_code)):
        raise NotThere
    return found


def report_for(actor: Actor, report_id: str) -> tuple[Report, Project]:
    """A report of such a project. Raises NotThere."""
    found = session().get(Report, report_id)
    if found is None:
        raise NotThere
    return found, reported_by(actor, found.project_id)


def expense_for(actor: Actor, expense_id: str) -> tuple[Expense, Project]:
    """A payment of such a project. Raises NotThere."""
    found = session().get(Expense, expense_id)
    if found is None:
        raise NotThere
    return found, reported_by(actor, found.project_id)
