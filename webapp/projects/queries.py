"""Which projects there are, for whom."""

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.municipalities.models import Municipality
from webapp.projects.models import Project, ProjectStatus
from webapp.projects.states import AFTER_GIVING, PUBLIC

Row = tuple[Project, Municipality]


def open_projects(town: str = "") -> list[Row]:
    """Projects that take pledges today, of all towns or of one, the one that closes first on top."""
    day = today()
    chosen = (
        select(Project, Municipality)
        .join(Municipality, col(Municipality.code) == Project.municipality_code)
        .where(Project.status == ProjectStatus.PUBLISHED, col(Project.opens_on) <= day, col(Project.closes_on) >= day)
        .order_by(col(Project.closes_on), col(Project.id))
    )
    return list(session().exec(chosen.where(Project.municipality_code == town) if town else chosen))


def past_projects(town: str = "", limit: int = 20) -> list[Row]:
    """Projects that closed, of all towns or of one, newest first."""
    chosen = (
        select(Project, Municipality)
        .join(Municipality, col(Municipality.code) == Project.municipality_code)
        .where(
            col(Project.status).in_(AFTER_GIVING)
            | ((col(Project.status) == ProjectStatus.PUBLISHED) & (col(Project.closes_on) < today()))
        )
        .order_by(col(Project.closes_on).desc(), col(Project.id))
    )
    chosen = chosen.where(Project.municipality_code == town) if town else chosen
    return list(session().exec(chosen.limit(limit)))


def towns_with_projects() -> list[tuple[Municipality, int]]:
    """Every town with public projects and how many, in the order of their codes."""
    counted = (
        select(Municipality, func.count())
        .join(Project, col(Project.municipality_code) == Municipality.code)
        .where(col(Project.status).in_(PUBLIC))
        .group_by(col(Municipality.code))
    )
    return [(town, int(count)) for town, count in session().exec(counted.order_by(col(Municipality.code)))]


def project_for(actor: Actor, project_id: str) -> Project:
    """A public project, or one of the actor's own municipality. Raises NotThere."""
    found = session().get(Project, project_id)
    if found is None or not (found.is_public or actor.may_act_for(found.municipality_code)):
        raise NotThere
    return found


def own_project_for(actor: Actor, project_id: str) -> Project:
    """A project of the actor's own municipality, whatever its status. Raises NotThere."""
    found = session().get(Project, project_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def desk_for(actor: Actor) -> list[Row]:
    """Every project of the actor's own municipalities, newest first."""
    chosen = (
        select(Project, Municipality)
        .join(Municipality, col(Municipality.code) == Project.municipality_code)
        .where(col(Project.municipality_code).in_(actor.municipalities))
        .order_by(col(Project.id).desc())
    )
    return list(session().exec(chosen))
