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
from webapp.registrations.answers import COLUMNS, DETAILS, IN_PROFILE, WHOLE_STEPS, Screen
from webapp.registrations.facts import content_of
from webapp.registrations.guardians.needs import chosen_purposes
from webapp.registrations.models import EDITABLE, REGISTRATION, Base, Handover, Registration, StayFrequency
from webapp.registrations.prefilling import last_filled, prefill
from webapp.registrations.queries import handovers_of, open_at
from webapp.residents import actions as residents
from webapp.residents.models import ASKED_PER_APPLICATION, Answers, ConsentScreen, Resident


def start(resident: Resident, municipality_code: str, *, by: Actor) -> Registration:
    """Begin an application, or go on with the one begun. Raises RuleBroken when it could not be handed in anyway.

    What an earlier application said about the person, and of the same town about the stay, need not be typed again.
    """
    must_be_own(resident.user_id, by)
    standing = open_at(resident.user_id, municipality_code)
    if standing is not None:
        return _go_on_with(standing)
    row = Registration(user_id=resident.user_id, municipality_code=municipality_code)
    rules.refuse_if_broken(row, resident, rules.BEFORE_START)
    prefill(row, resident, last_filled(resident.user_id))
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


def answer(
    registration: Registration,
    resident: Resident,
    screen: Screen,
    answers: Answers,
    *,
    by: Actor,
    is_whole: bool = True,
) -> None:
    """Save the answers of one screen, in the application and in the profile; `is_whole` says that all of it was sent."""
    _must_be_editable(registration, by)
    for step, names in IN_PROFILE.get(screen, ()):
        known = {name: answers[name] for name in names if name in answers}
        residents.answer(resident, step, known, by=by, is_whole=is_whole and step in WHOLE_STEPS.get(screen, ()))
    kept = {name: answers[name] for name in COLUMNS.get(screen, ()) if name in answers}
    details = {name: answers[name] for name in DETAILS.get(screen, ()) if name in answers}
    answered = registration.details.get("answered", [])
    if is_whole and screen not in answered:
        details["answered"] = [*answered, screen.value]
    _edit(registration, {**kept, "details": {**registration.details, **details}}, by)


def set_bases(registration: Registration, bases: list[Base], *, by: Actor) -> None:
    """Where the person stays, while the application is a draft or waits for correction."""
    _must_be_editable(registration, by)
    _edit(registration, {"bases": [dict(base) for base in bases]}, by)


def set_stay(registration: Registration, frequency: StayFrequency | None, purpose: str, *, by: Actor) -> None:
    """How often and what for, while the application is a draft or waits for correction."""
    _must_be_editable(registration, by)
    _edit(registration, {"stay_frequency": frequency, "purpose": purpose}, by)


def _must_be_editable(registration: Registration, by: Actor) -> None:
    must_be_allowed_to_fill_in(registration, by)
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
    """Hand in, the first time or after a correction: the town gets a copy of everything as it is now.

    Raises RuleBroken with every rule that is broken; each consent is noted with its version and time, for this town.
    """
    must_be_allowed_to_fill_in(registration, by)
    rules.refuse_if_broken(registration, resident, rules.BEFORE_SUBMIT)
    is_first, is_own = registration.submitted_at is None, by.user_id == registration.user_id
    REGISTRATION.apply(registration, "resubmit" if not is_first else "submit" if is_own else "enter", by=by)
    hand_over(registration, resident)
    code = registration.municipality_code
    chosen = chosen_purposes(registration)
    residents.consent(
        resident.user_id,
        {p: p in chosen for p in ASKED_PER_APPLICATION},
        by=by,
        given_to=code,
        screen=ConsentScreen.APPLICATION,
    )
    registration.due_on = today() + timedelta(days=municipalities.setting("registration_review_days", code))
    registration.submitted_at = registration.submitted_at or now()
    registration.resubmitted_at = None if is_first else now()
    registration.decision_reason = ""
    letters.tell_applicant(registration, letters.received)
    letters.tell_town(registration, letters.work_arrived)


def hand_over(registration: Registration, resident: Resident) -> None:
    """Give the town a copy of the application and the profile as they are now."""
    content = content_of(registration, resident)
    number = len(handovers_of(registration)) + 1
    session().add(Handover(registration_id=registration.id, number=number, content=content))
    registration.snapshot = content["profile"]
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


def must_be_own(user_id: str, by: Actor) -> None:
    """The applicant and nobody else."""
    if by.user_id != user_id:
        raise NotAllowed(_("ほかの人の申請は扱えません。"))


def must_be_allowed_to_fill_in(registration: Registration, by: Actor) -> None:
    """The applicant; or staff of the town where staff typed the application in for the person."""
    if registration.entered_by is None or not by.may_act_for(registration.municipality_code):
        must_be_own(registration.user_id, by)
