"""Erasing what applications hold of a person: copies, letters, and then the profile."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.errors import RuleBroken
from webapp.core.forgetting import blank_reasons_about
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined, recorded
from webapp.core.services import services
from webapp.municipalities import queries as municipalities
from webapp.registrations.applying import must_be_own, withdraw
from webapp.registrations.guardians import actions as guardians
from webapp.registrations.models import OPEN, PENDING, STANDING, Registration, RegistrationStatus
from webapp.registrations.queries import handovers_of, registrations_of
from webapp.residents import actions as residents
from webapp.residents.models import Resident
from webapp.residents.queries import profile_of_user

#: under this name the running app keeps what other features do before a person's data is erased
BEFORE_ERASING = "before_erasing_personal_data"


def erase_personal_data(resident: Resident, mine: list[Registration], *, by: Actor) -> None:
    """Blank the profile, every copy of it and the letters. Raises RuleBroken while a town still works on one or it stands.

    What the town decided and when stays; who it was about does not.
    """
    must_be_own(resident.user_id, by)
    refuse_while_standing(mine)
    blank_reasons_about(resident.user_id)  # first: some features forget below whose their rows are
    for row in mine:
        _erase_copies(row, by)
    for part in services().extras.get(BEFORE_ERASING, ()):
        part(resident.user_id, by=by)
    post.erase_letters_to(accounts.addresses_of(accounts.user(resident.user_id)), resident.user_id)
    residents.erase(resident, by=by)


def refuse_while_standing(mine: list[Registration]) -> None:
    """Raises RuleBroken while a town still works on one of these, or it stands."""
    standing = [row for row in mine if row.status in (*PENDING, *STANDING)]
    if standing:
        towns = joined(municipalities.by_code(row.municipality_code).full_name for row in standing)
        raise RuleBroken(
            _(
                "審査中の申請か、続いている登録があるため、まだ消せません（%(towns)s）。"
                "市町村が審査や証明に使っているからです。取り下げてから、もう一度お試しください。",
                towns=towns,
            )
        )


def leave(user_id: str, *, by: Actor) -> None:
    """Before an account closes: take back every application and registration, and blank profile and copies."""
    resident = profile_of_user(user_id)
    mine = [row for row, _town in registrations_of(by)]
    for row in mine:
        if row.status in OPEN:
            withdraw(row, by=by, reason=recorded("本人がアカウントを閉じたため"))
    if resident is not None:
        erase_personal_data(resident, mine, by=by)


def _erase_copies(registration: Registration, by: Actor) -> None:
    if registration.status is RegistrationStatus.DRAFT:
        withdraw(registration, by=by)
    for handover in handovers_of(registration):
        handover.content = {}
    guardians.erase(registration, by=by)
    blank: dict[str, Any] = {
        "bases": [],
        "purpose": "",
        "details": {},
        "snapshot": {},
        "comments": {},
        "search_text": "",
    }
    blank |= {"decision_reason": "", "proposed_reason": ""}
    for name, value in blank.items():
        setattr(registration, name, value)
    registration.stay_frequency = None
    trail.record(registration, "registration.erase", by=by)
