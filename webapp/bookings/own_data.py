"""A person's bookings as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import select

from webapp.bookings import booking, letters, queries
from webapp.bookings.feeds.models import CalendarFeed
from webapp.bookings.models import BOOKING, HOLDS_PLACE, OPEN
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l

_NOT_THEIRS = {"user_id", "decided_by", "corporation_id", "is_demo"}
trail.ACTION_LABELS |= {"booking.erase": _l("本人の求めで予約から本人を消した")}


def exported(actor: Actor) -> dict[str, Any]:
    """Everything the person booked, and since when they have a calendar address."""
    feed = session().exec(select(CalendarFeed).where(CalendarFeed.user_id == actor.user_id)).first()
    return {
        "bookings": [
            {**row.model_dump(mode="json", exclude=_NOT_THEIRS), "calendar": calendar.title}
            for row, calendar in queries.own(actor)
        ],
        "calendar_address_since": feed.created_at.isoformat() if feed else None,
    }


def erase(user_id: str, *, by: Actor) -> None:
    """Cut the person off from every booking: what is open is taken back, words and the account go."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed(_("この操作をする権限がありません。"))
    service = system_actor("erasure")
    while rows := queries.own(Actor(user_id=user_id)):
        for row, calendar in rows:
            if row.status in OPEN:
                held = row.status in HOLDS_PLACE
                booking.locked(calendar.id)
                BOOKING.apply(row, "cancel", by=service)
                letters.tell_makers(row, letters.was_cancelled)
                if held:
                    booking.move_up(calendar, row.starts_at, row.ends_at)
            row.shown_name, row.message, row.shares_contact, row.user_id = "", "", False, None
            trail.record(row, "booking.erase", by=service)
        session().flush()
    feed = session().exec(select(CalendarFeed).where(CalendarFeed.user_id == user_id)).first()
    if feed is not None:
        session().delete(feed)
