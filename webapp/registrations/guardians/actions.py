"""What happens to a guardian's consent: asked for, promised on paper, given, declined, recorded, withdrawn, erased."""

from datetime import date, timedelta

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import current_locale
from webapp.core.i18n import gettext as _
from webapp.core.ids import new_token
from webapp.municipalities import queries as municipalities
from webapp.registrations import letters as town_letters
from webapp.registrations.desk.rights import must_be_allowed_to_decide
from webapp.registrations.guardians import letters
from webapp.registrations.guardians.models import GUARDIAN_CONSENT, WAITING, GuardianConsent, GuardianRelation
from webapp.registrations.guardians.models import GuardianStatus as Status
from webapp.registrations.guardians.needs import chosen_purposes
from webapp.registrations.guardians.queries import hashed, history_of, latest
from webapp.registrations.models import EDITABLE, OPEN, Registration

LIFETIME = timedelta(days=14)
#: letters to strangers' addresses are few
MOST_ASKED = 5
GUARDIAN = system_actor("guardian")


def ask(registration: Registration, email: str, *, by: Actor) -> GuardianConsent:
    """Send a guardian the one-time link. Raises RuleBroken for one's own address and for too many letters."""
    _must_be_open_for(registration, by)
    if email.casefold() in {
        address.casefold() for address in accounts.addresses_of(accounts.user(registration.user_id))
    }:
        raise RuleBroken(_("あなた自身のメールアドレスには送れません。保護者の方のアドレスを入力してください。"))
    if sum(row.email != "" for row in history_of(registration)) >= MOST_ASKED:
        raise RuleBroken(
            _("保護者へのメールは、1つの申請で%(n)s回までです。紙の同意書を使ってください。", n=MOST_ASKED)
        )
    row, token = _new(registration, by), new_token()
    row.email, row.answer_hash, row.expires_at = email, hashed(token), now() + LIFETIME
    _write(row, registration, letters.please, token)
    trail.record(row, "guardian_consent.ask", by=by, to_status=row.status)
    return row


def promise_paper(registration: Registration, *, by: Actor) -> GuardianConsent:
    """The guardian will sign on paper; the town records it when it comes."""
    _must_be_open_for(registration, by)
    row = _new(registration, by)
    GUARDIAN_CONSENT.apply(row, "promise", by=by)
    return row


def _new(registration: Registration, by: Actor) -> GuardianConsent:
    before = latest(registration)
    if before is not None and before.status in (*WAITING, Status.GIVEN):
        GUARDIAN_CONSENT.apply(before, "replace", by=by)
    row = GuardianConsent(
        registration_id=registration.id,
        municipality_code=registration.municipality_code,
        purposes=sorted(chosen_purposes(registration)),
    )
    session().add(row)
    return row


def give(row: GuardianConsent, registration: Registration, *, name: str, relation: GuardianRelation) -> None:
    """The guardian says yes by the link. Raises RuleBroken when it is used, too old, or the application is gone."""
    _must_be_answerable(row, registration)
    GUARDIAN_CONSENT.apply(row, "give", by=GUARDIAN)
    token = new_token()
    row.name, row.relation, row.answered_at, row.withdraw_hash = name, relation, now(), hashed(token)
    row.read_in = current_locale()
    _write(row, registration, letters.thanks, token)
    town_letters.tell_applicant(registration, letters.given)


def decline(row: GuardianConsent, registration: Registration, *, word: str = "") -> None:
    """The guardian says no, with a word if they like."""
    _must_be_answerable(row, registration)
    GUARDIAN_CONSENT.apply(row, "decline", by=GUARDIAN)
    row.word, row.answered_at = word, now()
    town_letters.tell_applicant(registration, letters.declined)


def record_paper(
    registration: Registration, *, name: str, relation: GuardianRelation, signed_on: date, by: Actor
) -> GuardianConsent:
    """Staff note a signed sheet. Raises RuleBroken for a day to come."""
    must_be_allowed_to_decide(registration, by)
    if signed_on > today():
        raise RuleBroken(_("署名の日が今日より後です。同意書の日付を確かめてください。"))
    row = latest(registration)
    if row is None or row.status not in WAITING:
        row = _new(registration, by)
    GUARDIAN_CONSENT.apply(row, "record", by=by)
    row.name, row.relation, row.signed_on = name, relation, signed_on
    row.answered_at, row.recorded_by = now(), by.user_id
    town_letters.tell_applicant(registration, letters.given)
    return row


def withdraw(row: GuardianConsent, registration: Registration, *, by: Actor = GUARDIAN) -> None:
    """Take a consent back, by the guardian's link or at the counter; the town and the minor are told."""
    if not by.is_system:
        must_be_allowed_to_decide(registration, by)
    GUARDIAN_CONSENT.apply(row, "withdraw", by=by)
    row.withdrawn_at = now()
    if registration.status in OPEN:
        town_letters.tell_applicant(registration, letters.withdrawn)
        if registration.submitted_at is not None:
            town_letters.tell_town(registration, letters.withdrawn_for_town)


def erase(registration: Registration, *, by: Actor) -> None:
    """Forget who the guardians are and what was written to them; that somebody answered remains."""
    for row in history_of(registration):
        for letter_id in row.letters:
            letter = session().get(post.Letter, letter_id)
            if letter is not None and letter.sent_at is not None:
                post.blank(letter)
            elif letter is not None:
                letter.content = {**letter.content, "is_last": True}
        row.email = row.name = row.word = ""
        row.relation = row.answer_hash = row.withdraw_hash = None
        row.letters, row.purposes = [], []
        trail.record(row, "guardian_consent.erase", by=by)


def _write(row: GuardianConsent, registration: Registration, words: object, token: str) -> None:
    minor = accounts.user(registration.user_id)
    to = post.Recipient(row.email, row.name, minor.locale)
    town = municipalities.by_code(registration.municipality_code)
    letter = post.queue(to, letters.named, words=words, registration=registration, place=town, token=token)
    row.letters = [*row.letters, letter.id]


def _must_be_open_for(registration: Registration, by: Actor) -> None:
    is_entering = registration.entered_by is not None and by.may_act_for(registration.municipality_code)
    if by.user_id != registration.user_id and not is_entering:
        raise NotAllowed(_("ほかの人の申請は扱えません。"))
    if registration.status not in EDITABLE:
        raise RuleBroken(_("この申請はもう送られているので、保護者の同意は市町村の窓口で扱います。"))


def _must_be_answerable(row: GuardianConsent, registration: Registration) -> None:
    if row.status is not Status.ASKED:
        raise RuleBroken(_("このリンクはもう使われています。あらためて頼むときは、本人の画面から送り直せます。"))
    if not row.is_open:
        raise RuleBroken(_("このリンクの期限が過ぎました。本人に、もう一度送ってもらってください。"))
    if registration.status not in OPEN:
        raise RuleBroken(_("この申請はもう終わっています。お返事はいりません。"))
