"""The town's moves: ask for a correction, approve, refuse, end."""

from datetime import timedelta

from webapp.core.actor import Actor
from webapp.core.clock import months_later, now, today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.municipalities import queries as municipalities
from webapp.registrations import following, letters
from webapp.registrations.models import REGISTRATION, Registration

Comments = dict[str, str]


def ask_correction(registration: Registration, *, reason: str, comments: Comments, by: Actor) -> None:
    """Send it back with what must be corrected; the town's clock stands still until it comes back."""
    must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "ask_correction", by=by, reason=reason)
    registration.comments = {name: text.strip() for name, text in comments.items() if text and text.strip()}
    registration.decision_reason, registration.due_on = reason.strip(), None
    letters.tell_applicant(registration, letters.correction_wanted)


def approve(registration: Registration, *, by: Actor, reason: str = "") -> None:
    """The town says yes: on the register from today, and the followers (certificates) in the same transaction."""
    must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "approve", by=by, reason=reason)
    _note_decision(registration, reason, by)
    begin_validity(registration)
    letters.tell_applicant(registration, letters.approved)
    following.tell(registration, by=by)


def begin_validity(registration: Registration) -> None:
    """On the register from today, for as long as the town's parameter says."""
    months = int(municipalities.setting("registration_valid_months", registration.municipality_code))
    registration.valid_from = today()
    registration.valid_until = months_later(registration.valid_from, months) - timedelta(days=1)


def refuse(registration: Registration, *, reason: str, by: Actor) -> None:
    """The town says no, with a reason."""
    must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "refuse", by=by, reason=reason)
    _note_decision(registration, reason, by)
    letters.tell_applicant(registration, letters.refused)


def end(registration: Registration, *, reason: str, by: Actor) -> None:
    """The town ends a registration that stood."""
    must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "end", by=by, reason=reason)
    registration.ended_at, registration.decision_reason = now(), reason.strip()
    letters.tell_applicant(registration, letters.ended)
    following.tell(registration, by=by)


def _note_decision(registration: Registration, reason: str, by: Actor) -> None:
    registration.decided_at, registration.decided_by = now(), by.user_id
    registration.decision_reason, registration.due_on = reason.strip(), None


def must_be_allowed_to_decide(registration: Registration, by: Actor) -> None:
    """Staff of the very municipality, and never about themselves."""
    if not by.may_act_for(registration.municipality_code):
        raise NotAllowed(_("この申請を扱えるのは、申請先の市町村の担当者だけです。"))
    if by.user_id == registration.user_id:
        raise RuleBroken(_("自分の申請は、自分では審査できません。公平のため、ほかの担当者に頼んでください。"))
