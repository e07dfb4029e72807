"""Who proposes what: a person's own proposals, and who stands behind one."""

from sqlmodel import col, or_, select

from webapp.accounts import queries as accounts
from webapp.core.actor import Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.letters import Addressee
from webapp.corporations import queries as corporations
from webapp.corporations.models import Corporation
from webapp.hubs.communities.models import Community, CommunityMember, CommunityStatus, Part
from webapp.hubs.models import HubPerson, PersonStatus
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.projects.models import Project
from webapp.projects.proposals.models import Check, Eligibility, ProjectNote


def is_proposer(actor: Actor, project: Project) -> bool:
    """Whether this person speaks for who proposes it; for the town's own, whether they work for the town."""
    if project.is_the_towns_own:
        return actor.may_act_for(project.municipality_code)
    if project.corporation_id is not None:
        return project.corporation_id in actor.corporations
    return project.community_id in _led_by(actor)


def goes_along(actor: Actor, project: Project) -> bool:
    """Whether this person is the hub person at its side."""
    card = hub_person_of(project)
    return card is not None and actor.user_id == card.user_id and card.status is PersonStatus.ACTIVE


def writable_for(actor: Actor, project_id: str, *, to_change: bool = False) -> Project:
    """A project of the actor's own: as an organiser, a corporation's person, or for the town's own. Raises NotThere."""
    found = session().get(Project, project_id, with_for_update=to_change or None)
    if found is None or not is_proposer(actor, found):
        raise NotThere
    return found


def followed_for(actor: Actor, project_id: str) -> Project:
    """One that the actor proposes or goes along with. Raises NotThere."""
    found = session().get(Project, project_id)
    if found is None or not (is_proposer(actor, found) or goes_along(actor, found)):
        raise NotThere
    return found


def own_proposals_for(actor: Actor) -> list[Project]:
    """Everything the actor's communities and corporations propose, newest first."""
    chosen = select(Project).where(
        or_(col(Project.community_id).in_(_led_by(actor)), col(Project.corporation_id).in_(actor.corporations))
    )
    return list(session().exec(chosen.order_by(col(Project.id).desc())))


def accompanied_by(actor: Actor) -> list[Project]:
    """Proposals that the actor goes along with as a hub person, newest first."""
    cards = select(HubPerson.id).where(HubPerson.user_id == actor.user_id)
    chosen = select(Project).where(col(Project.hub_person_id).in_(cards))
    return list(session().exec(chosen.order_by(col(Project.id).desc()))) if actor.is_signed_in else []


def may_propose_as(actor: Actor, code: str) -> tuple[list[Community], list[Corporation]]:
    """The communities of a town that the actor organises, and the corporations they work for."""
    communities = select(Community).where(
        col(Community.id).in_(_led_by(actor)),
        Community.municipality_code == code,
        Community.status == CommunityStatus.ACTIVE,
    )
    employers = select(Corporation).where(col(Corporation.id).in_(actor.corporations))
    return (
        list(session().exec(communities.order_by(col(Community.name)))),
        list(session().exec(employers.order_by(col(Corporation.name)))),
    )


def towns_to_propose_in(actor: Actor) -> list[Municipality]:
    """Where the actor's communities are at work and their corporations are designated, as far as the town takes part."""
    chosen = select(Community.municipality_code).where(
        col(Community.id).in_(_led_by(actor)), Community.status == CommunityStatus.ACTIVE
    )
    codes = {*session().exec(chosen), *corporations.towns_of(actor)}
    towns = municipalities.by_codes({code for code in codes if municipalities.is_running(code)})
    return [towns[code] for code in sorted(towns)]


def proposer_name(project: Project) -> str:
    """Who proposes it, by name; empty for the town's own."""
    if project.community_id is not None:
        return session().get_one(Community, project.community_id).name
    if project.corporation_id is not None:
        return session().get_one(Corporation, project.corporation_id).name
    return ""


def proposers_of(project: Project) -> list[Addressee]:
    """The people who get letters about it: organisers, the corporation's people, or the town's desk."""
    if project.corporation_id is not None:
        return list(accounts.staff_of(project.corporation_id, Role.CORPORATION))
    if project.community_id is None:
        return accounts.desk_of(project.municipality_code)
    chosen = select(CommunityMember.user_id).where(
        CommunityMember.community_id == project.community_id,
        CommunityMember.part == Part.ORGANISER,
        col(CommunityMember.left_at).is_(None),
    )
    return list(accounts.users({user_id for user_id in session().exec(chosen) if user_id}))


def hub_person_of(project: Project) -> HubPerson | None:
    """Who goes along with it."""
    return session().get(HubPerson, project.hub_person_id) if project.hub_person_id else None


def answers_of(project: Project) -> dict[Check, Eligibility]:
    """What the proposer showed about itself."""
    chosen = select(Eligibility).where(Eligibility.project_id == project.id)
    return {row.kind: row for row in session().exec(chosen)}


def notes_of(project: Project) -> list[ProjectNote]:
    """What the hub person wrote down, oldest first."""
    chosen = select(ProjectNote).where(ProjectNote.project_id == project.id)
    return list(session().exec(chosen.order_by(col(ProjectNote.id))))


def _led_by(actor: Actor) -> set[str]:
    if actor.user_id is None:
        return set()
    chosen = select(CommunityMember.community_id).where(
        CommunityMember.user_id == actor.user_id,
        CommunityMember.part == Part.ORGANISER,
        col(CommunityMember.left_at).is_(None),
    )
    return set(session().exec(chosen))


def answer_for(actor: Actor, eligibility_id: str) -> Eligibility:
    """An answer with a paper, for its proposer, and for the town once it has the proposal. Raises NotThere."""
    found = session().get(Eligibility, eligibility_id)
    project = session().get(Project, found.project_id) if found is not None else None
    if found is None or project is None or not found.file_key:
        raise NotThere
    is_handed_in = project.submitted_at is not None and actor.may_act_for(project.municipality_code)
    if not (is_handed_in or is_proposer(actor, project)):
        raise NotThere
    return found
