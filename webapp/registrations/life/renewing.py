"""Renewal: the person confirms what is still so, the registration grows from its old end, or it does not."""

from datetime import date, timedelta

from webapp.core.actor import Actor
from webapp.core.clock import last_day_of_term, now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.registrations import applying, deciding, following, letters, rules
from webapp.registrations import queries as registrations
from webapp.registrations.facts import Change, changes, content_of
from webapp.registrations.life import letters as words
from webapp.registrations.life import queries
from webapp.registrations.life.models import ANSWERABLE, RENEWAL, Renewal, RenewalStatus
from webapp.registrations.models import REGISTRATION, Handover, Registration, RegistrationStatus
from webapp.residents import actions as residents
from webapp.residents.models import ConsentPurpose, ConsentScreen, Resident

#: a registration goes on with what the town knows; only what would end it is asked again
STILL_NEEDED: tuple[rules.Rule, ...] = (rules.takes_part, rules.lives_elsewhere, rules.stays_long_enough)


def begun(registration: Registration) -> Renewal:
    """The renewal at the present end of validity, made when it is missing."""
    found = queries.current_renewal(registration, to_change=True)
    if found is None:
        found = Renewal(
            registration_id=registration.id,
            municipality_code=registration.municipality_code,
            ends_on=registration.valid_until or today(),
            is_demo=registration.is_demo,
        )
        session().add(found)
        session().flush()
    return found


def differences(registration: Registration, resident: Resident) -> list[Change]:
    """What the profile and the application say now, against the copy that the town holds; nothing without a copy."""
    held = registrations.handovers_of(registration)
    present = Handover(registration_id=registration.id, number=1, content=content_of(registration, resident))
    return changes([held[-1], present]) if held and held[-1].content else []


def confirm(registration: Registration, resident: Resident, *, note: str = "", by: Actor) -> Renewal:
    """The person says what is still so: renewed at once or, by the town's parameter, in the town's queue.

    Raises RuleBroken outside the time of renewal, and when a rule says that it cannot go on.
    """
    applying.must_be_own(registration.user_id, by)
    _must_be_time(registration)
    sentences = list(rules.broken(registration, resident, STILL_NEEDED))
    if sentences:
        raise RuleBroken("".join(sentences))
    renewal = begun(registration)
    if renewal.status not in ANSWERABLE:
        raise RuleBroken(_("この更新は、もう受け付けています。登録の画面で状況を確かめてください。"))
    RENEWAL.apply(renewal, "confirm", by=by)
    renewal.note, renewal.confirmed_at = note.strip(), now()
    renewal.is_changed = bool(renewal.note or differences(registration, resident))
    if renewal.is_changed:
        applying.hand_over(registration, resident)
    code = registration.municipality_code
    residents.consent(
        resident.user_id, {ConsentPurpose.APPLICATION: True}, by=by, given_to=code, screen=ConsentScreen.RENEWAL
    )
    if _at_once(renewal):
        renew(renewal, registration, by=by)
    else:
        letters.tell_applicant(registration, words.confirmation_arrived)
    return renewal


def _must_be_time(registration: Registration) -> None:
    opens = queries.opens_on(registration)
    if registration.status is not RegistrationStatus.APPROVED or opens is None or registration.valid_until is None:
        raise RuleBroken(
            _("いまの状態（%(status)s）では更新できません。", status=registration.status.label)
            + _("わからないことは市町村の窓口におたずねください。")
        )
    if today() < opens:
        raise RuleBroken(_("更新できるのは%(day)sからです。その日にメールでお知らせします。", day=show_date(opens)))
    if registration.valid_until < today():
        raise RuleBroken(_("登録の期限が過ぎているため、更新できません。もう一度申請してください。"))


def _at_once(renewal: Renewal) -> bool:
    mode = municipalities.setting("renewal_mode", renewal.municipality_code)
    return mode == "auto" or (mode == "unchanged" and not renewal.is_changed)


def stop(registration: Registration, *, by: Actor) -> Renewal:
    """The person does not want to go on: no more reminders, and the registration runs out."""
    applying.must_be_own(registration.user_id, by)
    _must_be_time(registration)
    renewal = begun(registration)
    RENEWAL.apply(renewal, "stop", by=by)
    return renewal


def accept(renewal: Renewal, registration: Registration, *, by: Actor) -> None:
    """The town renews one that was confirmed."""
    deciding.must_be_allowed_to_decide(registration, by)
    renew(renewal, registration, by=by)


def renew(
    renewal: Renewal, registration: Registration, *, by: Actor, months: int | None = None, are_locked: bool = False
) -> None:
    """Let the registration grow from its old end; its followers (certificates) in the same transaction."""
    if registration.valid_until != renewal.ends_on:
        raise RuleBroken(_("この登録の期限は、もう変わっています。画面を開き直して確かめてください。"))
    RENEWAL.apply(renewal, "renew", by=by, is_locked=are_locked)
    REGISTRATION.apply(registration, "renew", by=by, is_locked=are_locked)
    if months is None:
        months = int(municipalities.setting("registration_valid_months", registration.municipality_code))
    registration.valid_until = next_end(renewal.ends_on, months)
    renewal.decided_at, renewal.decided_by = now(), by.user_id
    letters.tell_applicant(registration, words.renewed)
    following.tell(registration, by=by)


def next_end(old_end: date, months: int) -> date:
    """The last day of a validity that begins on the day after the old end."""
    return last_day_of_term(old_end + timedelta(days=1), months)


def decline(renewal: Renewal, registration: Registration, *, reason: str, by: Actor) -> None:
    """The town does not renew: the registration stands until its end, and the person reads why."""
    deciding.must_be_allowed_to_decide(registration, by)
    RENEWAL.apply(renewal, "decline", by=by, reason=reason)
    renewal.decided_at, renewal.decided_by, renewal.reason = now(), by.user_id, reason.strip()
    registration.decision_reason = reason.strip()
    letters.tell_applicant(registration, words.renewal_declined)


def remind(registration: Registration, steps: tuple[int, ...]) -> Renewal | None:
    """Write the reminder that is due, once each; missed days are made up for by the latest one alone.

    `steps` are days before the end, the farthest first. None when nothing is due.
    """
    if registration.valid_until is None or registration.status is not RegistrationStatus.APPROVED:
        return None
    left = (registration.valid_until - today()).days
    due = min((step for step in steps if step >= left >= 0), default=None)
    if due is None:
        return None
    renewal = begun(registration)
    is_told = renewal.noticed_days is not None and renewal.noticed_days <= due
    if renewal.status is not RenewalStatus.ASKED or is_told:
        return None
    renewal.noticed_days = due
    letters.tell_applicant(registration, words.renewal_due)
    return renewal
