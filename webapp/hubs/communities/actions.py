"""What people do with communities: propose, join, leave, lead; what towns and hub persons do: let in, accompany, end."""

from collections.abc import Mapping
from typing import Any

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.hubs.communities import letters, queries
from webapp.hubs.communities.models import COMMUNITY, Community, CommunityMember, CommunityStatus, Part, Stage
from webapp.municipalities import queries as municipalities

#: so many proposals of one person may wait in a town
MOST_PROPOSALS = 3
trail.ACTION_LABELS |= {
    "community.propose": _l("コミュニティを提案した"),
    "community.revise": _l("コミュニティの内容を直した"),
    "community.stage": _l("コミュニティの段階を見直した"),
    "community_member.join": _l("コミュニティに入った"),
    "community_member.leave": _l("コミュニティを抜けた"),
    "community_member.bar": _l("コミュニティから外した"),
    "community_member.erase": _l("コミュニティの名前を消した"),
}


def propose(code: str, values: Mapping[str, Any], *, shown_name: str, by: Actor, is_demo: bool = False) -> Community:
    """A new one, with who proposes it as its organiser; a keeper's own is public at once. Raises RuleBroken."""
    if by.user_id is None:
        raise NotAllowed
    if not municipalities.is_running(code):
        raise RuleBroken(_("このまちは、いまコミュニティを受け付けていません。"))
    if not queries.keeps(by, code) and queries.proposed_by(by, code) >= MOST_PROPOSALS:
        raise RuleBroken(
            _("返事を待っている提案が%(n)s件あります。まちの返事が来てから、次を提案してください。", n=MOST_PROPOSALS)
        )
    community = Community(municipality_code=code, created_by=by.user_id, is_demo=is_demo, **values)
    session().add(community)
    session().flush()
    trail.record(community, "community.propose", by=by, to_status=community.status)
    _take_in(community, by, shown_name=shown_name, is_listed=True, part=Part.ORGANISER)
    if queries.keeps(by, code):
        approve(community, by=by)
    else:
        place = municipalities.by_code(code)
        for person in {one.email: one for one in _keepers(code)}.values():
            post.queue(person, letters.proposed, community=community, place=place)
    return community


def revise(community: Community, values: Mapping[str, Any], *, by: Actor) -> None:
    """Say something else about it."""
    _must_lead(community, by)
    for name, value in values.items():
        setattr(community, name, value)
    trail.record(community, "community.revise", by=by)


def approve(community: Community, *, by: Actor) -> None:
    """From now on everybody sees it and may join."""
    _must_keep(community, by)
    COMMUNITY.apply(community, "approve", by=by)
    _tell_organisers(community, letters.approved, by)


def refuse(community: Community, *, reason: str, by: Actor) -> None:
    """It is not shown."""
    _must_keep(community, by)
    COMMUNITY.apply(community, "refuse", by=by, reason=reason)
    _tell_organisers(community, letters.refused, by, reason=reason)


def end(community: Community, *, reason: str, by: Actor) -> None:
    """Its organisers or keepers end it; who belonged to it stays known to the town."""
    _must_lead(community, by)
    COMMUNITY.apply(community, "end", by=by, reason=reason)


def revive(community: Community, *, by: Actor) -> None:
    """It goes on."""
    _must_keep(community, by)
    COMMUNITY.apply(community, "revive", by=by)


def set_stage(community: Community, stage: Stage, *, by: Actor, reason: str = "") -> None:
    """How far it has come, as its keepers see it; back as well as forth."""
    _must_keep(community, by)
    before, community.stage = community.stage, stage
    if before is not stage:
        trail.record(community, "community.stage", by=by, reason=reason, from_status=before, to_status=stage)


def join(community: Community, *, shown_name: str, is_listed: bool, by: Actor) -> CommunityMember:
    """Become a member, once. Raises RuleBroken where it is not open to this person."""
    if community.status is not CommunityStatus.ACTIVE:
        raise RuleBroken(_("このコミュニティには、いま入れません。"))
    return _take_in(community, by, shown_name=shown_name, is_listed=is_listed, part=Part.MEMBER)


def _take_in(community: Community, by: Actor, *, shown_name: str, is_listed: bool, part: Part) -> CommunityMember:
    if by.user_id is None:
        raise NotAllowed
    found = queries.any_membership(by.user_id, community)
    if found is not None and found.is_barred:
        raise RuleBroken(_("このコミュニティには入れません。くわしくは、まちの窓口に聞いてください。"))
    if found is not None and found.left_at is None:
        raise RuleBroken(_("もう入っています。"))
    if found is None:
        found = CommunityMember(
            community_id=community.id, municipality_code=community.municipality_code, user_id=by.user_id, shown_name=""
        )
    found.shown_name, found.is_listed, found.part, found.left_at = shown_name, is_listed, part, None
    session().add(found)
    session().flush()
    trail.record(found, "community_member.join", by=by)
    return found


def leave(member: CommunityMember, *, by: Actor) -> None:
    """Out, at any time; the last organiser says who follows. Raises RuleBroken."""
    if by.user_id != member.user_id:
        raise NotAllowed
    _keep_an_organiser(member)
    member.left_at, member.is_listed = now(), False
    trail.record(member, "community_member.leave", by=by)


def bar(member: CommunityMember, *, reason: str, by: Actor) -> None:
    """Send somebody away, with a reason they are told."""
    community = session().get_one(Community, member.community_id)
    _must_lead(community, by)
    if not reason.strip():
        raise RuleBroken(_("理由を書いてください。本人に伝わります。"))
    if by.user_id == member.user_id:
        raise RuleBroken(_("自分を外すことはできません。「抜ける」を使ってください。"))
    member.left_at, member.is_listed, member.is_barred = now(), False, True
    trail.record(member, "community_member.bar", by=by, reason=reason)
    person = accounts.user(member.user_id) if member.user_id else None
    if person is not None:
        place = municipalities.by_code(community.municipality_code)
        post.queue(person, letters.barred, community=community, place=place, reason=reason)


def hand_on(member: CommunityMember, *, by: Actor) -> None:
    """Make a member an organiser too."""
    _must_lead(session().get_one(Community, member.community_id), by)
    member.part = Part.ORGANISER
    trail.record(member, "community_member.join", by=by, to_status=member.part)


def _keep_an_organiser(member: CommunityMember) -> None:
    community = session().get_one(Community, member.community_id)
    others = [row for row in queries.members_of(community) if row.id != member.id]
    is_last = member.part is Part.ORGANISER and all(row.part is not Part.ORGANISER for row in others)
    if others and is_last and community.status is CommunityStatus.ACTIVE:
        raise RuleBroken(_("世話人があなただけです。先に、ほかのメンバーを世話人にしてください。"))


def _must_keep(community: Community, by: Actor) -> None:
    if not by.is_system and not queries.keeps(by, community.municipality_code):
        raise NotAllowed


def _must_lead(community: Community, by: Actor) -> None:
    mine = queries.membership_of(by, community)
    if not (mine is not None and mine.part is Part.ORGANISER):
        _must_keep(community, by)


def _keepers(code: str) -> list[Any]:
    return [*accounts.desk_of(code), *accounts.staff_of(code, Role.HUB)]


def _tell_organisers(community: Community, write: Any, by: Actor, **values: Any) -> None:
    place = municipalities.by_code(community.municipality_code)
    for row in queries.members_of(community):
        person = accounts.user(row.user_id) if row.user_id and row.part is Part.ORGANISER else None
        if person is not None and person.id != by.user_id:
            post.queue(person, write, community=community, place=place, **values)
