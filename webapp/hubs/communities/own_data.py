"""A person's places in communities as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.hubs.communities import queries
from webapp.hubs.communities.models import Community, CommunityMember

_NOT_THEIRS = {"user_id", "municipality_code"}


def exported(actor: Actor) -> dict[str, Any]:
    """Where the person belongs or belonged."""
    rows = queries.own_for(actor)
    return {
        "communities": [
            {**member.model_dump(mode="json", exclude=_NOT_THEIRS), "community": community.name}
            for member, community in rows
        ]
    }


def erase(user_id: str, *, by: Actor) -> None:
    """Cut a person off from every community: name and account go, that somebody belonged stays."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed
    for member in session().exec(select(CommunityMember).where(CommunityMember.user_id == user_id)):
        member.left_at = member.left_at or now()
        member.shown_name, member.is_listed, member.user_id = "", False, None
        trail.record(member, "community_member.erase", by=system_actor("erasure"))
    for community in session().exec(select(Community).where(col(Community.created_by) == user_id)):
        community.created_by = None
