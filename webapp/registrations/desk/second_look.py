"""Four eyes: where a town asks for it, one person proposes a decision and another one makes it or sends it back."""

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core.actor import TOWN_ROLES, Actor
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.municipalities import queries as municipalities
from webapp.registrations import rules
from webapp.registrations.desk import deputies, letters
from webapp.registrations.desk.rights import must_be_allowed_to_decide
from webapp.registrations.models import REGISTRATION, Registration, RegistrationStatus

PARAMETER = "registration_second_look"
PROPOSABLE = ("approve", "refuse")
_UNPROPOSED = (RegistrationStatus.SUBMITTED, RegistrationStatus.CORRECTION)


def is_asked(municipality_code: str) -> bool:
    """Whether the town decides with four eyes today."""
    return bool(municipalities.setting(PARAMETER, municipality_code) == "yes")


def must_be_second(registration: Registration, move: str, *, by: Actor) -> None:
    """Raises RuleBroken when this move still needs another person, or a proposal says something else."""
    if registration.status in _UNPROPOSED and is_asked(registration.municipality_code):
        raise RuleBroken(
            _("このまちでは、登録を認める・断る決定を二人で確かめます。先に「二人目に確認を頼む」を使ってください。")
        )
    if registration.status is not RegistrationStatus.PROPOSED:
        return
    if registration.proposed_by == by.user_id:
        raise RuleBroken(_("自分が出した案は、自分では決められません。ほかの担当者が確かめます。"))
    if registration.proposed_move != move:
        raise RuleBroken(_("案とは違う決定です。先に、理由を書いて審査に戻してください。"))


def propose(registration: Registration, move: str, *, by: Actor, reason: str = "", tells: bool = True) -> None:
    """Ask a second person to decide so; the colleagues are told, unless the caller tells them at once about many."""
    must_be_allowed_to_decide(registration, by)
    if move not in PROPOSABLE:
        raise RuleBroken(_("案にできるのは、登録を認めることと断ることだけです。"))
    if move == "refuse" and not reason.strip():
        raise RuleBroken(_("断る理由を書いてください。理由のない決定はできません。"))
    if move == "approve":
        rules.refuse_if_not_decidable(registration)
    REGISTRATION.apply(registration, "propose", by=by, reason=reason)
    deputies.note_for_whom(registration, by=by)
    registration.proposed_by, registration.proposed_move = by.user_id, move
    registration.proposed_reason = reason.strip()
    if tells:
        tell_colleagues(registration.municipality_code, 1, by=by)


def tell_colleagues(municipality_code: str, number: int, *, by: Actor) -> None:
    """So many proposals wait for a second person: one letter to each who could be that."""
    town = municipalities.by_code(municipality_code).full_name
    for person in accounts.staff_of(municipality_code, *TOWN_ROLES):
        if person.id != by.user_id:
            post.queue(person, letters.second_look_wanted, number=number, town=town)


def send_back(registration: Registration, *, reason: str, by: Actor) -> None:
    """Back to the review: by the second person, or by who proposed it."""
    must_be_allowed_to_decide(registration, by)
    proposer = registration.proposed_by
    REGISTRATION.apply(registration, "send_back", by=by, reason=reason)
    deputies.note_for_whom(registration, by=by)
    registration.proposed_by, registration.proposed_move, registration.proposed_reason = None, "", ""
    if proposer and proposer != by.user_id:
        town = municipalities.by_code(registration.municipality_code).full_name
        post.queue(
            accounts.user(proposer), letters.sent_back, registration=registration, reason=reason.strip(), town=town
        )
