"""A person's notices as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import col, delete, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.notices.models import Notice, NoticeChoices


def exported(actor: Actor) -> dict[str, Any]:
    """What the person was told, and how they want to be told."""
    rows = session().exec(select(Notice).where(Notice.user_id == actor.user_id).order_by(col(Notice.id)))
    chosen = session().get(NoticeChoices, actor.user_id) if actor.user_id else None
    kept = {"topic", "link", "way", "created_at", "read_at"}
    return {
        "notices": [{"title": row.title, **row.model_dump(mode="json", include=kept)} for row in rows],
        "notice_choices": chosen.model_dump(mode="json", exclude={"user_id"}) if chosen else None,
    }


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - every feature erases by the same call
    """What they were told is forgotten; what they chose stays while there is an account, or letters would come again."""
    session().flush()
    session().execute(delete(Notice).where(col(Notice.user_id) == user_id))


def erase_choices(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - as above
    """Before the account closes."""
    session().execute(delete(NoticeChoices).where(col(NoticeChoices.user_id) == user_id))
