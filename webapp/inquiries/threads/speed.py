"""How soon the questions of the last weeks were answered: for who answers them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import median

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.bulk import table_of
from webapp.core.database import session
from webapp.core.workdays import end_of_working_day_after
from webapp.inquiries.threads.models import Thread, ThreadStatus
from webapp.municipalities.queries import settings_in

_DAYS = "inquiry_reply_days"
_HOUR = 3600
_READ = ("listing_id", "opened_at", "first_reply_at", "status", "municipality_code")


@dataclass(frozen=True)
class Asked:
    """One question: about which listing, when it came, by when an answer was promised, when the first one left."""

    listing_id: str | None
    opened_at: datetime
    due_at: datetime
    replied_at: datetime | None
    is_closed: bool

    @property
    def hours(self) -> float | None:
        """Hours until the first answer."""
        return (self.replied_at - self.opened_at).total_seconds() / _HOUR if self.replied_at else None

    @property
    def is_in_time(self) -> bool:
        """Answered within the promised days."""
        return self.replied_at is not None and self.replied_at <= self.due_at


@dataclass(frozen=True)
class Speed:
    """What the questions of a time come to; one that was closed without an answer is not counted."""

    asked: list[Asked]

    @cached_property
    def counted(self) -> list[Asked]:
        """Those that an answer came to, or is still due to."""
        return [one for one in self.asked if one.replied_at or not one.is_closed]

    @cached_property
    def hours(self) -> float | None:
        """The median until the first answer."""
        known = [one.hours for one in self.counted if one.hours is not None]
        return median(known) if known else None

    def parts(self) -> tuple[int, int, int, int]:
        """Answered within a day, in time, too late, not yet."""
        quick = sum(1 for one in self.counted if one.hours is not None and one.hours <= 24 and one.is_in_time)
        in_time = sum(1 for one in self.counted if one.is_in_time)
        replied = sum(1 for one in self.counted if one.replied_at)
        return quick, in_time - quick, replied - in_time, len(self.counted) - replied


def asked_for(actor: Actor, since: datetime) -> Speed:
    """What was asked of the actor's corporations since then and not handed on to somebody else."""
    columns = (table_of(Thread).c[name] for name in _READ)
    chosen = sa.select(*columns).where(
        col(Thread.corporation_id).in_(actor.corporations),
        col(Thread.opened_at) >= since,
        col(Thread.handed_on_at).is_(None),
    )
    rows = session().execute(chosen.order_by(col(Thread.opened_at), col(Thread.id))).all()
    days = settings_in((_DAYS,), {row[4] for row in rows}) if rows else {}
    return Speed(
        [
            Asked(
                listing_id,
                opened_at,
                end_of_working_day_after(opened_at, int(days[_DAYS, code])),
                replied_at,
                status is ThreadStatus.CLOSED,
            )
            for listing_id, opened_at, replied_at, status, code in rows
        ]
    )
