"""What is known of communities: for everybody, for members, for who keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.hubs.communities.models import Community, CommunityMember, CommunityStatus, Part
from webapp.residents import queries as residents


@dataclass(frozen=True)
class Circle:
    """Who belongs to a community: how many, and those who want to be named; never somebody who asks for secrecy."""

    count: int
    named: list[CommunityMember]


def keeps(actor: Actor, municipality_code: str) -> bool:
    """Whether this person looks after the communities of a town: its staff and its hub persons."""
    return actor.may_act_for(municipality_code) or municipality_code in actor.organisations(Role.HUB)


def active_in(code: str) -> list[Community]:
    """What goes on in a town, by name."""
    chosen = select(Community).where(Community.municipality_code == code, Community.status == CommunityStatus.ACTIVE)
    return list(session().exec(chosen.order_by(col(Community.name), col(Community.id))))


def proposed_by(actor: Actor, code: str) -> int:
    """How many proposals of this person wait for the town's word."""
    chosen = select(Community.id).where(
        Community.municipality_code == code,
        Community.status == CommunityStatus.PROPOSED,
        Community.created_by == actor.user_id,
    )
    return len(session().exec(chosen).all())


def community_for(actor: Actor, community_id: str, *, to_change: bool = False) -> Community:
    """An active one for everybody; any other for its members and keepers. Raises NotThere."""
    found = session().get(Community, community_id, with_for_update=to_change or None)
    if found is None:
        raise NotThere
    if found.status is CommunityStatus.ACTIVE or keeps(actor, found.municipality_code):
        return found
    if membership_of(actor, found) is None:
        raise NotThere
    return found


def kept_by(actor: Actor, community_id: str, *, to_change: bool = False) -> Community:
    """One of a town that the actor looks after. Raises NotThere."""
    found = session().get(Community, community_id, with_for_update=to_change or None)
    if found is None or not keeps(actor, found.municipality_code):
        raise NotThere
    return found


def led_by(actor: Actor, community_id: str, *, to_change: bool = False) -> Community:
    """One that the actor organises or looks after. Raises NotThere."""
    found = community_for(actor, community_id, to_change=to_change)
    mine = membership_of(actor, found)
    if keeps(actor, found.municipality_code) or (mine is not None and mine.part is Part.ORGANISER):
        return found
    raise NotThere


def membership_of(actor: Actor, community: Community) -> CommunityMember | None:
    """The actor's own present place in it."""
    found = any_membership(actor.user_id, community) if actor.user_id else None
    return found if found is not None and found.left_at is None else None


def any_membership(user_id: str, community: Community) -> CommunityMember | None:
    """Somebody's place in it, present or former."""
    chosen = select(CommunityMember).where(
        CommunityMember.community_id == community.id, CommunityMember.user_id == user_id
    )
    return session().exec(chosen).first()


def members_of(community: Community) -> list[CommunityMember]:
    """Everybody who belongs to it now, organisers first."""
    chosen = select(CommunityMember).where(
        CommunityMember.community_id == community.id, col(CommunityMember.left_at).is_(None)
    )
    rows = session().exec(chosen.order_by(col(CommunityMember.joined_at), col(CommunityMember.id)))
    return sorted(rows, key=lambda row: row.part is not Part.ORGANISER)


def members_for(actor: Actor, community: Community) -> list[CommunityMember]:
    """Whom the actor sees of them: keepers and members all, by `naming.names_of`; a stranger nobody."""
    is_inside = keeps(actor, community.municipality_code) or membership_of(actor, community) is not None
    return members_of(community) if is_inside else []


def circle_of(community: Community) -> Circle:
    """What everybody may know of its members."""
    members = members_of(community)
    hidden = residents.confidential_among({row.user_id for row in members if row.user_id})
    return Circle(len(members), [row for row in members if row.is_listed and row.user_id not in hidden])


def own_for(actor: Actor) -> list[tuple[CommunityMember, Community]]:
    """Where the actor belongs."""
    chosen = (
        select(CommunityMember, Community)
        .join(Community, col(Community.id) == CommunityMember.community_id)
        .where(CommunityMember.user_id == actor.user_id)
    )
    return list(session().exec(chosen.order_by(col(Community.name)))) if actor.is_signed_in else []


def kept_for(actor: Actor) -> list[Community]:
    """Everything in the actor's towns, what waits first."""
    codes = actor.municipalities | actor.organisations(Role.HUB)
    waiting_first = sa.case((col(Community.status) == CommunityStatus.PROPOSED, 0), else_=1)
    chosen = select(Community).where(col(Community.municipality_code).in_(codes))
    return list(session().exec(chosen.order_by(waiting_first, col(Community.status), col(Community.name))))


def sizes(communities: Sequence[Community]) -> dict[str, int]:
    """How many belong to each."""
    counted = (
        sa.select(CommunityMember.community_id, sa.func.count())  # type: ignore[call-overload]
        .where(
            col(CommunityMember.community_id).in_([c.id for c in communities]), col(CommunityMember.left_at).is_(None)
        )
        .group_by(CommunityMember.community_id)
    )
    return {community_id: count for community_id, count in session().execute(counted)}
