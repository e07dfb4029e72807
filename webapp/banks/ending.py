"""A home that leaves the bank: taken back, taken, struck off; and whoever asked about it is told."""

from datetime import date

from webapp.banks.homes import actions as owners
from webapp.banks.homes import deciding
from webapp.banks.homes.models import BankHome
from webapp.banks.users import actions as talks
from webapp.banks.users import queries as users
from webapp.core.actor import Actor
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import recorded


def withdraw(home: BankHome, *, by: Actor, reason: str = "") -> None:
    """By its owner."""
    owners.withdraw(home, by=by, reason=reason)
    talks.end_about(home, reason=recorded("所有者が登録を取り下げました。"))


def contract(home: BankHome, *, on: date, yen: int | None, by_dual_resident: bool, by: Actor) -> None:
    """With somebody who did not come through the bank; a contract out of a talk is noted there."""
    if users.is_handed_over(home):
        raise RuleBroken(_("業者に引き継いだ交渉があります。その交渉の画面で、成約を記録してください。"))
    deciding.contract(home, on=on, yen=yen, by_dual_resident=by_dual_resident, by=by)
    talks.end_about(home, reason=recorded("この家は、ほかの方と契約が決まりました。"))


def remove(home: BankHome, *, reason: str, by: Actor) -> None:
    """By its town."""
    deciding.remove(home, reason=reason, by=by)
    talks.end_about(home, reason=recorded("この家は、バンクの一覧から外れました。"))
