"""What the provider took, by project."""

from sqlmodel import select

from webapp.core.database import session
from webapp.payments.queries import fees_by_pledge
from webapp.pledges.models import Pledge


def fees_of_projects(project_ids: list[str]) -> dict[str, int]:
    """Whole yen of every project that is asked for."""
    return {project_id: _fees_of(project_id) for project_id in project_ids}


def _fees_of(project_id: str) -> int:
    pledges = list(session().exec(select(Pledge.id).where(Pledge.project_id == project_id)))
    return sum(fees_by_pledge(pledges).values())
