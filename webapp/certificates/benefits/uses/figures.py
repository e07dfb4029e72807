"""What a town sees of the uses: by month and by benefit, as numbers and as a file, never whose they were."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.certificates.benefits.models import Benefit
from webapp.certificates.benefits.uses.models import Redemption, RedemptionStatus
from webapp.core.clock import in_tokyo, months_later, today
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.sheets import as_csv

MONTHS = 12


@dataclass(frozen=True)
class Overview:
    """The last twelve months; voided uses do not count."""

    months: list[tuple[date, int]]
    this_month: dict[str, int]
    whole: dict[str, int]
    yen: int

    @property
    def total(self) -> int:
        """Uses in all."""
        return sum(count for _month, count in self.months)


def overview(benefits: list[Benefit]) -> Overview:
    """Counted now, in one question."""
    start = months_later(today().replace(day=1), 1 - MONTHS)
    chosen = (
        sa.select(
            col(Redemption.benefit_id), col(Redemption.used_on), sa.func.count(), sa.func.sum(col(Redemption.value_yen))
        )
        .where(
            col(Redemption.benefit_id).in_([benefit.id for benefit in benefits]),
            col(Redemption.status) == RedemptionStatus.RECORDED,
            col(Redemption.used_on) >= start,
        )
        .group_by(col(Redemption.benefit_id), col(Redemption.used_on))
    )
    by_month, whole, this_month, yen = Counter[date](), Counter[str](), Counter[str](), 0
    for benefit_id, day, count, value in session().execute(chosen):
        by_month[day.replace(day=1)] += count
        whole[benefit_id] += count
        this_month[benefit_id] += count if day >= today().replace(day=1) else 0
        yen += value or 0
    months = [months_later(start, number) for number in range(MONTHS)]
    return Overview([(month, by_month[month]) for month in months], this_month, whole, yen)


def csv_of(municipality_code: str) -> str:
    """Every use of a town's benefits, one line each; neither names nor certificates."""
    chosen = (
        select(Redemption, Benefit)
        .join(Benefit, col(Benefit.id) == Redemption.benefit_id)
        .where(Redemption.municipality_code == municipality_code)
        .order_by(col(Redemption.id))
    )
    head = [_("利用日"), _("時刻"), _("種類"), _("特典"), _("協力店・施設"), _("金額のめやす（円）"), _("状態")]
    lines = (
        [
            use.used_on.isoformat(),
            in_tokyo(use.recorded_at).strftime("%H:%M"),
            benefit.kind.label,
            benefit.title,
            benefit.partner_name,
            use.value_yen,
            use.status.label,
        ]
        for use, benefit in session().exec(chosen)
    )
    return as_csv(head, lines)
