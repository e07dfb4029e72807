"""A home that leaves the bank: its owner or its town ends it, and whoever asked about it is told."""

from webapp.banks.homes import actions as owners
from webapp.banks.homes import deciding
from webapp.banks.homes.models import BankHome
from webapp.banks.users import actions as talks
from webapp.core.actor import Actor
from webapp.core.i18n import gettext as _


def withdraw(home: BankHome, *, by: Actor, reason: str = "") -> None:
    """By its owner."""
    owners.withdraw(home, by=by, reason=reason)
    talks.end_about(home, reason=_("所有者が登録を取り下げました。"))


def remove(home: BankHome, *, reason: str, by: Actor) -> None:
    """By its town."""
    deciding.remove(home, reason=reason, by=by)
    talks.end_about(home, reason=_("この家は、バンクの一覧から外れました。"))
