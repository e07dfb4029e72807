"""What a person does with their own profile: answer, consent, have it erased."""

from sqlalchemy.exc import IntegrityError

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.residents.models import CONSENT_VERSION, Answers, Consent, ConsentPurpose, ConsentScreen, Resident, Step
from webapp.residents.queries import consents_for, newest_consents, profile_of_user
from webapp.residents.snapshot import ANSWERS

OLDEST_AGE = 120
MOST_AREAS = 5


def own_profile(*, by: Actor) -> Resident:
    """The actor's profile, made blank at the first answer. Raises NotAllowed for nobody."""
    if by.user_id is None:
        raise NotAllowed(_("ログインしてください。"))
    found = profile_of_user(by.user_id)
    return found or _make(by.user_id)


def kept_profile(user_id: str) -> Resident:
    """The profile of somebody for whom a town types in; whether it may is decided by the feature above."""
    return profile_of_user(user_id) or _make(user_id)


def _make(user_id: str) -> Resident:
    """Two requests of one browser may come at once: the second finds the first one's row."""
    row = Resident(user_id=user_id)
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        found = profile_of_user(user_id)
        if found is None:
            raise
        return found
    return row


def answer(resident: Resident, step: Step, answers: Answers, *, by: Actor, is_whole: bool = True) -> None:
    """Save the answers of one screen; `is_whole` says that the screen was sent and not only saved on the way.

    Raises RuleBroken for a day of birth that cannot be and for more than five areas.
    """
    _refuse_impossible(answers)
    known = {name: value for name, value in answers.items() if name in ANSWERS.get(step, ())}
    changed = [name for name, value in known.items() if getattr(resident, name) != value]
    for name in changed:
        setattr(resident, name, known[name])
    is_new = is_whole and step.value not in resident.answered
    if is_new:
        resident.answered = [*resident.answered, step.value]
    if changed or is_new:
        resident.updated_at = now()
        trail.record(resident, "resident.answer", by=by, reason=step.value)


def _refuse_impossible(answers: Answers) -> None:
    born, day = answers.get("birth_date"), today()
    if born is not None and not (day.year - OLDEST_AGE <= born.year and born <= day):
        raise RuleBroken(_("生年月日が今日より後か、%(n)s年より前です。日付を確かめてください。", n=OLDEST_AGE))
    if len(answers.get("wished_areas") or []) > MOST_AREAS:
        raise RuleBroken(_("行きたい地域は%(n)s件までです。1つ外してから加えてください。", n=MOST_AREAS))


def consent(
    user_id: str,
    choices: dict[ConsentPurpose, bool],
    *,
    by: Actor,
    given_to: str | None = None,
    screen: ConsentScreen | None = None,
) -> None:
    """Note a yes or no to each purpose, with the version of the sentence; what is unchanged is not repeated."""
    standing = consents_for(user_id, given_to)
    for purpose, is_given in choices.items():
        old, version = standing.get(purpose), CONSENT_VERSION[purpose]
        if old and (old.is_given, old.text_version) == (is_given, version):
            continue
        row = Consent(
            user_id=user_id, purpose=purpose, text_version=version, is_given=is_given, given_to=given_to, screen=screen
        )
        session().add(row)
        trail.record(row, "consent.given" if is_given else "consent.withheld", by=by, reason=purpose.value)


def erase(resident: Resident, *, by: Actor) -> None:
    """Blank every answer; the empty row stays so that the trail points at something."""
    blank = Resident(user_id=resident.user_id)
    for name in [name for names in ANSWERS.values() for name in names]:
        setattr(resident, name, getattr(blank, name))
    resident.answered = []
    resident.erased_at = resident.updated_at = now()
    for row in newest_consents(resident.user_id):
        if row.is_given:
            consent(resident.user_id, {row.purpose: False}, by=by, given_to=row.given_to, screen=ConsentScreen.ERASURE)
    trail.record(resident, "resident.erase", by=by)
