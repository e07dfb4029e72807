"""The applicant's moves: begin, fill in, hand in, take back."""

from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.textnorm import normalise
from webapp.municipalities import queries as municipalities
from webapp.registrations import following, letters, rules
from webapp.registrations.models import EDITABLE, REGISTRATION, Base, Handover, Registration, StayFrequency
from webapp.registrations.queries import handovers_of, open_at
from webapp.residents import actions as residents
from webapp.residents.models import ConsentPurpose, Resident
from webapp.residents.snapshot import GIVEN_TO_TOWNS, snapshot_of


def start(resident: Resident, municipality_code: str, *, by: Actor) -> Registration:
    """Begin an application, or go on with the one begun. Raises RuleBroken when it could not be handed in anyway."""
    must_be_own(resident.user_id, by)
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
    must_be_own(registration.user_id, by)
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
    must_be_own(registration.user_id, by)
    _refuse_if_broken(registration, resident, rules.BEFORE_SUBMIT)
    is_first = registration.submitted_at is None
    REGISTRATION.apply(registration, "submit" if is_first else "resubmit", by=by)
    hand_over(registration, resident)
    code = registration.municipality_code
    residents.consent(resident.user_id, {ConsentPurpose.APPLICATION: True}, by=by, given_to=code)
    registration.due_on = today() + timedelta(days=municipalities.setting("registration_review_days", code))
    registration.submitted_at = registration.submitted_at or now()
    registration.resubmitted_at = None if is_first else now()
    registration.decision_reason = ""
    letters.tell_applicant(registration, letters.received)
    letters.tell_town(registration, letters.work_arrived)


def hand_over(registration: Registration, resident: Resident) -> None:
    """Give the town a copy of the application and the profile as they are now."""
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
    must_be_own(registration.user_id, by)
    REGISTRATION.apply(registration, "withdraw", by=by, reason=reason)
    registration.ended_at, registration.due_on = now(), None
    if registration.submitted_at is not None:
        letters.tell_applicant(registration, letters.withdrawn)
        letters.tell_town(registration, letters.taken_back)
    following.tell(registration, by=by)


def _refuse_if_broken(registration: Registration, resident: Resident, chosen: tuple[rules.Rule, ...]) -> None:
    sentences = list(rules.broken(registration, resident, chosen))
    if sentences:
        raise RuleBroken("".join(sentences))


def must_be_own(user_id: str, by: Actor) -> None:
    if by.user_id != user_id:
        raise NotAllowed(_("ほかの人の申請は扱えません。"))
