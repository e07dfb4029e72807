"""What becomes of a bank when one of its towns leaves the service."""

from sqlmodel import col, select

from webapp.banks import ending, queries
from webapp.banks.homes import deciding
from webapp.banks.homes.models import PENDING, STANDING, BankHome
from webapp.banks.models import AKIYA_BANK, BANK_MEMBER, BankStatus
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session


def end_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Its homes leave the list and its applications end; then it leaves the bank, or, as the centre, closes it."""
    here = select(BankHome).where(BankHome.municipality_code == municipality_code)
    for home in session().exec(here.where(col(BankHome.status).in_(STANDING))).all():
        ending.remove(home, reason=reason, by=by)
    for home in session().exec(here.where(col(BankHome.status).in_(PENDING))).all():
        deciding.decline(home, reason=reason, by=by)
    member = queries.standing_in(municipality_code)
    if member is None:
        return
    bank = queries.by_id(member.bank_id)
    BANK_MEMBER.apply(member, "leave", by=by, reason=reason)
    member.left_on = today()
    if bank.municipality_code == municipality_code and bank.status is BankStatus.OPEN:
        for home in session().exec(
            select(BankHome).where(BankHome.bank_id == bank.id, col(BankHome.status).in_(STANDING))
        ):
            ending.remove(home, reason=reason, by=by)
        AKIYA_BANK.apply(bank, "close", by=by, reason=reason)
