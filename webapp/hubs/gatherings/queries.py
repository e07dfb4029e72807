"""What is known of gatherings: for everybody, for who leads them."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.hubs.communities import queries as communities
from webapp.hubs.communities.models import Community, CommunityStatus, Part
from webapp.hubs.gatherings.models import Coming, Gathering, GatheringStatus, Idea
from webapp.hubs.models import Hub, HubStatus
from webapp.municipalities import queries as municipalities
from webapp.residents import queries as residents

MOST = 50


def coming_up(code: str, *, community_id: str = "", hub_id: str = "") -> list[Gathering]:
    """What takes place in a town from now on, the next one first."""
    chosen = select(Gathering).where(
        Gathering.municipality_code == code,
        Gathering.status == GatheringStatus.PLANNED,
        col(Gathering.ends_at) >= now(),
    )
    if community_id:
        chosen = chosen.where(Gathering.community_id == community_id)
    if hub_id:
        chosen = chosen.where(Gathering.hub_id == hub_id)
    return list(session().exec(chosen.order_by(col(Gathering.starts_at), col(Gathering.id)).limit(MOST)))


def past(code: str, limit: int = 10) -> list[Gathering]:
    """What took place, the last one first."""
    chosen = select(Gathering).where(
        Gathering.municipality_code == code,
        Gathering.status != GatheringStatus.CANCELLED,
        col(Gathering.ends_at) < now(),
    )
    return list(session().exec(chosen.order_by(col(Gathering.starts_at).desc()).limit(limit)))


def gathering(gathering_id: str, *, to_change: bool = False) -> Gathering:
    """One that everybody may see, while the town takes part. Raises NotThere."""
    found = session().get(Gathering, gathering_id, with_for_update=to_change or None)
    if found is None or municipalities.running_programme(found.municipality_code) is None:
        raise NotThere
    return found


def leads(actor: Actor, found: Gathering) -> bool:
    """Whether this person runs it: the town, its hub persons, the organisers of its community."""
    if communities.keeps(actor, found.municipality_code):
        return True
    community = session().get(Community, found.community_id) if found.community_id else None
    mine = communities.membership_of(actor, community) if community is not None else None
    return mine is not None and mine.part is Part.ORGANISER


def led_for(actor: Actor, gathering_id: str, *, to_change: bool = False) -> Gathering:
    """One that the actor runs. Raises NotThere."""
    found = gathering(gathering_id, to_change=to_change)
    if not leads(actor, found):
        raise NotThere
    return found


def may_plan(actor: Actor, code: str) -> list[Community]:
    """The communities for which this person may plan one; keepers may for all of the town."""
    found = communities.active_in(code)
    if communities.keeps(actor, code):
        return found
    mine = {
        c.id for member, c in communities.own_for(actor) if member.part is Part.ORGANISER and member.left_at is None
    }
    return [community for community in found if community.id in mine]


def ended_of(found: Gathering) -> dict[str, tuple[str, bool]]:
    """The community and the hub of a gathering that have ended since, by id: the name, and whether it is the hub."""
    community = session().get(Community, found.community_id) if found.community_id else None
    hub = session().get(Hub, found.hub_id) if found.hub_id else None
    ended: dict[str, tuple[str, bool]] = {}
    if community is not None and community.status is not CommunityStatus.ACTIVE:
        ended[community.id] = (community.name, False)
    if hub is not None and hub.status is HubStatus.CLOSED:
        ended[hub.id] = (hub.name, True)
    return ended


def people_of(found: Gathering) -> list[Coming]:
    """Everybody who comes, in the order in which they said so; only for who runs it."""
    chosen = select(Coming).where(Coming.gathering_id == found.id)
    return list(session().exec(chosen.order_by(col(Coming.created_at), col(Coming.id))))


def pitches_of(found: Gathering) -> list[Coming]:
    """Who pitches, in the running order."""
    chosen = select(Coming).where(Coming.gathering_id == found.id, Coming.pitch != "")
    return list(session().exec(chosen.order_by(col(Coming.position), col(Coming.created_at), col(Coming.id))))


def public_pitches_of(found: Gathering) -> list[Coming]:
    """The same as everybody sees it: without those who ask for secrecy."""
    rows = pitches_of(found)
    hidden = nameless(rows)
    return [row for row in rows if row.id not in hidden]


def nameless(rows: Iterable[Coming | Idea]) -> set[str]:
    """The ids of those rows whose name is shown to nobody: of who asks for secrecy."""
    known = list(rows)
    hidden = residents.confidential_among({row.user_id for row in known if row.user_id})
    return {row.id for row in known if row.user_id in hidden}


def own_coming(actor: Actor, found: Gathering) -> Coming | None:
    """The actor's own place in it."""
    if actor.user_id is None:
        return None
    chosen = select(Coming).where(Coming.gathering_id == found.id, Coming.user_id == actor.user_id)
    return session().exec(chosen).first()


def count_of(found: Gathering) -> int:
    """How many come."""
    chosen = select(sa.func.count()).select_from(Coming).where(Coming.gathering_id == found.id)
    return int(session().exec(chosen).one())


def ideas_of(found: Gathering, *, with_hidden: bool = False) -> list[Idea]:
    """What stands on the board, the first one first."""
    chosen = select(Idea).where(Idea.gathering_id == found.id)
    if not with_hidden:
        chosen = chosen.where(col(Idea.is_hidden).is_(False))
    return list(session().exec(chosen.order_by(col(Idea.created_at), col(Idea.id))))


def idea_for(actor: Actor, idea_id: str) -> tuple[Idea, Gathering]:
    """An idea with its gathering, for who runs that. Raises NotThere."""
    found = session().get(Idea, idea_id)
    if found is None:
        raise NotThere
    return found, led_for(actor, found.gathering_id)


def own_for(actor: Actor) -> tuple[list[tuple[Coming, Gathering]], list[tuple[Idea, Gathering]]]:
    """Where the person comes or came, and what they wrote."""
    coming = select(Coming, Gathering).join(Gathering, col(Gathering.id) == Coming.gathering_id)
    ideas = select(Idea, Gathering).join(Gathering, col(Gathering.id) == Idea.gathering_id)
    return (
        list(session().exec(coming.where(Coming.user_id == actor.user_id))),
        list(session().exec(ideas.where(Idea.user_id == actor.user_id))),
    )


def led_by(actor: Actor) -> list[Gathering]:
    """Everything in the towns the actor looks after, the newest date first."""
    codes = actor.municipalities | actor.organisations(Role.HUB)
    chosen = select(Gathering).where(col(Gathering.municipality_code).in_(codes))
    return list(session().exec(chosen.order_by(col(Gathering.starts_at).desc(), col(Gathering.id)).limit(4 * MOST)))


def coming_for(actor: Actor) -> list[Gathering]:
    """The gatherings ahead to which the actor said they come, the next one first."""
    chosen = (
        select(Gathering)
        .join(Coming, col(Coming.gathering_id) == Gathering.id)
        .where(Coming.user_id == actor.user_id, Gathering.status == GatheringStatus.PLANNED, Gathering.ends_at > now())
    )
    return list(session().exec(chosen.order_by(col(Gathering.starts_at), col(Gathering.id)).limit(MOST)))


def coming_to(gathering_ids: Collection[str]) -> dict[str, int]:
    """How many people say that they come to each, in one question."""
    chosen = (
        select(Coming.gathering_id, sa.func.count())
        .where(col(Coming.gathering_id).in_(gathering_ids))
        .group_by(col(Coming.gathering_id))
    )
    return {gathering_id: int(count) for gathering_id, count in session().exec(chosen)}
