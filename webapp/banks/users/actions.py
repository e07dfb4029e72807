"""One person's way to one home: question, answer, viewing, application to negotiate, broker, result."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from webapp.banks import queries as banks
from webapp.banks.homes import deciding
from webapp.banks.homes import queries as homes
from webapp.banks.homes.models import LISTED, BankHome
from webapp.banks.models import BankBroker
from webapp.banks.users import letters, queries
from webapp.banks.users.models import BANK_TALK, OPEN, BankTalk, BankUser, TalkStatus
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.services import services

#: what lends who lives in two places: of these accounts, those with a registration in force
DualAmong = Callable[[set[str]], set[str]]
#: under this name the running app keeps it
DUAL = "dual_residents_among"
#: what follows the end of a talk that a broker had taken over; it gets the talk
ENDED = "bank_handoff_ended"
SERVICE = system_actor("bank_talk")
trail.ACTION_LABELS |= {"bank_talk.ask": _l("家について問合せた"), "bank_talk.change_wish": _l("希望を書いた")}


def ask(home: BankHome, user: BankUser, question: str, *, by: Actor) -> BankTalk:
    """A registered person asks about a home. Once at a time for each home."""
    if not user.may_ask or user.user_id != by.user_id:
        raise RuleBroken(_("問合せができるのは、利用登録の期限内の人だけです。登録を確かめてください。"))
    if user.bank_id != home.bank_id or home.status not in LISTED:
        raise RuleBroken(_("この家は、いま問合せを受け付けていません。"))
    if home.user_id is not None and home.user_id == by.user_id:
        raise RuleBroken(_("自分の家には問合せできません。"))
    if queries.open_between(home, user) is not None:
        raise RuleBroken(_("この家には、もう問合せています。前の問合せの画面から続けてください。"))
    talk = BankTalk(
        bank_id=home.bank_id,
        home_id=home.id,
        bank_user_id=user.id,
        municipality_code=home.municipality_code,
        question=question.strip(),
    )
    session().add(talk)
    session().flush()
    trail.record(talk, "bank_talk.ask", by=by, to_status=talk.status.value)
    letters.tell_town(talk, letters.asked)
    return talk


def answer(talk: BankTalk, text: str, *, by: Actor) -> None:
    """The town answers; a later answer replaces the earlier one."""
    _must_not_be_own(talk, by)
    BANK_TALK.apply(talk, "answer", by=by, reason=recorded("問合せに答えた"))
    talk.answer, talk.first_answer_at = text.strip(), talk.first_answer_at or now()
    letters.tell_user_of(talk, letters.answered)


def set_viewing(talk: BankTalk, at: datetime, note: str, *, by: Actor) -> None:
    """The town names the hour at which the person can see the house."""
    _must_not_be_own(talk, by)
    if at <= now():
        raise RuleBroken(_("内見の日時には、これからの日時を入れてください。"))
    BANK_TALK.apply(talk, "set_viewing", by=by)
    talk.viewing_at, talk.viewed = at, True
    talk.answer, talk.first_answer_at = note.strip() or talk.answer, talk.first_answer_at or now()
    letters.tell_user_of(talk, letters.viewing_set)


def apply(talk: BankTalk, wish: str, *, by: Actor) -> None:
    """The person asks to negotiate."""
    _must_be_own(talk, by)
    if not queries.user_by_id(talk.bank_user_id).may_ask:
        raise RuleBroken(_("利用登録の期限が過ぎています。先に登録を延ばしてください。"))
    BANK_TALK.apply(talk, "apply", by=by)
    talk.wish = wish.strip()
    letters.tell_town(talk, letters.applied)


def hand_over(talk: BankTalk, broker: BankBroker, *, by: Actor) -> None:
    """Hand it over to a licensed broker, one person at a time: from here on bank and service are not in it.

    The broker gets name, telephone and wish; of somebody who asks for secrecy the shown name, reached through the town.
    """
    _must_not_be_own(talk, by)
    home = homes.by_id(talk.home_id, to_change=True)
    if broker.bank_id != talk.bank_id or not broker.is_active:
        raise RuleBroken(_("このバンクで協力中の業者を選んでください。"))
    if queries.is_handed_over(home) or home.status not in LISTED:
        raise RuleBroken(_("この家は、ほかの人が交渉中か、もう募集していません。その結果が出てから進めてください。"))
    BANK_TALK.apply(talk, "hand_over", by=by)
    talk.broker_id, talk.handed_at = broker.id, now()
    deciding.negotiate(home, by=by)
    letters.hand_over(talk, broker)


def succeed(talk: BankTalk, *, on: date, yen: int | None, by: Actor) -> None:
    """A contract was made: the home is taken, everybody else who asked is told."""
    _must_not_be_own(talk, by)
    home = homes.by_id(talk.home_id, to_change=True)
    user = queries.user_by_id(talk.bank_user_id)
    BANK_TALK.apply(talk, "succeed", by=by)
    talk.is_dual_resident = _is_dual(user)
    talk.ended_at = now()
    deciding.contract(home, on=on, yen=yen, by_dual_resident=talk.is_dual_resident, by=by)
    letters.tell_user_of(talk, letters.succeeded)
    _follow_end(talk)
    _end_others(home, by=by)


def _end_others(home: BankHome, *, by: Actor) -> None:
    for other in queries.open_about(home):
        _fail(other, recorded("この家は、ほかの方と契約が決まりました。"), by=by)


def _is_dual(user: BankUser) -> bool:
    lent: Iterable[DualAmong] = services().extras.get(DUAL, ())
    return user.user_id is not None and any(user.user_id in part({user.user_id}) for part in lent)


def fail(talk: BankTalk, *, reason: str, by: Actor) -> None:
    """Nothing came of it; a home in talks is open to others again."""
    _must_not_be_own(talk, by)
    was_handed = talk.status is TalkStatus.HANDED
    _fail(talk, reason, by=by)
    if was_handed:
        deciding.reopen(homes.by_id(talk.home_id, to_change=True), by=by)


def _fail(talk: BankTalk, reason: str, *, by: Actor) -> None:
    BANK_TALK.apply(talk, "fail", by=by, reason=reason)
    talk.ended_at, talk.end_reason = now(), reason.strip()
    letters.tell_user_of(talk, letters.failed)
    _follow_end(talk)


def withdraw(talk: BankTalk, *, by: Actor, reason: str = "") -> None:
    """The person takes it back."""
    was_handed = talk.status is TalkStatus.HANDED
    BANK_TALK.apply(talk, "withdraw", by=by, reason=reason)
    talk.ended_at = now()
    if was_handed:
        deciding.reopen(homes.by_id(talk.home_id, to_change=True), by=SERVICE)
    letters.tell_town(talk, letters.withdrawn)
    _follow_end(talk)


def _follow_end(talk: BankTalk) -> None:
    if talk.broker_id is None:
        return
    followers: Iterable[Callable[[BankTalk], None]] = services().extras.get(ENDED, ())
    for follow in followers:
        follow(talk)


def end_about(home: BankHome, *, reason: str) -> None:
    """A home that leaves the bank ends every talk about it."""
    for talk in queries.open_about(home):
        if talk.status in OPEN:
            _fail(talk, reason, by=SERVICE)


def _must_not_be_own(talk: BankTalk, by: Actor) -> None:
    if by.user_id is not None and queries.user_by_id(talk.bank_user_id).user_id == by.user_id:
        raise NotAllowed(_("自分の問合せは、ほかの担当者が扱います。"))


def _must_be_own(talk: BankTalk, by: Actor) -> None:
    if queries.user_by_id(talk.bank_user_id).user_id != by.user_id:
        raise NotAllowed(_("交渉を申し込めるのは、問合せた本人だけです。"))


def brokers_for(talk: BankTalk) -> list[BankBroker]:
    """Who could take it over."""
    return banks.brokers_of(banks.by_id(talk.bank_id))
