"""Being a registered user of a bank: with a pledge, until a day, renewed, ended."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from webapp.banks.models import AkiyaBank, BankStatus
from webapp.banks.users import letters, queries
from webapp.banks.users.models import BANK_USER, OPEN, BankUser, UserStatus
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import months_later, now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities

PLEDGE_VERSION = "2026-11"
#: what a user promises
PLEDGE = (
    _l("家を、登録したときに書いた目的で使います。"),
    _l("地域の決まりと付き合いを大切にし、まわりの人の暮らしを乱しません。"),
    _l("知った所有者の情報を、交渉のほかに使いません。"),
    _l("契約は、免許のある業者の仲立ちで、所有者と自分が結びます。まちとふたまちは当事者になりません。"),
    _l("わたしも、一緒に使う人も、暴力団と関わりがありません。"),
)
trail.ACTION_LABELS |= {"bank_user.apply": _l("利用登録を申し込んだ"), "bank_user.erase": _l("個人の情報を消した")}


def apply(bank: AkiyaBank, values: Mapping[str, str], *, by: Actor, is_demo: bool = False) -> BankUser:
    """Ask to be registered; the form took the pledge."""
    if bank.status is not BankStatus.OPEN:
        raise RuleBroken(_("このバンクは、いま利用登録を受け付けていません。"))
    if queries.standing_of(by, bank.id) is not None:
        raise RuleBroken(_("このバンクには、もう利用登録を申し込んでいます。"))
    row = BankUser(
        bank_id=bank.id,
        municipality_code=bank.municipality_code,
        user_id=by.user_id,
        pledged_at=now(),
        pledge_version=PLEDGE_VERSION,
        is_demo=is_demo,
    )
    for name in _WRITTEN:
        setattr(row, name, str(values.get(name) or "").strip())
    session().add(row)
    session().flush()
    trail.record(row, "bank_user.apply", by=by, to_status=row.status.value)
    letters.tell_centre(row, letters.user_arrived)
    return row


_WRITTEN = ("full_name", "shown_name", "address", "phone", "household", "purpose")


def accept(row: BankUser, *, by: Actor) -> None:
    """Register somebody, until a day."""
    _must_not_be_own(row, by)
    BANK_USER.apply(row, "accept", by=by)
    row.valid_until = _until(row)
    letters.tell_user(row, letters.user_accepted)


def _until(row: BankUser) -> date:
    months = int(municipalities.setting("bank_user_months", row.municipality_code))
    return months_later(today(), months)


def _must_not_be_own(row: BankUser, by: Actor) -> None:
    if row.user_id is not None and row.user_id == by.user_id:
        raise NotAllowed(_("自分の利用登録は、ほかの担当者が扱います。"))


def decline(row: BankUser, *, reason: str, by: Actor) -> None:
    """Do not register somebody."""
    _must_not_be_own(row, by)
    BANK_USER.apply(row, "decline", by=by, reason=reason)
    row.end_reason = reason.strip()
    letters.tell_user(row, letters.user_declined)


def renew(row: BankUser, *, by: Actor) -> None:
    """The person stays registered, with the pledge of today."""
    if row.user_id != by.user_id:
        raise NotAllowed(_("登録を延ばせるのは、本人だけです。"))
    BANK_USER.apply(row, "renew", by=by)
    row.valid_until, row.pledged_at, row.pledge_version = _until(row), now(), PLEDGE_VERSION


def end(row: BankUser, *, reason: str, by: Actor) -> None:
    """Take the registration away, e.g. because the pledge was broken."""
    _must_not_be_own(row, by)
    _no_open_talks(row)
    BANK_USER.apply(row, "end", by=by, reason=reason)
    row.end_reason = reason.strip()
    letters.tell_user(row, letters.user_ended)


def withdraw(row: BankUser, *, by: Actor) -> None:
    """The person leaves the bank."""
    _no_open_talks(row)
    BANK_USER.apply(row, "withdraw", by=by)


def _no_open_talks(row: BankUser) -> None:
    if any(talk.status in OPEN for talk, _home in queries.talks_of(row)):
        raise RuleBroken(_("まだ終わっていない問合せや交渉があります。先に、それを終えてください。"))


def expire_due(*, by: Actor) -> None:
    """End what is past its last day; repeating it changes nothing."""
    chosen = select(BankUser).where(BankUser.status == UserStatus.ACTIVE, col(BankUser.valid_until) < today())
    for row in session().exec(chosen.order_by(col(BankUser.id))).all():
        BANK_USER.apply(row, "expire", by=by)
        letters.tell_user(row, letters.user_expired)
