"""Entry on behalf: a clerk types in what somebody says at the counter, on the telephone or on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts import letters as account_letters
from webapp.accounts import queries as accounts
from webapp.accounts import without_email
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import DEFAULT_LOCALE, in_language, recorded
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.letters import Recipient
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.registrations import applying, following, letters, rules
from webapp.registrations.desk.models import EntryRecord, Manner
from webapp.registrations.guardians.needs import chosen_purposes
from webapp.registrations.models import EDITABLE, OPEN, REGISTRATION, Channel, Registration, RegistrationStatus
from webapp.residents import actions as residents
from webapp.residents.models import Answers, Resident, Step
from webapp.residents.queries import profile_of_user

CHANNELS = (Channel.COUNTER, Channel.PHONE, Channel.PAPER)
CONSENT_NOTED = "registration.note_consent"
trail.ACTION_LABELS |= {CONSENT_NOTED: _l("本人の同意を聞いて記録した")}


@dataclass(frozen=True)
class Agreement:
    """How and when the person agreed, an address for the way to the screen, and whether the clerk was shown who they are."""

    manner: Manner
    agreed_on: date
    email: str = ""
    saw_document: bool | None = None


def same_people(code: str, person: Answers) -> list[Registration]:
    """What a person of this name and birth date has open in the town already."""
    chosen = (
        select(Registration)
        .join(Resident, col(Resident.user_id) == Registration.user_id)
        .where(
            Registration.municipality_code == code,
            col(Registration.status).in_(OPEN),
            sa.or_(col(Registration.submitted_at).is_not(None), col(Registration.entered_by).is_not(None)),
            Resident.family_name == person["family_name"],
            Resident.given_name == person["given_name"],
            Resident.birth_date == person["birth_date"],
        )
    )
    return list(session().exec(chosen.order_by(col(Registration.id))))


def begin(code: str, channel: Channel, person: Answers, *, by: Actor) -> Registration:
    """An account without sign-in, the profile's first page and an empty application; the person is asked the rest."""
    if not by.may_act_for(code):
        raise NotAllowed(_("この市町村の担当者だけができます。"))
    if channel not in CHANNELS:
        raise RuleBroken(_("受け方は、窓口・電話・紙から選んでください。"))
    account = without_email.create(f"{person['family_name']} {person['given_name']}"[:60], kept_by=code, by=by)
    resident = residents.kept_profile(account.id)
    residents.answer(resident, Step.NAME, person, by=by)
    row = Registration(user_id=account.id, municipality_code=code, channel=channel, entered_by=by.user_id)
    rules.refuse_if_broken(row, resident, (rules.takes_part,))
    session().add(row)
    session().flush()
    trail.record(row, "registration.start", by=by, to_status=row.status)
    return row


def entry_for(actor: Actor, registration_id: str, *, to_change: bool = False) -> tuple[Registration, Resident]:
    """An application that the actor's town types in, while it is not handed in or waits for correction.

    Raises NotThere for others, and once its owner has taken the account over: then only they change it.
    """
    found = session().get(Registration, registration_id, with_for_update=to_change or None)
    if found is None or not _is_kept_here(found, actor) or found.status not in EDITABLE:
        raise NotThere
    return found, profile_of_user(found.user_id) or Resident(user_id=found.user_id)


def _is_kept_here(registration: Registration, actor: Actor) -> bool:
    if registration.entered_by is None or not actor.may_act_for(registration.municipality_code):
        return False
    return accounts.user(registration.user_id).kept_by == registration.municipality_code


def unfinished(actor: Actor) -> list[Registration]:
    """What colleagues and the actor began to type in and did not hand in, newest first."""
    chosen = select(Registration).where(
        col(Registration.municipality_code).in_(actor.municipalities),
        Registration.status == RegistrationStatus.DRAFT,
        col(Registration.entered_by).is_not(None),
    )
    return [row for row in session().exec(chosen.order_by(col(Registration.id).desc())) if _is_kept_here(row, actor)]


def hand_in(registration: Registration, resident: Resident, agreement: Agreement, *, by: Actor) -> None:
    """The person agreed: hand it in for them, and note how, when, to what, and who wrote it down."""
    if agreement.agreed_on > today():
        raise RuleBroken(_("同意を聞いた日には、きょうまでの日を選んでください。"))
    applying.submit(registration, resident, by=by)
    session().add(
        EntryRecord(
            registration_id=registration.id,
            municipality_code=registration.municipality_code,
            manner=agreement.manner,
            agreed_on=agreement.agreed_on,
            purposes=sorted(chosen_purposes(registration)),
            recorded_by=by.user_id or "",
            saw_document=agreement.saw_document,
        )
    )
    with in_language(DEFAULT_LOCALE):
        how = recorded("%(day)s、%(manner)s", day=show_date(agreement.agreed_on), manner=agreement.manner.label)
    trail.record(registration, CONSENT_NOTED, by=by, reason=how)
    if agreement.email:
        town = municipalities.by_code(registration.municipality_code).full_name
        post.queue(Recipient(agreement.email), account_letters.take_over_invitation, town=town)


def records_of(registration: Registration) -> Sequence[EntryRecord]:
    """How the person agreed, each time it was handed in for them, oldest first."""
    chosen = select(EntryRecord).where(EntryRecord.registration_id == registration.id)
    return session().exec(chosen.order_by(col(EntryRecord.id))).all()


def may_withdraw_for(registration: Registration, actor: Actor) -> bool:
    """Whether the person has nobody but the town's clerk to take it back for them."""
    return registration.status in OPEN and _is_kept_here(registration, actor)


def withdraw_for(registration: Registration, *, reason: str, by: Actor) -> None:
    """The person said so at the counter, on the telephone or on paper; who said what is the reason."""
    if not may_withdraw_for(registration, by):
        raise NotAllowed(_("代わりに取り下げられるのは、この市町村が代わりに入力した方の申請だけです。"))
    if not reason.strip():
        raise RuleBroken(_("いつ、どのように申し出があったかを書いてください。"))
    REGISTRATION.apply(registration, "withdraw", by=by, reason=reason)
    registration.ended_at, registration.due_on = now(), None
    if registration.submitted_at is not None:
        letters.tell_applicant(registration, letters.withdrawn)
    following.tell(registration, by=by)
