"""The shares of a donation that the law gives back, each number with where it is from and since when it holds."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from webapp.core.i18n import lazy as _l

#: what a donor always bears: 所得税法78条1項, 地方税法37条の2・314条の7
SELF_BURDEN: Final = 2_000
#: 住民税基本分 (prefecture and municipality together): 地方税法37条の2・314条の7
BASIC_SHARE: Final = Decimal("0.10")
#: 特例控除額 at most so much of the 所得割 (since donations of 2015): 地方税法37条の2・314条の7
CEILING_OF_LEVY: Final = Decimal("0.20")
#: 復興特別所得税, on top of the income tax since 2013
RECONSTRUCTION: Final = Decimal("1.021")
#: donations count up to these shares of the total income: income tax 所得税法78条, resident tax 地方税法37条の2
INCOME_TAX_SHARE_OF_INCOME, RESIDENT_TAX_SHARE_OF_INCOME = Decimal("0.40"), Decimal("0.30")
#: (taxable yen up to, marginal rate of the income tax): 所得税法89条, since 2015
BRACKETS: Final = (
    (1_950_000, Decimal("0.05")),
    (3_300_000, Decimal("0.10")),
    (6_950_000, Decimal("0.20")),
    (9_000_000, Decimal("0.23")),
    (18_000_000, Decimal("0.33")),
    (40_000_000, Decimal("0.40")),
)
TOP_RATE: Final = Decimal("0.45")


@dataclass(frozen=True)
class Cap:
    """The most yen that the 特例控除 may come to, from donations of a year on."""

    from_year: int
    yen: int
    source: Any


#: fixed for 2027 on by the reform of 2026; as far as published in February 2026
CAPS: Final = (
    Cap(
        2027,
        1_930_000,
        _l("令和8年度税制改正（2026年2月20日に閣議決定した地方税法改正案）：特例控除は193万円まで、2027年の寄附から"),
    ),
)


def income_tax_rate(taxable: int) -> Decimal:
    """The marginal rate of the income tax for taxable yen; zero where nothing is taxed."""
    if taxable <= 0:
        return Decimal(0)
    return next((rate for upto, rate in BRACKETS if taxable <= upto), TOP_RATE)


def special_rate(taxable_after_difference: int) -> Decimal:
    """The income tax rate that the 特例控除 reckons with, by 課税総所得金額 less 人的控除差調整額, in yen.

    地方税法37条の2 goes by this amount of the resident tax and not by the income tax itself; below zero the
    share is 90 %, as if the rate were none.
    """
    return Decimal(0) if taxable_after_difference < 0 else income_tax_rate(max(1, taxable_after_difference))


def special_share(rate: Decimal) -> Decimal:
    """特例率: 90 % less the rate of the income tax with its surcharge."""
    return Decimal("0.90") - rate * RECONSTRUCTION


def cap_in(year: int) -> Cap | None:
    """The fixed cap for donations of a year; None where there is none."""
    return next((cap for cap in reversed(CAPS) if year >= cap.from_year), None)
