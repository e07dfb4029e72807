"""What happens to an application: the applicant's moves, the town's moves, and the erasing of what it holds."""

from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import months_later, now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.services import services
from webapp.core.textnorm import normalise
from webapp.municipalities import queries as municipalities
from webapp.registrations import following, letters, rules
from webapp.registrations.models import (
    OPEN,
    PENDING,
    REGISTRATION,
    STANDING,
    Base,
    Handover,
    Registration,
    RegistrationStatus,
    StayFrequency,
)
from webapp.registrations.queries import handovers_of, open_at, registrations_of
from webapp.residents import actions as residents
from webapp.residents.models import ConsentPurpose, Resident
from webapp.residents.queries import profile_of_user
from webapp.residents.snapshot import GIVEN_TO_TOWNS, snapshot_of

EDITABLE = (RegistrationStatus.DRAFT, RegistrationStatus.CORRECTION)
Comments = dict[str, str]
#: under this name the running app keeps what other features do before a person's data is erased
BEFORE_ERASING = "before_erasing_personal_data"


def start(resident: Resident, municipality_code: str, *, by: Actor) -> Registration:
    """Begin an application, or go on with the one begun. Raises RuleBroken when it could not be handed in anyway."""
    _must_be_own(resident.user_id, by)
    standing = open_at(resident.user_id, municipality_code)
    if standing is not None:
        return _go_on_with(standing)
    row = Registration(user_id=resident.user_id, municipality_code=municipality_code)
    _refuse_if_broken(row, resident, rules.BEFORE_START)
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        raise RuleBroken(_("この市町村への申請は、別の画面ですでに始まっています。一覧から開いてください。")) from None
    trail.record(row, "registration.start", by=by, to_status=row.status)
    return row


def _go_on_with(standing: Registration) -> Registration:
    if standing.status in EDITABLE:
        return standing
    raise RuleBroken(
        _(
            "この市町村には、すでに申請または登録があります（%(status)s）。同じ市町村に二つは申請できません。"
            "「申請と登録」の一覧から、いまの申請を開いてください。",
            status=standing.status.label,
        )
    )


def set_bases(registration: Registration, bases: list[Base], *, by: Actor) -> None:
    """Where the person stays, while the application is a draft or waits for correction."""
    _must_be_editable(registration, by)
    _edit(registration, {"bases": [dict(base) for base in bases]}, by)


def set_stay(registration: Registration, frequency: StayFrequency | None, purpose: str, *, by: Actor) -> None:
    """How often and what for, while the application is a draft or waits for correction."""
    _must_be_editable(registration, by)
    _edit(registration, {"stay_frequency": frequency, "purpose": purpose}, by)


def _must_be_editable(registration: Registration, by: Actor) -> None:
    _must_be_own(registration.user_id, by)
    if registration.status not in EDITABLE:
        raise RuleBroken(
            _("送ったあとの申請は変えられません。直したいときは、いったん取り下げて申請し直してください。")
        )


def _edit(registration: Registration, answers: dict[str, Any], by: Actor) -> None:
    changed = {name: value for name, value in answers.items() if getattr(registration, name) != value}
    for name, value in changed.items():
        setattr(registration, name, value)
    if changed:
        trail.record(registration, "registration.edit", by=by)


def submit(registration: Registration, resident: Resident, *, by: Actor) -> None:
    """Hand in, the first time or after a correction: the town gets a copy of the profile as it is now.

    Raises RuleBroken with every rule that is broken; the consent to hand over the copy is noted.
    """
    _must_be_own(registration.user_id, by)
    _refuse_if_broken(registration, resident, rules.BEFORE_SUBMIT)
    is_first = registration.submitted_at is None
    REGISTRATION.apply(registration, "submit" if is_first else "resubmit", by=by)
    _hand_over(registration, resident)
    code = registration.municipality_code
    residents.consent(resident.user_id, {ConsentPurpose.APPLICATION: True}, by=by, given_to=code)
    registration.due_on = today() + timedelta(days=municipalities.setting("registration_review_days", code))
    registration.submitted_at = registration.submitted_at or now()
    registration.resubmitted_at = None if is_first else now()
    registration.decision_reason = ""
    letters.tell_applicant(registration, letters.received)
    letters.tell_town(registration, letters.work_arrived)


def _hand_over(registration: Registration, resident: Resident) -> None:
    profile = snapshot_of(resident, GIVEN_TO_TOWNS)
    application = registration.model_dump(mode="json", include={"bases", "stay_frequency", "purpose"})
    number = len(handovers_of(registration)) + 1
    content = {"application": application, "profile": profile}
    session().add(Handover(registration_id=registration.id, number=number, content=content))
    registration.snapshot = profile
    name = "" if resident.is_confidential else f"{resident.full_name} {resident.full_kana}"
    registration.search_text = normalise(f"{registration.reference} {name}")


def withdraw(registration: Registration, *, by: Actor, reason: str = "") -> None:
    """The applicant takes the application, or the registration, back."""
    _must_be_own(registration.user_id, by)
    REGISTRATION.apply(registration, "withdraw", by=by, reason=reason)
    registration.ended_at, registration.due_on = now(), None
    if registration.submitted_at is not None:
        letters.tell_applicant(registration, letters.withdrawn)
        letters.tell_town(registration, letters.taken_back)
    following.tell(registration, by=by)


def ask_correction(registration: Registration, *, reason: str, comments: Comments, by: Actor) -> None:
    """Send it back with what must be corrected; the town's clock stands still until it comes back."""
    _must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "ask_correction", by=by, reason=reason)
    registration.comments = {name: text.strip() for name, text in comments.items() if text and text.strip()}
    registration.decision_reason, registration.due_on = reason.strip(), None
    letters.tell_applicant(registration, letters.correction_wanted)


def approve(registration: Registration, *, by: Actor, reason: str = "") -> None:
    """The town says yes: on the register from today, and the followers (certificates) in the same transaction."""
    _must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "approve", by=by, reason=reason)
    _note_decision(registration, reason, by)
    months = int(municipalities.setting("registration_valid_months", registration.municipality_code))
    registration.valid_from = today()
    registration.valid_until = months_later(registration.valid_from, months) - timedelta(days=1)
    letters.tell_applicant(registration, letters.approved)
    following.tell(registration, by=by)


def refuse(registration: Registration, *, reason: str, by: Actor) -> None:
    """The town says no, with a reason."""
    _must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "refuse", by=by, reason=reason)
    _note_decision(registration, reason, by)
    letters.tell_applicant(registration, letters.refused)


def end(registration: Registration, *, reason: str, by: Actor) -> None:
    """The town ends a registration that stood."""
    _must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "end", by=by, reason=reason)
    registration.ended_at, registration.decision_reason = now(), reason.strip()
    letters.tell_applicant(registration, letters.ended)
    following.tell(registration, by=by)


def _note_decision(registration: Registration, reason: str, by: Actor) -> None:
    registration.decided_at, registration.decided_by = now(), by.user_id
    registration.decision_reason, registration.due_on = reason.strip(), None


def erase_personal_data(resident: Resident, mine: list[Registration], *, by: Actor) -> None:
    """Blank the profile, every copy of it and the letters. Raises RuleBroken while a town still works on one or it stands.

    What the town decided and when stays; who it was about does not.
    """
    _must_be_own(resident.user_id, by)
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
    for row in mine:
        _erase_copies(row, by)
    for part in services().extras.get(BEFORE_ERASING, ()):
        part(resident.user_id, by=by)
    post.erase_letters_to(accounts.addresses_of(accounts.user(resident.user_id)))
    residents.erase(resident, by=by)


def leave(user_id: str, *, by: Actor) -> None:
    """Before an account closes: take back every application and registration, and blank profile and copies."""
    resident = profile_of_user(user_id)
    mine = [row for row, _town in registrations_of(by)]
    for row in mine:
        if row.status in OPEN:
            withdraw(row, by=by, reason=_("本人がアカウントを閉じたため"))
    if resident is not None:
        erase_personal_data(resident, mine, by=by)


def _erase_copies(registration: Registration, by: Actor) -> None:
    if registration.status is RegistrationStatus.DRAFT:
        withdraw(registration, by=by)
    for handover in handovers_of(registration):
        handover.content = {}
    blank: dict[str, Any] = {"bases": [], "purpose": "", "snapshot": {}, "comments": {}, "search_text": ""}
    for name, value in blank.items():
        setattr(registration, name, value)
    registration.stay_frequency = None
    trail.record(registration, "registration.erase", by=by)


def _refuse_if_broken(registration: Registration, resident: Resident, chosen: tuple[rules.Rule, ...]) -> None:
    sentences = list(rules.broken(registration, resident, chosen))
    if sentences:
        raise RuleBroken("".join(sentences))


def _must_be_own(user_id: str, by: Actor) -> None:
    if by.user_id != user_id:
        raise NotAllowed(_("ほかの人の申請は扱えません。"))


def _must_be_allowed_to_decide(registration: Registration, by: Actor) -> None:
    """Staff of the very municipality, and never about themselves."""
    if not by.may_act_for(registration.municipality_code):
        raise NotAllowed(_("この申請を扱えるのは、申請先の市町村の担当者だけです。"))
    if by.user_id == registration.user_id:
        raise RuleBroken(_("自分の申請は、自分では審査できません。公平のため、ほかの担当者に頼んでください。"))
