"""Roles in organisations: who may give them, from when until when, by invitation or at once, never without a trace."""

from datetime import date, timedelta

from sqlmodel import col, or_, select

from webapp.accounts import letters, links, queries
from webapp.accounts.models import LinkPurpose, Membership, OneTimeLink, User
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.letters import Recipient
from webapp.municipalities.models import Municipality

#: role → who gives it in their own organisation; operators and the service itself stand in `may_give`
_GIVERS = {
    Role.MUNICIPALITY_ADMIN: (Role.MUNICIPALITY_ADMIN,),
    Role.CLERK: (Role.MUNICIPALITY_ADMIN,),
    Role.PREFECTURE: (Role.PREFECTURE,),
    Role.CORPORATION: (Role.CORPORATION,),
    Role.HUB: TOWN_ROLES,
    Role.PARTNER: TOWN_ROLES,
}
#: roles whose organisation is no municipality; the feature above checks that the town has to do with it
_GIVEN_BY_TOWNS = frozenset({Role.CORPORATION})
_GIVEN_BY_OPERATORS = frozenset({Role.OPERATOR, Role.PREFECTURE, Role.MUNICIPALITY_ADMIN})
_HELD_ALONE = frozenset({Role.RESIDENT, Role.OWNER, Role.OPERATOR})


def may_give(by: Actor, role: Role, organisation: str | None) -> bool:
    """Whether this actor may give or end a role in an organisation."""
    if by.is_system or role in (Role.RESIDENT, Role.OWNER):
        return True
    if role in _GIVEN_BY_OPERATORS and by.has(Role.OPERATOR):
        return True
    if role in _GIVEN_BY_TOWNS and by.has(*TOWN_ROLES):
        return True
    return organisation in by.organisations(*_GIVERS.get(role, ()))


def grant(
    person: User,
    role: Role,
    organisation: str | None = None,
    *,
    by: Actor,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Membership:
    """Give a role at once. Raises NotAllowed when `by` may not, RuleBroken when the person has it already."""
    _must_be_giveable(by, role, organisation, valid_from, valid_until)
    return open_membership(
        person,
        role,
        organisation,
        by=by,
        granted_by=by.user_id,
        valid_from=valid_from or today(),
        valid_until=valid_until,
    )


def open_membership(
    person: User,
    role: Role,
    organisation: str | None = None,
    *,
    by: Actor,
    valid_from: date,
    valid_until: date | None = None,
    granted_by: str | None = None,
) -> Membership:
    """Note a role that was given; whether it may be given was decided before, by `grant` or `invite`."""
    held = [m for m in queries.memberships_of(person) if (m.role, m.organisation) == (role, organisation)]
    if any(_overlap(m, valid_from, valid_until) for m in held):
        raise RuleBroken(_("この人は、その期間にすでに同じ役割（%(role)s）を持っています。", role=role.label))
    membership = Membership(
        user_id=person.id,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=granted_by,
    )
    session().add(membership)
    session().flush()
    trail.record(membership, "accounts.grant", by=by, to_status=role.value)
    return membership


def end_membership(membership: Membership, *, by: Actor, on: date, reason: str) -> None:
    """Let a role end: `on` is the last day on which it holds, yesterday at the earliest; one's own one may give up."""
    if membership.user_id != by.user_id and not may_give(by, membership.role, membership.organisation):
        raise NotAllowed(_("この役割を終わらせる権限がありません。"))
    if not reason.strip():
        raise RuleBroken(_("役割を終わらせるには理由が必要です。"))
    if on < today() - timedelta(days=1):
        raise RuleBroken(_("終わる日には、きのうより前の日を選べません。"))
    if membership.valid_until is not None and membership.valid_until < today():
        raise RuleBroken(_("この役割はすでに終わっています。"))
    if membership.role is Role.MUNICIPALITY_ADMIN and by.has(*TOWN_ROLES) and not _another_stays(membership, on):
        raise RuleBroken(_("最後の管理者の役割は終わらせられません。先に、ほかの人を管理者にしてください。"))
    membership.valid_until = on
    trail.record(membership, "accounts.end_membership", by=by, reason=reason.strip(), from_status=membership.role.value)


def must_not_be_the_last(person: User) -> None:
    """Raises RuleBroken for who is a town's only administrator: nobody could run the town's place after them."""
    day = today()
    for held in queries.memberships_of(person):
        if held.role is Role.MUNICIPALITY_ADMIN and held.holds_on(day) and not _another_stays(held, day):
            raise RuleBroken(_("最後の管理者の役割は終わらせられません。先に、ほかの人を管理者にしてください。"))


def invite(
    email: str,
    name: str,
    role: Role,
    organisation: str | None,
    *,
    by: Actor,
    organisation_name: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> OneTimeLink:
    """Send a letter with which somebody takes up a role; an earlier invitation to the same ends."""
    _must_be_giveable(by, role, organisation, valid_from, valid_until)
    address = email.strip().lower()
    for earlier in queries.open_invitations(organisation) if organisation else []:
        if earlier.email == address and earlier.role is role:
            earlier.used_at = now()
    link, token = links.issue(
        LinkPurpose.INVITATION,
        address,
        name=name,
        role=role,
        organisation=organisation,
        organisation_name=organisation_name or _name_of(organisation),
        valid_from=valid_from,
        valid_until=valid_until,
        created_by=by.user_id,
    )
    session().flush()
    post.queue(Recipient(address, name), letters.invitation, token=token, link=link, inviter=by.name)
    trail.record(link, "accounts.invite", by=by, to_status=role.value)
    return link


def withdraw_invitation(link: OneTimeLink, *, by: Actor) -> None:
    """Make an invitation worthless before it is taken up."""
    if link.role is None or not may_give(by, link.role, link.organisation):
        raise NotAllowed(_("この招待を取り消す権限がありません。"))
    links.use(link)
    trail.record(link, "accounts.withdraw_invitation", by=by)


def _must_be_giveable(
    by: Actor, role: Role, organisation: str | None, valid_from: date | None, valid_until: date | None
) -> None:
    if not may_give(by, role, organisation):
        raise NotAllowed(_("この役割を与える権限がありません。"))
    if (organisation is None) != (role in _HELD_ALONE):
        raise RuleBroken(_("この役割には所属の指定が合っていません。"))
    if valid_until is not None and valid_until < (valid_from or today()):
        raise RuleBroken(_("おわる日は、はじまる日より後にしてください。"))


def _overlap(held: Membership, start: date, end: date | None) -> bool:
    return (held.valid_until is None or held.valid_until >= start) and (end is None or held.valid_from <= end)


def _another_stays(membership: Membership, on: date) -> bool:
    after = on + timedelta(days=1)
    chosen = (
        select(Membership.id)
        .join(User, col(User.id) == Membership.user_id)
        .where(
            Membership.id != membership.id,
            Membership.organisation == membership.organisation,
            Membership.role == Role.MUNICIPALITY_ADMIN,
            col(User.closed_at).is_(None),
            col(Membership.valid_from) <= after,
            or_(col(Membership.valid_until).is_(None), col(Membership.valid_until) >= after),
        )
    )
    return session().exec(chosen).first() is not None


def _name_of(organisation: str | None) -> str:
    town = session().get(Municipality, organisation) if organisation else None
    return town.official_name if town else ""
