"""What is known about notices: a person's own, how many are unread, what was chosen."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.notices.models import Notice, NoticeChoices

PAGE = 40


@dataclass(frozen=True)
class Found:
    """One page of a person's notices, how many there are in all and unread, and how many pages they fill."""

    rows: list[Notice]
    total: int
    unread: int
    pages: int


def unread_of(account_id: Any) -> Any:
    """How many notices of an account are unread, as a part of a query about accounts: it costs no query of its own."""
    counted = select(sa.func.count()).select_from(Notice)
    return counted.where(Notice.user_id == account_id, col(Notice.read_at).is_(None)).scalar_subquery()


def notices_for(actor: Actor, page: int, *, only_unread: bool = False) -> Found:
    """The actor's notices, the newest first."""
    mine = Notice.user_id == actor.user_id
    unread = col(Notice.read_at).is_(None)
    total, new = session().exec(select(sa.func.count(), sa.func.count().filter(unread)).where(mine)).one()
    chosen = select(Notice).where(mine, unread) if only_unread else select(Notice).where(mine)
    rows = session().exec(chosen.order_by(col(Notice.id).desc()).offset((page - 1) * PAGE).limit(PAGE))
    return Found(list(rows), total, new, -(-(new if only_unread else total) // PAGE))


def notice_for(actor: Actor, notice_id: str) -> Notice:
    """One of the actor's own. Raises NotThere."""
    found = session().get(Notice, notice_id)
    if found is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def choices_of(user_id: str) -> NoticeChoices | None:
    """What a person has chosen; None for who has chosen nothing. Asked for once in a transaction, however many letters."""
    kept: dict[str, NoticeChoices | None] = session().info.setdefault(NoticeChoices.__tablename__, {})
    if user_id not in kept:
        with session().no_autoflush:
            kept[user_id] = session().get(NoticeChoices, user_id)
    return kept[user_id]
