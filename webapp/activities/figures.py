"""What the town's overview shows: how often people took part, month by month and activity by activity."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col

from webapp.activities.models import Activity
from webapp.activities.records.models import ActivityRecord, RecordStatus
from webapp.core.bulk import table_of
from webapp.core.clock import months_later, today
from webapp.core.database import session

MONTHS = 12


@dataclass(frozen=True)
class Overview:
    """The last twelve months of a town; times, never people by name."""

    months: list[tuple[date, int]]
    attested: dict[str, int]
    waiting: dict[str, int]
    people: int

    @property
    def total(self) -> int:
        """Times in all."""
        return sum(count for _month, count in self.months)


def overview(activities: list[Activity]) -> Overview:
    """Counted now, in one question."""
    first = months_later(today().replace(day=1), 1 - MONTHS)
    chosen = sa.select(
        *(table_of(ActivityRecord).c[name] for name in ("activity_id", "status", "done_on", "user_id"))
    ).where(
        col(ActivityRecord.activity_id).in_([activity.id for activity in activities]),
        col(ActivityRecord.status).in_((RecordStatus.ATTESTED, RecordStatus.CLAIMED)),
    )
    rows = session().execute(chosen).all()
    counted = [row for row in rows if row[1] == RecordStatus.ATTESTED and row[2] >= first]
    by_month = Counter((day.year, day.month) for _activity, _status, day, _user in counted)
    months = [months_later(first, number) for number in range(MONTHS)]
    return Overview(
        [(month, by_month[month.year, month.month]) for month in months],
        Counter(row[0] for row in counted),
        Counter(row[0] for row in rows if row[1] == RecordStatus.CLAIMED),
        len({row[3] for row in counted if row[3]}),
    )
