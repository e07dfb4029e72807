"""What can happen to a registration that stands: suspended, resumed, ended by a move, expired."""

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.registrations import applying, deciding, following, letters
from webapp.registrations.life import letters as words
from webapp.registrations.life import queries
from webapp.registrations.life.models import RENEWAL, Departure, MovingQuestion, MovingStatus, RenewalStatus
from webapp.registrations.models import REGISTRATION, STANDING, Registration
from webapp.residents import actions as residents
from webapp.residents.models import Resident, Step


def suspend(registration: Registration, *, reason: str, by: Actor) -> None:
    """The town stops it for a while; the certificate stands still with it."""
    deciding.must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "suspend", by=by, reason=reason)
    registration.suspended_at, registration.decision_reason = now(), reason.strip()
    letters.tell_applicant(registration, words.suspended)
    following.tell(registration, by=by)


def resume(registration: Registration, *, reason: str, by: Actor) -> None:
    """The town lets it go on."""
    deciding.must_be_allowed_to_decide(registration, by)
    REGISTRATION.apply(registration, "resume", by=by, reason=reason)
    registration.suspended_at, registration.decision_reason = None, reason.strip()
    letters.tell_applicant(registration, words.resumed)
    following.tell(registration, by=by)


def move_out(registration: Registration, resident: Resident, kind: Departure, *, by: Actor) -> None:
    """The person says that they moved into the town, or come no more: the registration ends, their home is noted."""
    applying.must_be_own(registration.user_id, by)
    _depart(registration, str(kind.label), by)
    if kind is Departure.MOVED_IN and resident.home_code != registration.municipality_code:
        residents.answer(resident, Step.HOME, {"home_code": registration.municipality_code}, by=by)
    letters.tell_town(registration, words.departure_told)


def note_departure(registration: Registration, kind: Departure, *, reason: str, by: Actor) -> None:
    """The town knows that somebody moved in or comes no more. The profile stays as its owner wrote it."""
    deciding.must_be_allowed_to_decide(registration, by)
    if not reason.strip():
        raise RuleBroken(_("どのように確かめたかを書いてください。本人に届きます。"))
    _depart(registration, f"{kind.label}（{reason.strip()}）", by)


def _depart(registration: Registration, reason: str, by: Actor) -> None:
    REGISTRATION.apply(registration, "move_out", by=by, reason=reason)
    registration.ended_at, registration.decision_reason = now(), reason
    _close(queries.open_of([registration])[registration.id], MovingStatus.MOVED, by)
    letters.tell_applicant(registration, words.departed)
    following.tell(registration, by=by)


def expire(
    registration: Registration, *, by: Actor, what_is_open: queries.Open | None = None, is_locked: bool = False
) -> bool:
    """End what has passed its last day; False when it has not, or does not stand any more.

    `what_is_open`: known already where very many are ended; `is_locked` as in `Workflow.apply`.
    """
    if registration.status not in STANDING or registration.valid_until is None or registration.valid_until >= today():
        return False
    REGISTRATION.apply(registration, "expire", by=by, is_locked=is_locked)
    registration.ended_at = now()
    found = what_is_open or queries.open_of([registration])[registration.id]
    _close(found, MovingStatus.NOT_MOVED, by)
    letters.tell_applicant(registration, words.expired)
    following.tell(registration, by=by)
    return True


def _close(found: queries.Open, answer: MovingStatus, by: Actor) -> None:
    renewal, question = found.renewal, found.question
    if renewal is not None and renewal.status not in (RenewalStatus.RENEWED, RenewalStatus.LAPSED):
        RENEWAL.apply(renewal, "lapse", by=by, is_locked=True)
    if question is not None and question.status is MovingStatus.ASKED:
        question.status, question.answered_at = answer, now()


def ask_about_moving(registration: Registration, *, by: Actor) -> MovingQuestion:
    """Ask somebody whose profile says that they live in the town now, and tell the town."""
    question = queries.question_of(registration) or _question(registration)
    question.status, question.asked_at, question.answered_at = MovingStatus.ASKED, now(), None
    trail.record(question, "registration.ask_moving", by=by)
    letters.tell_applicant(registration, words.moving_asked)
    letters.tell_town(registration, words.moving_suspected)
    return question


def _question(registration: Registration) -> MovingQuestion:
    question = MovingQuestion(
        registration_id=registration.id,
        municipality_code=registration.municipality_code,
        is_demo=registration.is_demo,
    )
    session().add(question)
    session().flush()
    return question


def deny_moving(registration: Registration, *, by: Actor) -> None:
    """The person did not move in: the registration goes on, the profile is theirs to correct."""
    applying.must_be_own(registration.user_id, by)
    question = queries.question_of(registration)
    if question is None or question.status is not MovingStatus.ASKED:
        raise RuleBroken(_("この質問には、もう答えています。"))
    question.status, question.answered_at = MovingStatus.NOT_MOVED, now()
    trail.record(question, "registration.deny_moving", by=by)
