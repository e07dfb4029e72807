"""How a municipality becomes a tenant and stops being one; each step leaves a trace and tells those it touches."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from webapp.accounts import actions as accounts
from webapp.accounts import queries as people
from webapp.accounts.models import User
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, Role, system_actor
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.letters import Addressee, Recipient
from webapp.core.services import services
from webapp.keys import actions as keys
from webapp.municipalities import actions as municipalities
from webapp.municipalities import queries as towns
from webapp.municipalities.models import PROGRAMME, Programme, ProgrammeStatus
from webapp.tenancy import letters, queries
from webapp.tenancy.taken import actions as taken

#: under this name the running app keeps what other features end when a town has left
AFTER_LEAVING = "after_town_left"

trail.ACTION_LABELS |= {
    "programme.resend": _l("招待のメールを送り直した"),
    "programme.export": _l("すべてのデータを書き出した"),
}


def invite(code: str, *, department: str, name: str, email: str, by: Actor) -> Programme:
    """Invite a municipality and write to its first administrator."""
    programme = municipalities.invite(code, department=department, by=by)
    accounts.invite(email, name, Role.MUNICIPALITY_ADMIN, code, by=by)
    return programme


def resend(programme: Programme, *, name: str, email: str, by: Actor) -> None:
    """Write to the first administrator again, or to somebody else; earlier letters become worthless."""
    if programme.status is not ProgrammeStatus.INVITED:
        raise RuleBroken(_("招待中のまちにだけ、招待のメールを送り直せます。"))
    for earlier in queries.open_administrator_invitations(programme.municipality_code):
        accounts.withdraw_invitation(earlier, by=by)
    accounts.invite(email, name, Role.MUNICIPALITY_ADMIN, programme.municipality_code, by=by)
    trail.record(programme, "programme.resend", by=by)


def join(programme: Programme, *, by: Actor) -> None:
    """Start, and tell the operators and the town's own office."""
    municipalities.join(programme, by=by)
    keys.ensure(programme.municipality_code)
    town = towns.by_code(programme.municipality_code)
    _tell(people.operators(), letters.joined, town=town, department=programme.department)
    _tell([_office(programme)], letters.started, town=town)


def announce_leaving(programme: Programme, *, by: Actor, reason: str) -> None:
    """Say that the town will leave: nothing new is taken from now on."""
    municipalities.announce_leaving(programme, by=by, reason=reason)
    town = towns.by_code(programme.municipality_code)
    _tell(_concerned(programme), letters.leaving_announced, town=town, reason=reason.strip())


def stay(programme: Programme, *, by: Actor) -> None:
    """Take the announcement back."""
    municipalities.stay(programme, by=by)
    _tell(_concerned(programme), letters.leaving_taken_back, town=towns.by_code(programme.municipality_code))


def note_export(programme: Programme, *, by: Actor) -> None:
    """Leave a trace before the town's data goes out; only its administrators may take it."""
    municipalities.must_administer(by, programme.municipality_code)
    if programme.status is ProgrammeStatus.INVITED:
        raise RuleBroken(_("まだ参加していないため、書き出すデータがありません。"))
    trail.record(programme, "programme.export", by=by)
    taken.note_town(programme.municipality_code, by=by)
    town = towns.by_code(programme.municipality_code)
    _tell([_office(programme), *_administrators(programme)], letters.data_exported, town=town, who=by.name)


def complete_leaving(programme: Programme, *, by: Actor, reason: str) -> None:
    """Close the town's place: its listings, projects and registrations end, everybody's role in it, and open invitations."""
    if not by.has(Role.OPERATOR):
        raise NotAllowed(_("終了を確かめるのは、運営者だけです。"))
    code = programme.municipality_code
    town = towns.by_code(code)
    staff = people.staff_of(code)
    municipalities.leave(programme, by=by, reason=reason)
    service = system_actor("tenancy.leave")
    for end in services().extras.get(AFTER_LEAVING, ()):
        end(code, by=service, reason=recorded("%(town)sが参加を終えたため", town=town.official_name))
    for membership, _person in people.people_of(code):
        if membership.valid_until is None or membership.valid_until >= today():
            why = recorded("%(town)sが参加を終えたため", town=town.official_name)
            accounts.end_membership(membership, by=service, on=today() - timedelta(days=1), reason=why)
    for invitation in people.open_invitations(code):
        accounts.withdraw_invitation(invitation, by=service)
    _tell([_office(programme), *staff], letters.left, town=town, reason=reason.strip())


def open_moves(programme: Programme, *, by: Actor) -> set[str]:
    """Names of the moves this actor may make now."""
    return {move.name for move in PROGRAMME.open_moves(programme, by=by)}


def _administrators(programme: Programme) -> list[User]:
    return people.staff_of(programme.municipality_code, Role.MUNICIPALITY_ADMIN)


def _concerned(programme: Programme) -> list[Addressee]:
    return [_office(programme), *_administrators(programme), *people.operators()]


def _office(programme: Programme) -> Recipient:
    return Recipient(programme.contact_email, programme.department)


def _tell(whom: Iterable[Addressee], write: Any, **values: Any) -> None:
    """One letter an address; an office without one gets none."""
    for addressee in {someone.email: someone for someone in whom if someone.email}.values():
        post.queue(addressee, write, **values)
