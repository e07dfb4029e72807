"""Payments that may still arrive for projects: begun, and neither paid nor lapsed."""

from sqlmodel import col, func, select

from webapp.core.database import session
from webapp.pledges.models import Pledge, PledgeStatus

UNDER_WAY = (PledgeStatus.PENDING, PledgeStatus.AWAITING)


def awaited_of(project_ids: list[str]) -> dict[str, int]:
    """How many, by project; projects without any are left out."""
    chosen = select(Pledge.project_id, func.count()).where(
        col(Pledge.project_id).in_(project_ids), col(Pledge.status).in_(UNDER_WAY)
    )
    return {project_id: int(count) for project_id, count in session().exec(chosen.group_by(Pledge.project_id))}
