"""How many uses are left: for one person, and for all together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, func, select

from webapp.certificates.benefits.models import Benefit, Period
from webapp.certificates.benefits.uses.models import Redemption, RedemptionStatus
from webapp.core.clock import today
from webapp.core.database import session


@dataclass(frozen=True)
class Left:
    """What remains now; `together` is None where nobody counts the uses of all."""

    mine: int
    together: int | None

    @property
    def uses(self) -> int:
        """How often this person can use it still."""
        return self.mine if self.together is None else min(self.mine, self.together)


def first_day(period: Period, day: date) -> date:
    """The first day of the span that `day` falls into; weeks begin on Monday."""
    if period is Period.DAY:
        return day
    if period is Period.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period is Period.MONTH else date.min


def left_of(benefit: Benefit, user_id: str) -> Left:
    """What remains of one benefit."""
    return left_of_all([benefit], user_id)[benefit.id]


def left_of_all(benefits: Sequence[Benefit], user_id: str) -> dict[str, Left]:
    """What remains of several, by id."""
    mine = _used(((row.id, row.per) for row in benefits), user_id)
    together = _used((row.id, row.total_per) for row in benefits if row.total_times is not None)
    return {row.id: Left(max(row.times - mine[row.id], 0), _together(row, together[row.id])) for row in benefits}


def left_together(benefits: Sequence[Benefit]) -> dict[str, int | None]:
    """What remains for all together, by id."""
    used = _used((row.id, row.total_per) for row in benefits if row.total_times is not None)
    return {row.id: _together(row, used[row.id]) for row in benefits}


def _together(benefit: Benefit, used: int) -> int | None:
    return None if benefit.total_times is None else max(benefit.total_times - used, 0)


def _used(counted: Iterable[tuple[str, Period]], user_id: str | None = None) -> defaultdict[str, int]:
    """Uses in the present span of each benefit, by id: one question for each kind of span."""
    by_period: defaultdict[Period, list[str]] = defaultdict(list)
    for benefit_id, period in counted:
        by_period[period].append(benefit_id)
    found: defaultdict[str, int] = defaultdict(int)
    for period, ids in by_period.items():
        chosen = (
            select(Redemption.benefit_id, func.count())
            .where(
                col(Redemption.benefit_id).in_(ids),
                Redemption.status == RedemptionStatus.RECORDED,
                Redemption.used_on >= first_day(period, today()),
            )
            .group_by(col(Redemption.benefit_id))
        )
        if user_id is not None:
            chosen = chosen.where(Redemption.user_id == user_id)
        found.update(session().exec(chosen).all())
    return found
