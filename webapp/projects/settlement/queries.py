"""What was decided about a project's money."""

from webapp.core.database import session
from webapp.projects.models import Project
from webapp.projects.settlement.models import Subsidy


def subsidy_of(project: Project) -> Subsidy | None:
    """The decision how much may be spent, and later what was settled."""
    return session().get(Subsidy, project.id)
