"""Later work on lists: the letters of a list, and every day the one reminder and the forgetting."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from webapp.core.actor import system_actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.registrations.life.chunks import each, work_through
from webapp.registrations.lists import taking
from webapp.registrations.lists.days import DAY
from webapp.registrations.lists.models import ListStatus, RegistrantEntry, RegistrantList


@handler(taking.ASK, title=_l("名簿の人に確認のメールを書く"), outside=True)
def ask(payload: dict[str, Any]) -> None:
    """Write to everybody on a list, in chunks; again it writes only to who was left."""
    key = payload["list"]
    work_through(
        lambda cursor, limit: _entries(
            cursor, limit, RegistrantEntry.registrant_list_id == key, col(RegistrantEntry.asked_at).is_(None)
        ),
        each(lambda entry: taking.ask(entry, _list_of(entry))),
    )


@handler(DAY, title=_l("名簿の返事の期限を確かめる"), outside=True)
def day(_payload: dict[str, Any]) -> None:
    """Forget what is past its time, then remind who has not answered; a second time it finds nothing to do."""
    by = system_actor(DAY)
    work_through(_open_lists, each(lambda source: taking.forget_unanswered(source, by=by)))
    work_through(
        lambda cursor, limit: _entries(
            cursor, limit, col(RegistrantEntry.asked_at).is_not(None), col(RegistrantEntry.reminded_at).is_(None)
        ),
        each(lambda entry: taking.remind(entry, _list_of(entry))),
    )


def _list_of(entry: RegistrantEntry) -> RegistrantList:
    return session().get_one(RegistrantList, entry.registrant_list_id)


def _open_lists(cursor: str, limit: int) -> Sequence[RegistrantList]:
    chosen = select(RegistrantList).where(col(RegistrantList.id) > cursor, RegistrantList.status != ListStatus.CLOSED)
    return session().exec(chosen.order_by(col(RegistrantList.id)).limit(limit).with_for_update()).all()


def _entries(cursor: str, limit: int, *conditions: Any) -> Sequence[RegistrantEntry]:
    chosen = select(RegistrantEntry).where(col(RegistrantEntry.id) > cursor, *conditions)
    return session().exec(chosen.order_by(col(RegistrantEntry.id)).limit(limit).with_for_update()).all()
