"""What was told of projects: for everybody, for who writes, for the town."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations import queries as corporations
from webapp.hubs.communities.models import Community
from webapp.projects.models import Project
from webapp.projects.proposals.queries import goes_along, hub_person_of, is_proposer
from webapp.projects.updates.models import ProjectUpdate, UpdateStatus

MOST_ROWS = 200
Row = tuple[ProjectUpdate, Project]


def public_on(project_id: str, *, limit: int = MOST_ROWS) -> list[ProjectUpdate]:
    """What everybody reads of a project, newest first."""
    chosen = select(ProjectUpdate).where(
        ProjectUpdate.project_id == project_id, ProjectUpdate.status == UpdateStatus.PUBLIC
    )
    newest = (col(ProjectUpdate.published_at).desc(), col(ProjectUpdate.id).desc())
    return list(session().exec(chosen.order_by(*newest).limit(limit)))


def newest_of(project_ids: set[str]) -> dict[str, ProjectUpdate]:
    """The last thing told of each project."""
    chosen = select(ProjectUpdate).where(
        col(ProjectUpdate.project_id).in_(project_ids), ProjectUpdate.status == UpdateStatus.PUBLIC
    )
    return {row.project_id: row for row in session().exec(chosen.order_by(col(ProjectUpdate.published_at)))}


def update_for(actor: Actor, update_id: str) -> Row:
    """A public update of a public project; any other for who writes for the project. Raises NotThere."""
    found = session().get(ProjectUpdate, update_id)
    project = session().get(Project, found.project_id) if found else None
    if found is None or project is None:
        raise NotThere
    if (found.status is UpdateStatus.PUBLIC and project.is_public) or may_write(actor, project):
        return found, project
    raise NotThere


def own_update_for(actor: Actor, update_id: str) -> Row:
    """One that the actor wrote. Raises NotThere."""
    found = session().get(ProjectUpdate, update_id)
    if found is None or actor.user_id is None or found.written_by != actor.user_id:
        raise NotThere
    return found, session().get_one(Project, found.project_id)


def written_project_for(actor: Actor, project_id: str) -> Project:
    """A public project for which the actor may write. Raises NotThere."""
    found = session().get(Project, project_id)
    if found is None or not found.is_public or not may_write(actor, found):
        raise NotThere
    return found


def may_write(actor: Actor, project: Project) -> bool:
    """The town, the people who proposed it, and the hub person who accompanies it."""
    return actor.may_act_for(project.municipality_code) or is_proposer(actor, project) or goes_along(actor, project)


def signature_of(actor: Actor, project: Project) -> str:
    """Under what name this person speaks for a project, empty for the town: never their own."""
    if actor.may_act_for(project.municipality_code):
        return ""
    if not is_proposer(actor, project):
        card = hub_person_of(project)
        return card.shown_name if card else ""
    if project.corporation_id:
        return corporations.by_id(project.corporation_id).name
    return session().get_one(Community, project.community_id).name


def _rows() -> Any:
    return select(ProjectUpdate, Project).join(Project, col(Project.id) == ProjectUpdate.project_id)


def desk_for(actor: Actor) -> list[Row]:
    """Everything told in the actor's towns: what waits first, then the newest."""
    waits_first = sa.case((col(ProjectUpdate.status) == UpdateStatus.WAITING, 0), else_=1)
    chosen = _rows().where(col(ProjectUpdate.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(waits_first, col(ProjectUpdate.id).desc()).limit(MOST_ROWS)))


def staff_update_for(actor: Actor, update_id: str) -> Row:
    """One of the actor's town. Raises NotThere."""
    found = session().exec(_rows().where(ProjectUpdate.id == update_id)).first()
    if found is None or not actor.may_act_for(found[0].municipality_code):
        raise NotThere
    row: Row = (found[0], found[1])
    return row


def own_waiting(actor: Actor, project_id: str) -> list[ProjectUpdate]:
    """What the actor wrote that is not public, newest first."""
    chosen = select(ProjectUpdate).where(
        ProjectUpdate.project_id == project_id,
        ProjectUpdate.written_by == actor.user_id,
        col(ProjectUpdate.status).in_((UpdateStatus.WAITING, UpdateStatus.RETURNED)),
    )
    return list(session().exec(chosen.order_by(col(ProjectUpdate.id).desc()))) if actor.user_id else []
