"""The town's moves: ask for a correction or take that back, approve, refuse, end."""

from datetime import timedelta

from webapp.core.actor import Actor
from webapp.core.clock import last_day_of_term, now, today
from webapp.municipalities import queries as municipalities
from webapp.registrations import following, letters, rules
from webapp.registrations.desk import deputies
from webapp.registrations.desk.rights import must_be_allowed_to_decide
from webapp.registrations.desk.second_look import must_be_second
from webapp.registrations.models import PENDING, REGISTRATION, Registration

__all__ = [
    "Comments",
    "approve",
    "ask_correction",
    "begin_validity",
    "end",
    "must_be_allowed_to_decide",
    "recall_correction",
    "refuse",
]
Comments = dict[str, str]


def ask_correction(registration: Registration, *, reason: str, comments: Comments, by: Actor) -> None:
    """Send it back with what must be corrected; the town's clock stands still until it comes back."""
    must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "ask_correction", by=by, reason=reason)
    registration.comments = {name: text.strip() for name, text in comments.items() if text and text.strip()}
    registration.decision_reason, registration.due_on = reason.strip(), None
    deputies.note_for_whom(registration, by=by)
    letters.tell_applicant(registration, letters.correction_wanted)


def recall_correction(registration: Registration, *, reason: str, by: Actor) -> None:
    """Nothing needs to be corrected after all, or no answer came: the review and its clock go on."""
    must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "recall_correction", by=by, reason=reason)
    deputies.note_for_whom(registration, by=by)
    days = int(municipalities.setting("registration_review_days", registration.municipality_code))
    registration.comments, registration.decision_reason = {}, ""
    registration.due_on = today() + timedelta(days=days)
    letters.tell_applicant(registration, letters.correction_recalled)


def approve(registration: Registration, *, by: Actor, reason: str = "") -> None:
    """The town says yes: on the register from today, and the followers (certificates) in the same transaction.

    A second person says yes to what was proposed, in the proposal's words.
    """
    must_be_allowed_to_decide(registration, by)
    must_be_second(registration, "approve", by=by)
    if registration.status in PENDING:  # what was withdrawn meanwhile says so itself
        rules.refuse_if_not_decidable(registration)
    reason = reason.strip() or registration.proposed_reason
    REGISTRATION.apply(registration, "approve", by=by, reason=reason)
    _note_decision(registration, reason, by)
    begin_validity(registration)
    letters.tell_applicant(registration, letters.approved)
    following.tell(registration, by=by)


def begin_validity(registration: Registration) -> None:
    """On the register from today, for as long as the town's parameter says."""
    months = int(municipalities.setting("registration_valid_months", registration.municipality_code))
    registration.valid_from = today()
    registration.valid_until = last_day_of_term(registration.valid_from, months)


def refuse(registration: Registration, *, reason: str, by: Actor) -> None:
    """The town says no, with a reason; a second person in the words of the proposal."""
    must_be_allowed_to_decide(registration, by)
    must_be_second(registration, "refuse", by=by)
    reason = reason.strip() or registration.proposed_reason
    REGISTRATION.apply(registration, "refuse", by=by, reason=reason)
    _note_decision(registration, reason, by)
    letters.tell_applicant(registration, letters.refused)


def end(registration: Registration, *, reason: str, by: Actor) -> None:
    """The town ends a registration that stood."""
    must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "end", by=by, reason=reason)
    deputies.note_for_whom(registration, by=by)
    registration.ended_at, registration.decision_reason = now(), reason.strip()
    letters.tell_applicant(registration, letters.ended)
    following.tell(registration, by=by)


def _note_decision(registration: Registration, reason: str, by: Actor) -> None:
    deputies.note_for_whom(registration, by=by)
    registration.decided_at, registration.decided_by = now(), by.user_id
    registration.decision_reason, registration.due_on = reason.strip(), None
