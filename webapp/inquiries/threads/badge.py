"""The response badge: the median time to a human's first reply over 90 days, from five threads on, else none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from statistics import median

from sqlmodel import col, select

from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.inquiries.threads.models import Thread

OVER, FEWEST = timedelta(days=90), 5
_HOUR, _DAY = 3600, 86400
_Row = tuple[datetime, datetime | None, datetime | None]


@dataclass(frozen=True)
class Badge:
    """How long people wait for a first answer; `seconds` is infinite when half of them got none in time."""

    seconds: float
    threads: int

    @property
    def words(self) -> str:
        """In a sentence, rounded up: nobody is promised too much."""
        if self.seconds == inf:
            return _("半分以上の問い合わせに、期限までの返事がありません")
        if self.seconds <= _HOUR:
            return _("ふつう1時間以内に返事があります")
        if self.seconds <= _DAY:
            return _("ふつう%(n)s時間以内に返事があります", n=-int(-self.seconds // _HOUR))
        return _("ふつう%(n)s日以内に返事があります", n=-int(-self.seconds // _DAY))

    @property
    def is_good(self) -> bool:
        """Whether it is nothing to be warned of."""
        return self.seconds != inf


def of(answerer: str) -> Badge | None:
    """The badge of one corporation or town; None for fewer than five threads."""
    return of_many([answerer]).get(answerer)


def of_many(answerers: Collection[str]) -> dict[str, Badge]:
    """The badges of those that have one."""
    moment = now()
    chosen = (
        select(Thread.answerer, Thread.opened_at, Thread.first_reply_at, Thread.due_at)
        .where(
            col(Thread.answerer).in_(answerers),
            col(Thread.opened_at) > moment - OVER,
            col(Thread.handed_on_at).is_(None),  # its first reply was somebody else's
        )
        .order_by(col(Thread.opened_at))
    )
    rows: dict[str, list[float]] = {}
    for answerer, *times in session().execute(chosen):
        waited = _waited(*times, moment=moment)
        if waited is not None:
            rows.setdefault(answerer, []).append(waited)
    return {key: Badge(median(each), len(each)) for key, each in rows.items() if len(each) >= FEWEST}


def _waited(opened: datetime, replied: datetime | None, due: datetime | None, *, moment: datetime) -> float | None:
    """Seconds to the reply; infinite when it is overdue; None where it still may come in time, or none was needed."""
    if replied is not None:
        return (replied - opened).total_seconds()
    return inf if due is not None and due <= moment else None
