"""What municipalities do: take part, say who they are, leave; each leaves who, when and why."""

from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries
from webapp.municipalities.models import PROGRAMME, Programme, ProgrammeStatus

trail.ACTION_LABELS |= {
    "programme.invite": _l("参加に招待した"),
    "programme.describe": _l("担当・連絡先・ことばを直した"),
}


def must_administer(by: Actor, code: str) -> None:
    """Raise NotThere unless this actor administers the municipality."""
    if not by.is_system and code not in by.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere


def invite(code: str, *, department: str, by: Actor, is_demo: bool = False) -> Programme:
    """Open a municipality's place; its administrator takes it up. One that has left may be invited again."""
    if not by.is_system and not by.has(Role.OPERATOR):
        raise NotAllowed(_("市町村を招待できるのは、運営者だけです。"))
    town = queries.city(code)
    found = queries.programme(code)
    if found is not None and found.status in queries.RUNNING:
        raise RuleBroken(_("%(town)sは、すでに参加しています。", town=town.full_name))
    if found is not None and found.status is ProgrammeStatus.LEFT:
        PROGRAMME.apply(found, "invite_again", by=by)
        found.department, found.invited_at, found.joined_at, found.left_at = department, now(), None, None
        return found
    if found is not None:
        raise RuleBroken(_("%(town)sは、すでに招待しています。招待のメールを送り直してください。", town=town.full_name))
    programme = Programme(municipality_code=code, department=department, is_demo=is_demo)
    session().add(programme)
    session().flush()
    trail.record(programme, "programme.invite", by=by, to_status=programme.status.value)
    return programme


def describe(
    programme: Programme, *, department: str, contact_email: str, contact_phone: str, message: str, by: Actor
) -> None:
    """Say who answers, how to reach them, and what the town tells visitors."""
    must_administer(by, programme.municipality_code)
    if programme.status is ProgrammeStatus.LEFT:
        raise RuleBroken(_("参加を終えたまちの情報は変えられません。"))
    programme.department, programme.message = department, message
    programme.contact_email, programme.contact_phone = contact_email, contact_phone
    trail.record(programme, "programme.describe", by=by)


def join(programme: Programme, *, by: Actor) -> None:
    """Start: from now on the public page, registrations and pledges are open."""
    must_administer(by, programme.municipality_code)
    if not programme.department or not programme.contact_email:
        raise RuleBroken(_("担当する課と連絡先のメールアドレスを決めてから始めてください。"))
    PROGRAMME.apply(programme, "join", by=by)
    programme.joined_at = now()


def announce_leaving(programme: Programme, *, by: Actor, reason: str) -> None:
    """Say that the town will leave, and why: nothing new is taken any more."""
    must_administer(by, programme.municipality_code)
    PROGRAMME.apply(programme, "announce_leaving", by=by, reason=reason)


def stay(programme: Programme, *, by: Actor) -> None:
    """Take the announcement back."""
    must_administer(by, programme.municipality_code)
    PROGRAMME.apply(programme, "stay", by=by)


def leave(programme: Programme, *, by: Actor, reason: str) -> None:
    """Complete the leaving that the town announced."""
    PROGRAMME.apply(programme, "leave", by=by, reason=reason)
    programme.left_at = now()
