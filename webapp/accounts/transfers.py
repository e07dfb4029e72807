"""The transfers of every April: a role ends and its work is handed over, or it becomes another role on a day."""

from datetime import date, timedelta

from webapp.accounts import letters, queries
from webapp.accounts.memberships import end_membership, may_give, open_membership
from webapp.accounts.models import Membership, User
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.services import services

trail.ACTION_LABELS |= {"accounts.hand_over": _l("仕事を引き継いだ")}
#: under this name the running app keeps what other features do with the work assigned to who leaves
HAND_ON_WORK = "hand_on_work"
#: and here functions of a membership: how many open things lie on that person's own desk, each with its words
WORK_OF_ONE = "work_of_one"


def own_work(membership: Membership) -> list[tuple[str, int]]:
    """What will go on to the successor, as far as there is any."""
    found = [part(membership) for part in services().extras.get(WORK_OF_ONE, ())]
    return [(str(words), number) for words, number in found if number]


def end_and_hand_over(
    membership: Membership, *, on: date, reason: str, by: Actor, successor: User | None = None, note: str = ""
) -> None:
    """Let a role end, tell its holder, and tell the colleague who takes the open work over.

    The work itself lies with the town, not with a person: whoever works there sees it; what was assigned to the person
    goes to the successor. Raises RuleBroken for a successor who will not work there after that day.
    """
    person, town = queries.user(membership.user_id), membership.organisation or ""
    if successor is not None and not _stays(successor, town, on + timedelta(days=1), but=person):
        raise RuleBroken(_("引き継ぐ人には、その日のあともこのまちで働く職員を選んでください。"))
    end_membership(membership, by=by, on=on, reason=reason)
    post.queue(person, letters.role_ends, role=membership.role, on=on, successor=successor and successor.display_name)
    for part in services().extras.get(HAND_ON_WORK, ()):
        part(membership, on=on, successor=successor, by=by)
    if successor is not None:
        post.queue(successor, letters.work_handed_over, leaving=person.display_name, on=on, note=note)
        trail.record(membership, "accounts.hand_over", by=by, reason=note)


def change_role(membership: Membership, role: Role, *, on: date, reason: str, by: Actor) -> Membership:
    """Make a clerk an administrator, or the other way round, from a day on; the last administrator stays one."""
    if role not in TOWN_ROLES or membership.role not in TOWN_ROLES:
        raise RuleBroken(_("変えられるのは、市町村の担当者と管理者の役割だけです。"))
    if not may_give(by, role, membership.organisation):
        raise NotAllowed(_("この役割を与える権限がありません。"))
    if role is membership.role:
        raise RuleBroken(_("いまと同じ役割です。"))
    if on < today():
        raise RuleBroken(_("変わる日には、きょう以降の日を選んでください。"))
    until = membership.valid_until
    if not membership.valid_from <= on or (until is not None and until < on):
        raise RuleBroken(_("変わる日には、いまの役割が続いている間の日を選んでください。"))
    end_membership(membership, by=by, on=on - timedelta(days=1), reason=reason)
    person = queries.user(membership.user_id)
    changed = open_membership(
        person,
        role,
        membership.organisation,
        by=by,
        granted_by=by.user_id,
        valid_from=on,
        valid_until=until,
    )
    post.queue(person, letters.role_changes, before=membership.role, role=role, on=on)
    return changed


def colleagues(town: str, *, but: str) -> list[User]:
    """Who works for a town today, without one person."""
    return [person for person in queries.staff_of(town, *TOWN_ROLES) if person.id != but]


def _stays(person: User, town: str, day: date, *, but: User) -> bool:
    held = queries.memberships_of(person)
    return person.id != but.id and any(
        m.organisation == town and m.role in TOWN_ROLES and m.holds_on(day) for m in held
    )
