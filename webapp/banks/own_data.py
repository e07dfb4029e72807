"""What banks know of a person, as an owner and as a user: taken along, and blanked when they erase themselves."""

from typing import Any

from sqlmodel import select

from webapp.banks import ending
from webapp.banks.homes import queries as homes
from webapp.banks.homes.models import BANK_HOME, BankHome
from webapp.banks.users import actions as talks
from webapp.banks.users import queries as users
from webapp.banks.users.models import BANK_USER, OPEN, BankTalk, BankUser
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded

trail.ACTION_LABELS |= {"bank_home.erase": _l("個人の情報を消した")}
_NOT_THEIRS = {"token_hash", "broker_id", "listing_id", "user_id", "is_demo", "bank_id"}
_OWNER = ("owner_name", "owner_kana", "owner_address", "owner_email", "owner_phone", "keeper", "private_address")
_USER = ("full_name", "shown_name", "address", "phone", "household", "purpose")


def exported(actor: Actor) -> dict[str, Any]:
    """Own homes with the names of their papers, registrations as a user, talks."""
    registrations = users.registrations_of(actor)
    return {
        "bank_homes": [
            {
                **home.model_dump(mode="json", exclude=_NOT_THEIRS),
                "documents": [document.file_name for document in homes.documents_of(home)],
            }
            for home in homes.mine(actor)
        ],
        "bank_users": [
            {
                **row.model_dump(mode="json", exclude=_NOT_THEIRS),
                "bank": bank.name,
                "talks": [_talk(talk, home) for talk, home in users.talks_of(row)],
            }
            for row, bank in registrations
        ],
    }


def _talk(talk: BankTalk, home: BankHome) -> dict[str, Any]:
    return {**talk.model_dump(mode="json", exclude={*_NOT_THEIRS, "bank_user_id", "home_id"}), "home": home.reference}


def erase(user_id: str, *, by: Actor) -> None:
    """What goes on is ended, then names, addresses, words and papers go; that there was a home or a talk remains."""
    service = system_actor("erasure")
    for home in session().exec(select(BankHome).where(BankHome.user_id == user_id)).all():
        if home.status in BANK_HOME.moves["withdraw"].sources:
            ending.withdraw(home, by=by, reason=recorded("本人が情報を消したため"))
        _blank_home(home)
        trail.record(home, "bank_home.erase", by=service)
    for row in session().exec(select(BankUser).where(BankUser.user_id == user_id)).all():
        _blank_user(row, by=by)
        trail.record(row, "bank_user.erase", by=service)


def _blank_home(home: BankHome) -> None:
    for name in _OWNER:
        setattr(home, name, "")
    home.facts, home.survey, home.comment, home.end_reason = {}, "", "", ""
    home.user_id, home.token_hash = None, None
    for document in homes.documents_of(home):
        session().delete(document)


def _blank_user(row: BankUser, *, by: Actor) -> None:
    for talk, _home in users.talks_of(row):
        if talk.status in OPEN:
            talks.withdraw(talk, by=by, reason=recorded("本人が情報を消したため"))
        talk.question, talk.answer, talk.wish, talk.end_reason = "", "", "", ""
    if row.status in BANK_USER.moves["withdraw"].sources:
        BANK_USER.apply(row, "withdraw", by=by)
    for name in _USER:
        setattr(row, name, "")
    row.user_id = None
