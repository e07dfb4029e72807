"""Which projects there are, for whom."""

from sqlmodel import and_, case, col, func, or_, select

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.municipalities.models import Municipality
from webapp.projects.models import Project, ProjectStatus
from webapp.projects.proposals.queries import is_proposer
from webapp.projects.states import AFTER_GIVING, PUBLIC, WAITING_FOR_THE_TOWN

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
    """A public project, one that the actor's municipality has, or one that the actor proposes. Raises NotThere."""
    found = session().get(Project, project_id)
    if found is None or not (found.is_public or _is_at_the_desk_of(actor, found) or is_proposer(actor, found)):
        raise NotThere
    return found


def own_project_for(actor: Actor, project_id: str, *, to_change: bool = False) -> Project:
    """A project that the actor's own municipality has, whatever its status. Raises NotThere."""
    found = session().get(Project, project_id, with_for_update=to_change or None)
    if found is None or not _is_at_the_desk_of(actor, found):
        raise NotThere
    return found


def _is_at_the_desk_of(actor: Actor, project: Project) -> bool:
    """Of the actor's town, and handed in where somebody else writes it."""
    is_handed_in = project.is_the_towns_own or project.submitted_at is not None
    return is_handed_in and actor.may_act_for(project.municipality_code)


def desk_for(actor: Actor) -> list[Row]:
    """Every project that the actor's own municipalities have: what waits for the town first, then newest first."""
    is_own = and_(col(Project.community_id).is_(None), col(Project.corporation_id).is_(None))
    waits_first = case((col(Project.status).in_(WAITING_FOR_THE_TOWN), 0), else_=1)
    chosen = (
        select(Project, Municipality)
        .join(Municipality, col(Municipality.code) == Project.municipality_code)
        .where(
            col(Project.municipality_code).in_(actor.municipalities),
            or_(is_own, col(Project.submitted_at).is_not(None)),
        )
        .order_by(waits_first, col(Project.id).desc())
    )
    return list(session().exec(chosen))


def locked(project_id: str) -> Project:
    """A project as it is now, held until the transaction ends: money that comes and sums that are fixed wait for each other.

    Not held against those who only refer to it, such as another donor's pledge.
    """
    chosen = select(Project).where(Project.id == project_id).with_for_update(key_share=True)
    return session().exec(chosen.execution_options(populate_existing=True)).one()
