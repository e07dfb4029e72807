"""What the town where the house stands does: look at papers, have it surveyed, decide, publish, record how it ends."""

from datetime import date

from webapp.banks import queries as banks
from webapp.banks.homes import letters, publishing
from webapp.banks.homes.models import BANK_HOME, BankHome, HomeStatus
from webapp.banks.models import BankBroker
from webapp.core import letters as post
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.municipalities import queries as municipalities

_WIDTH = 3


def must_decide(home: BankHome, by: Actor) -> None:
    """Nobody decides about their own house."""
    if home.user_id is not None and home.user_id == by.user_id:
        raise NotAllowed(_("自分の家の申請は、ほかの担当者が扱います。"))


def check_papers(home: BankHome, *, by: Actor) -> None:
    """The papers were looked at and are in order."""
    must_decide(home, by)
    BANK_HOME.apply(home, "check_papers", by=by)


def ask_correction(home: BankHome, *, comment: str, by: Actor) -> None:
    """Send it back with what should change."""
    must_decide(home, by)
    BANK_HOME.apply(home, "ask_correction", by=by, reason=comment)
    home.comment, home.due_on = comment.strip(), None
    letters.tell_owner(home, letters.correction)


def ask_survey(home: BankHome, broker: BankBroker, *, by: Actor) -> None:
    """A licensed broker of the bank looks at the house; they get the address, and of the owner only who opens it."""
    must_decide(home, by)
    if broker.bank_id != home.bank_id or not broker.is_active:
        raise RuleBroken(_("このバンクで協力中の業者を選んでください。"))
    BANK_HOME.apply(home, "ask_survey", by=by)
    home.broker_id = broker.id
    place = municipalities.by_code(home.municipality_code)
    post.queue(post.Recipient(broker.email, broker.name), letters.survey_asked, home=home, place=place)


def report_survey(home: BankHome, *, text: str, on: date, by: Actor) -> None:
    """What the broker found."""
    must_decide(home, by)
    if on > today():
        raise RuleBroken(_("調査の日には、きょうまでの日を入れてください。"))
    BANK_HOME.apply(home, "report_survey", by=by, reason=text)
    home.survey, home.surveyed_on = text.strip(), on


def register(home: BankHome, *, by: Actor) -> None:
    """Take it into the bank: it gets its number, the owner the decision, the town a draft of the listing."""
    must_decide(home, by)
    member = banks.member_in(home.bank_id, home.municipality_code, to_change=True)
    if member is None:
        raise RuleBroken(_("このまちは、いまこのバンクに参加していません。"))
    BANK_HOME.apply(home, "register", by=by)
    bank = banks.by_id(home.bank_id)
    member.last_number += 1
    home.number = f"{bank.prefix}-{member.label}-{member.last_number:0{_WIDTH}d}"
    home.registered_on, home.due_on = today(), None
    session().flush()
    publishing.draft_listing(home, bank, by=by)
    letters.tell_owner(home, letters.registered)


def publish(home: BankHome, *, by: Actor) -> None:
    """Everybody sees it, in the one search over all."""
    must_decide(home, by)
    publishing.show(home, by=by)
    BANK_HOME.apply(home, "publish", by=by)
    letters.tell_owner(home, letters.published)


def negotiate(home: BankHome, *, by: Actor) -> None:
    """Talks with one person begin; nothing happens where they are on already."""
    if home.status is HomeStatus.PUBLISHED:
        BANK_HOME.apply(home, "negotiate", by=by)
        publishing.follow(home, "negotiate", by=by)


def reopen(home: BankHome, *, by: Actor) -> None:
    """They ended without a contract; nothing happens where it is not in talks."""
    if home.status is HomeStatus.NEGOTIATING:
        BANK_HOME.apply(home, "reopen", by=by)
        publishing.follow(home, "offer_again", by=by)


def contract(home: BankHome, *, on: date, yen: int | None, by_dual_resident: bool, by: Actor) -> None:
    """A contract was made with the broker; the bank only notes it."""
    must_decide(home, by)
    if on > today():
        raise RuleBroken(_("成約の日には、きょうまでの日を入れてください。"))
    BANK_HOME.apply(home, "contract", by=by)
    home.contracted_on, home.contract_yen, home.by_dual_resident = on, yen, by_dual_resident
    publishing.follow(home, "contract", by=by)
    letters.tell_owner(home, letters.contracted)


def remove(home: BankHome, *, reason: str, by: Actor) -> None:
    """Strike it off the bank's list; its number is never given again."""
    must_decide(home, by)
    BANK_HOME.apply(home, "remove", by=by, reason=reason)
    _end(home, reason)
    letters.tell_owner(home, letters.removed)


def decline(home: BankHome, *, reason: str, by: Actor) -> None:
    """It is not taken into the bank."""
    must_decide(home, by)
    BANK_HOME.apply(home, "decline", by=by, reason=reason)
    _end(home, reason)
    letters.tell_owner(home, letters.declined)


def _end(home: BankHome, reason: str) -> None:
    home.ended_at, home.end_reason, home.due_on = now(), reason.strip(), None
    publishing.take_back(home, reason=reason)
