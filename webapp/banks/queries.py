"""Who sees which bank: everybody an open one, its towns' staff all of it."""

from collections import Counter

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.banks.homes.models import LISTED, BankHome
from webapp.banks.models import AkiyaBank, BankBroker, BankCost, BankMember, BankStatus, MemberStatus
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.municipalities.models import Municipality

Member = tuple[BankMember, Municipality]


def by_id(bank_id: str) -> AkiyaBank:
    """The bank, whoever asks. Raises NotThere."""
    found = session().get(AkiyaBank, bank_id)
    if found is None:
        raise NotThere
    return found


def open_banks() -> list[AkiyaBank]:
    """Every bank in operation, by name."""
    chosen = select(AkiyaBank).where(AkiyaBank.status == BankStatus.OPEN)
    return list(session().exec(chosen.order_by(col(AkiyaBank.name))))


def open_for_all(bank_id: str) -> AkiyaBank:
    """One that is in operation. Raises NotThere."""
    found = by_id(bank_id)
    if found.status is not BankStatus.OPEN:
        raise NotThere
    return found


def run_by(actor: Actor, bank_id: str) -> AkiyaBank:
    """One whose centre this person works for. Raises NotThere."""
    found = by_id(bank_id)
    if not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def of_towns(actor: Actor, bank_id: str) -> AkiyaBank:
    """One that a town of this person runs, is invited to or belongs to. Raises NotThere."""
    found = by_id(bank_id)
    codes = {member.municipality_code for member, _town in members_of(found)} | {found.municipality_code}
    if not codes & actor.municipalities:
        raise NotThere
    return found


def banks_of(actor: Actor) -> list[AkiyaBank]:
    """Every bank that a town of this person runs, is invited to or belongs to."""
    inside = select(BankMember.bank_id).where(
        col(BankMember.municipality_code).in_(actor.municipalities), BankMember.status != MemberStatus.LEFT
    )
    own = col(AkiyaBank.municipality_code).in_(actor.municipalities)
    chosen = select(AkiyaBank).where(sa.or_(own, col(AkiyaBank.id).in_(inside)))
    return list(session().exec(chosen.order_by(col(AkiyaBank.name))))


def members_of(bank: AkiyaBank, *statuses: MemberStatus) -> list[Member]:
    """Its towns (invited and joined, unless said otherwise), the centre first."""
    wanted = statuses or (MemberStatus.INVITED, MemberStatus.JOINED)
    chosen = (
        select(BankMember, Municipality)
        .join(Municipality, col(Municipality.code) == BankMember.municipality_code)
        .where(BankMember.bank_id == bank.id, col(BankMember.status).in_(wanted))
        .order_by(col(BankMember.municipality_code) != bank.municipality_code, col(BankMember.municipality_code))
    )
    return list(session().exec(chosen))


def joined(bank: AkiyaBank) -> list[Member]:
    """The towns that take part."""
    return members_of(bank, MemberStatus.JOINED)


def member_in(bank_id: str, municipality_code: str, *, to_change: bool = False) -> BankMember | None:
    """The membership of a town that takes part; locked until the end of the transaction if it is to change."""
    chosen = select(BankMember).where(
        BankMember.bank_id == bank_id,
        BankMember.municipality_code == municipality_code,
        BankMember.status == MemberStatus.JOINED,
    )
    return session().exec(chosen.with_for_update() if to_change else chosen).first()


def member_for(actor: Actor, bank_member_id: str) -> BankMember:
    """A membership of a town this person works for, or of a bank that town runs. Raises NotThere."""
    found = session().get(BankMember, bank_member_id)
    if found is None:
        raise NotThere
    if not (actor.may_act_for(found.municipality_code) or actor.may_act_for(by_id(found.bank_id).municipality_code)):
        raise NotThere
    return found


def standing_in(municipality_code: str) -> BankMember | None:
    """The one bank that a town is invited to or belongs to."""
    chosen = select(BankMember).where(
        BankMember.municipality_code == municipality_code, BankMember.status != MemberStatus.LEFT
    )
    return session().exec(chosen).first()


def bank_in(municipality_code: str) -> AkiyaBank | None:
    """The bank in operation that a town takes part in."""
    found = standing_in(municipality_code)
    if found is None or found.status is not MemberStatus.JOINED:
        return None
    bank = by_id(found.bank_id)
    return bank if bank.status is BankStatus.OPEN else None


def brokers_of(bank: AkiyaBank, *, active_only: bool = True) -> list[BankBroker]:
    """Its brokers, by name."""
    chosen = select(BankBroker).where(BankBroker.bank_id == bank.id)
    if active_only:
        chosen = chosen.where(col(BankBroker.is_active))
    return list(session().exec(chosen.order_by(col(BankBroker.name), col(BankBroker.id))))


def broker_for(actor: Actor, bank_broker_id: str) -> BankBroker:
    """One of a bank that this person's town runs. Raises NotThere."""
    found = session().get(BankBroker, bank_broker_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def costs_of(bank: AkiyaBank) -> list[BankCost]:
    """Every year's costs, newest first."""
    chosen = select(BankCost).where(BankCost.bank_id == bank.id)
    return list(session().exec(chosen.order_by(col(BankCost.fiscal_year).desc())))


def listed_by_town(bank: AkiyaBank) -> Counter[str]:
    """How many homes each town has in the bank's list now."""
    chosen = (
        select(BankHome.municipality_code, sa.func.count())
        .where(BankHome.bank_id == bank.id, col(BankHome.status).in_(LISTED))
        .group_by(col(BankHome.municipality_code))
    )
    return Counter({code: int(count) for code, count in session().exec(chosen)})
