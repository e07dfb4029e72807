"""The schedule that is promised before publication."""

from collections.abc import Sequence
from datetime import date

from webapp.core.database import session
from webapp.projects.models import Project
from webapp.projects.reports.models import Milestone
from webapp.projects.reports.queries import milestones_of


def plan(project: Project, steps: Sequence[tuple[date, str]]) -> None:
    """Replace the schedule by these steps; what is already there stays as it is."""
    wanted = set(steps)
    for known in milestones_of(project):
        if (known.due_on, known.title) in wanted:
            wanted.discard((known.due_on, known.title))
        else:
            session().delete(known)
    session().add_all(Milestone(project_id=project.id, due_on=day, title=title) for day, title in sorted(wanted))
    session().flush()
