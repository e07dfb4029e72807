"""Who sees which registration and which talk: the person, the bank's centre, and the town where the home stands."""

from sqlmodel import col, select

from webapp.banks import queries as banks
from webapp.banks.homes.models import BankHome
from webapp.banks.models import AkiyaBank
from webapp.banks.users.models import OPEN, BankTalk, BankUser, TalkStatus, UserStatus
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.residents.queries import confidential_among

STANDING = (UserStatus.APPLIED, UserStatus.ACTIVE, UserStatus.EXPIRED)
LONGEST_QUEUE = 300


def user_by_id(bank_user_id: str, *, to_change: bool = False) -> BankUser:
    """The registration, whoever asks. Raises NotThere."""
    found = session().get(BankUser, bank_user_id, with_for_update=to_change or None)
    if found is None:
        raise NotThere
    return found


def own_user_for(actor: Actor, bank_user_id: str) -> BankUser:
    """One's own registration. Raises NotThere."""
    found = user_by_id(bank_user_id)
    if not actor.is_signed_in or found.user_id != actor.user_id:
        raise NotThere
    return found


def user_for(actor: Actor, bank_user_id: str, *, to_change: bool = False) -> BankUser:
    """One of a bank that this person's town runs. Raises NotThere."""
    found = user_by_id(bank_user_id, to_change=to_change)
    if not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def standing_of(actor: Actor, bank_id: str) -> BankUser | None:
    """This person's registration with a bank."""
    chosen = select(BankUser).where(
        BankUser.bank_id == bank_id, BankUser.user_id == actor.user_id, col(BankUser.status).in_(STANDING)
    )
    return session().exec(chosen).first() if actor.is_signed_in else None


def registrations_of(actor: Actor) -> list[tuple[BankUser, AkiyaBank]]:
    """Every registration of this person, newest first."""
    chosen = (
        select(BankUser, AkiyaBank)
        .join(AkiyaBank, col(AkiyaBank.id) == BankUser.bank_id)
        .where(BankUser.user_id == actor.user_id)
    )
    return list(session().exec(chosen.order_by(col(BankUser.id).desc())))


def users_of(bank: AkiyaBank, *statuses: UserStatus) -> list[BankUser]:
    """A bank's registrations in these statuses, oldest first."""
    chosen = select(BankUser).where(BankUser.bank_id == bank.id, col(BankUser.status).in_(statuses))
    return list(session().exec(chosen.order_by(col(BankUser.id)).limit(LONGEST_QUEUE)))


def names_for_staff(rows: list[BankUser]) -> dict[str, str]:
    """What the towns call each person, by the registration's id: who asks for secrecy goes by the shown name."""
    hidden = confidential_among({row.user_id for row in rows if row.user_id})
    return {row.id: _name(row, is_hidden=row.user_id in hidden) for row in rows}


def _name(row: BankUser, *, is_hidden: bool) -> str:
    if is_hidden:
        return row.shown_name or _("（秘匿の希望があります）")
    return row.full_name or _("（情報は消去されました）")


def is_hidden(row: BankUser) -> bool:
    """Whether the person asks for secrecy now."""
    return row.user_id is not None and bool(confidential_among({row.user_id}))


def talk_by_id(bank_talk_id: str, *, to_change: bool = False) -> BankTalk:
    """The talk, whoever asks. Raises NotThere."""
    found = session().get(BankTalk, bank_talk_id, with_for_update=to_change or None)
    if found is None:
        raise NotThere
    return found


def own_talk_for(actor: Actor, bank_talk_id: str, *, to_change: bool = False) -> BankTalk:
    """One's own. Raises NotThere."""
    found = talk_by_id(bank_talk_id, to_change=to_change)
    if not actor.is_signed_in or user_by_id(found.bank_user_id).user_id != actor.user_id:
        raise NotThere
    return found


def talk_for(actor: Actor, bank_talk_id: str, *, to_change: bool = False) -> BankTalk:
    """One about a home in a town this person works for. Raises NotThere."""
    found = talk_by_id(bank_talk_id, to_change=to_change)
    if not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def talks_of(user: BankUser) -> list[tuple[BankTalk, BankHome]]:
    """Every talk of one registration, newest first."""
    chosen = (
        select(BankTalk, BankHome)
        .join(BankHome, col(BankHome.id) == BankTalk.home_id)
        .where(BankTalk.bank_user_id == user.id)
    )
    return list(session().exec(chosen.order_by(col(BankTalk.id).desc())))


def talks_about(home: BankHome) -> list[tuple[BankTalk, BankUser]]:
    """Every talk about a home, newest first."""
    chosen = (
        select(BankTalk, BankUser)
        .join(BankUser, col(BankUser.id) == BankTalk.bank_user_id)
        .where(BankTalk.home_id == home.id)
    )
    return list(session().exec(chosen.order_by(col(BankTalk.id).desc())))


def open_about(home: BankHome) -> list[BankTalk]:
    """The talks of which something may still come."""
    return [talk for talk, _user in talks_about(home) if talk.status in OPEN]


def open_between(home: BankHome, user: BankUser) -> BankTalk | None:
    """The open talk of a person about a home."""
    return next((talk for talk in open_about(home) if talk.bank_user_id == user.id), None)


def queue_for(actor: Actor, bank: AkiyaBank) -> list[tuple[BankTalk, BankHome, BankUser]]:
    """What waits in the actor's towns, oldest first."""
    chosen = (
        select(BankTalk, BankHome, BankUser)
        .join(BankHome, col(BankHome.id) == BankTalk.home_id)
        .join(BankUser, col(BankUser.id) == BankTalk.bank_user_id)
        .where(
            BankTalk.bank_id == bank.id,
            col(BankTalk.municipality_code).in_(actor.municipalities),
            col(BankTalk.status).in_(OPEN),
        )
    )
    return list(session().exec(chosen.order_by(col(BankTalk.id)).limit(LONGEST_QUEUE)))


def is_handed_over(home: BankHome) -> bool:
    """Whether a broker already talks with somebody about this home."""
    return any(talk.status is TalkStatus.HANDED for talk in open_about(home))


def bank_of(row: BankUser | BankTalk) -> AkiyaBank:
    """Its bank."""
    return banks.by_id(row.bank_id)
