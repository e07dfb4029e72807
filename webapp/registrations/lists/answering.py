"""A person of a list answers: only a yes makes an account, a profile and a registration; a no leaves nothing."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from webapp.accounts import actions as accounts
from webapp.accounts import links
from webapp.accounts import queries as people
from webapp.accounts.memberships import open_membership
from webapp.accounts.models import LinkPurpose, User
from webapp.core import letters as post
from webapp.core.actor import Actor, Role, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import recorded
from webapp.registrations import applying, deciding, following, letters, rules
from webapp.registrations.guardians.needs import is_minor
from webapp.registrations.lists import queries
from webapp.registrations.lists.models import ListStatus, RegistrantEntry, RegistrantList
from webapp.registrations.models import REGISTRATION, Channel, Registration
from webapp.registrations.queries import open_at
from webapp.residents import actions as residents
from webapp.residents.models import ConsentPurpose, ConsentScreen, Resident, Step

Choices = dict[ConsentPurpose, bool]


def say_no(entry: RegistrantEntry) -> None:
    """The line is deleted at once, and so are the letters that named the person, unless the address has an account."""
    if people.find_by_email(entry.email) is None:
        post.erase_letters_to({entry.email})
    _leave_list(entry, RegistrantList.said_no)


def say_yes(entry: RegistrantEntry, choices: Choices, *, birth_date: date | None) -> Registration:
    """Make the account, fill what is blank in the profile, and register. Raises RuleBroken when a rule forbids it."""
    source = session().get_one(RegistrantList, entry.registrant_list_id)
    if not choices.get(ConsentPurpose.APPLICATION):
        raise RuleBroken(_("登録のために内容を使ってよいかどうかを選んでください。「よい」がないと登録できません。"))
    born = entry.birth_date or birth_date
    if born is None or is_minor(born):
        raise RuleBroken(_("18歳になっていない方は、保護者の同意が必要です。画面か市町村の窓口から申請してください。"))
    person = _account(entry)
    by = people.actor_of(person)
    resident = _profile(entry, born, by)
    registration = _register(entry, source, resident, choices, by)
    _leave_list(entry, RegistrantList.said_yes)
    return registration


def link_for_password(person: User) -> str | None:
    """The token with which somebody who came by a list chooses a password now; None for who has one."""
    if person.password_hash:
        return None
    links.revoke(person, LinkPurpose.RESET_PASSWORD)
    _link, token = links.issue(LinkPurpose.RESET_PASSWORD, person.email, user=person)
    return token


def _account(entry: RegistrantEntry) -> User:
    """The link came by mail, so the address is the person's; a sign-up that never showed that loses its password."""
    person = people.find_by_email(entry.email)
    if person is None:
        person = accounts.create_user(email=entry.email, display_name=entry.full_name[:60], verified=True)
    elif not person.is_active:
        raise RuleBroken(_("このメールアドレスのアカウントは閉じられています。別のメールアドレスで申請してください。"))
    elif not person.is_verified:
        links.revoke(person, LinkPurpose.VERIFY_EMAIL)
        person.password_hash, person.email_verified_at = "", now()
    if Role.RESIDENT not in people.actor_of(person).roles:
        open_membership(person, Role.RESIDENT, by=people.actor_of(person), valid_from=today())
    session().flush()
    return person


def _profile(entry: RegistrantEntry, born: date, by: Actor) -> Resident:
    """Only what is blank is filled in: what somebody wrote about themselves counts more than a list."""
    resident = residents.own_profile(by=by)
    if resident.full_name and resident.full_name != entry.full_name:
        raise RuleBroken(
            _("このメールアドレスのアカウントは、別のお名前です。ご本人のメールアドレスで、画面から申請してください。")
        )
    names = {name: getattr(entry, name) for name in ("family_name", "given_name", "family_kana", "given_kana")}
    _fill(resident, Step.NAME, {**names, "birth_date": born}, by)
    _fill(resident, Step.HOME, {"home_code": entry.home_code}, by)
    if entry.is_confidential and not resident.is_confidential:
        residents.answer(resident, Step.HOME, {"is_confidential": True}, by=by, is_whole=False)
    return resident


def _fill(resident: Resident, step: Step, answers: dict[str, Any], by: Actor) -> None:
    blank = {name: value for name, value in answers.items() if value and getattr(resident, name) in (None, "")}
    if blank:
        residents.answer(resident, step, blank, by=by)


def _register(
    entry: RegistrantEntry, source: RegistrantList, resident: Resident, choices: Choices, by: Actor
) -> Registration:
    code = entry.municipality_code
    if open_at(resident.user_id, code) is not None:
        raise RuleBroken(_("この市町村には、すでに申請または登録があります。サインインして確かめてください。"))
    row = Registration(
        user_id=resident.user_id,
        municipality_code=code,
        channel=Channel.LIST,
        entered_by=source.asked_by,
        is_demo=entry.is_demo,
    )
    sentences = list(rules.broken(row, resident, rules.BEFORE_START))
    if sentences:
        raise RuleBroken("".join(sentences))
    session().add(row)
    session().flush()
    residents.consent(resident.user_id, choices, by=by, given_to=code, screen=ConsentScreen.LIST)
    service = system_actor("registrations.list")
    reason = recorded("「%(list)s」から、本人の同意により登録しました。", list=source.title)
    REGISTRATION.apply(row, "enter", by=service, reason=reason)
    row.submitted_at = now()
    applying.hand_over(row, resident)
    REGISTRATION.apply(row, "approve", by=service, reason=reason)
    row.decided_at, row.decided_by, row.decision_reason = now(), source.asked_by, reason
    deciding.begin_validity(row)
    letters.tell_applicant(row, letters.approved)
    following.tell(row, by=service)
    return row


def _leave_list(entry: RegistrantEntry, counter: Any) -> None:
    """Delete the line and count the answer in one statement each: many people answer at once."""
    source_id = entry.registrant_list_id
    session().delete(entry)
    session().flush()
    count: Any = sa.update(RegistrantList).where(col(RegistrantList.id) == source_id)
    session().execute(count.values({counter: counter + 1}))
    source = session().get_one(RegistrantList, source_id)
    session().refresh(source)
    if source.status is ListStatus.ASKING and not queries.count_entries(source):
        source.status = ListStatus.CLOSED
