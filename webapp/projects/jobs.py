"""What happens to projects by itself: the period ends, reminders go out, lateness is told."""

from datetime import timedelta
from typing import Final

from sqlmodel import col, select

from webapp.core.actor import system_actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.projects import actions, lent
from webapp.projects.letters import tell_proposer, tell_town
from webapp.projects.models import Project
from webapp.projects.reports import letters
from webapp.projects.reports.models import Milestone
from webapp.projects.reports.queries import milestones_of
from webapp.projects.states import IN_EXECUTION, ProjectStatus

#: a report is asked for so many days ahead
AHEAD: Final = timedelta(days=14)
BY: Final = system_actor("projects.days")


def catch_up() -> None:
    """End periods that are over and remind of reports; repeating it changes nothing."""
    for project in _in(ProjectStatus.PUBLISHED):
        if project.closes_on < today():
            actions.close(project, by=BY)
    for project in _in(ProjectStatus.WAITING_FUNDS):
        if not lent.awaited(project.id):
            actions.close(project, by=BY)
    for project in _in(*IN_EXECUTION):
        _remind(project)


def _in(*statuses: ProjectStatus) -> list[Project]:
    return list(session().exec(select(Project).where(col(Project.status).in_(statuses)).order_by(col(Project.id))))


def _remind(project: Project) -> None:
    """Once ahead and once when it is late, for each step and for the final report."""
    for step in milestones_of(project):
        if step.reported_at is None:
            _notice(project, step, step.title)
    _notice(project, project, _("実績報告"))


def _notice(project: Project, row: Milestone | Project, what: str) -> None:
    due_on = row.due_on if isinstance(row, Milestone) else row.report_due_on
    if due_on is None:
        return
    if due_on < today() and row.late_noticed_on is None:
        row.late_noticed_on = row.noticed_on = today()
        tell_proposer(project, letters.overdue, what=what, day=due_on)
        if not project.is_the_towns_own:
            tell_town(project, letters.overdue, what=what, day=due_on)
    elif row.noticed_on is None and due_on - AHEAD <= today():
        row.noticed_on = today()
        tell_proposer(project, letters.due_soon, what=what, day=due_on)
