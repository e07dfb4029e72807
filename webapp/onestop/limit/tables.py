"""Deductions from income by year: what changes with a reform is a new table here, with its source."""

from dataclasses import dataclass
from typing import Any, Final

from webapp.core.i18n import lazy as _l

#: (income up to, deduction) in yen; the last step has no end
Steps = tuple[tuple[float, int], ...]
_NO_END: Final = float("inf")


@dataclass(frozen=True)
class Deduction:
    """One deduction for a person in the family, yen: of the income tax, of the resident tax."""

    income_tax: int
    resident_tax: int

    @property
    def difference(self) -> int:
        """人的控除額の差."""
        return self.income_tax - self.resident_tax


NONE: Final = Deduction(0, 0)


@dataclass(frozen=True)
class YearTable:
    """What holds for the income of one calendar year; the resident tax of the fiscal year after goes by it."""

    year: int
    label: Any
    least_wage_deduction: int  # 給与所得控除の最低保障額
    wage_formula_from: int  # wages above which the formula of every year holds
    basic_income_tax: Steps  # 基礎控除, by total income
    sources: tuple[Any, ...]
    is_settled: bool  # whether the numbers are those of a law in force when they were put in


_BASIC_OF_THE_RICH: Final = ((24_000_000, 480_000), (24_500_000, 320_000), (25_000_000, 160_000), (_NO_END, 0))
#: 住民税の基礎控除 and what it differs for 調整控除 and 特例控除 (地方税法: always 50,000 yen)
BASIC_RESIDENT_TAX: Final[Steps] = ((24_000_000, 430_000), (24_500_000, 290_000), (25_000_000, 150_000), (_NO_END, 0))
BASIC_DIFFERENCE: Final = 50_000

_OF_EVERY_YEAR: Final = (
    _l("調布市「調整控除」（2026年1月28日更新）：調整控除の式と、所得税と住民税の人的控除額の差（令和8年度以降）"),
    _l("給与所得控除の式・配偶者控除と扶養控除の額：所得税法28条・83条・84条、地方税法"),
)
TABLES: Final = (
    YearTable(
        2025,
        _l("令和7年分（2025年の収入）"),
        least_wage_deduction=650_000,
        wage_formula_from=1_900_000,
        basic_income_tax=(
            (1_320_000, 950_000), (3_360_000, 880_000), (4_890_000, 680_000), (6_550_000, 630_000),
            (23_500_000, 580_000), *_BASIC_OF_THE_RICH,
        ),
        sources=(
            _l("高森町「令和8年度（7年分）税制度の改正について」：給与所得控除の最低保障額65万円"),
            _l("令和7年度税制改正：所得税の基礎控除（58万円と上乗せ）"),
            *_OF_EVERY_YEAR,
        ),
        is_settled=True,
    ),
    YearTable(
        2026,
        _l("令和8年分（2026年の収入）"),
        least_wage_deduction=740_000,
        wage_formula_from=2_200_000,
        basic_income_tax=(
            (4_890_000, 1_040_000), (6_550_000, 670_000), (23_500_000, 620_000), *_BASIC_OF_THE_RICH,
        ),
        sources=(
            _l("令和8年度税制改正の大綱：給与所得控除の最低保障額69万円と、令和8・9年分の特例5万円"),
            _l("令和8年度税制改正の大綱：所得税の基礎控除（62万円と、令和8・9年分の特例）"),
            *_OF_EVERY_YEAR,
        ),
        is_settled=False,
    ),
)  # fmt: skip
#: 所得控除 for people in the family, as 調布市 lists their differences for 令和8年度 and later
SPOUSE: Final = {
    "none": ((_NO_END, NONE),),
    "ordinary": (
        (9_000_000, Deduction(380_000, 330_000)),
        (9_500_000, Deduction(260_000, 220_000)),
        (10_000_000, Deduction(130_000, 110_000)),
        (_NO_END, NONE),
    ),
    "old": (
        (9_000_000, Deduction(480_000, 380_000)),
        (9_500_000, Deduction(320_000, 260_000)),
        (10_000_000, Deduction(160_000, 130_000)),
        (_NO_END, NONE),
    ),
}
DEPENDENTS: Final = {
    "ordinary": Deduction(380_000, 330_000),  # 16–18 and 23–69
    "student": Deduction(630_000, 450_000),  # 19–22: 特定扶養親族
    "old": Deduction(480_000, 380_000),  # 70 and over
    "old_at_home": Deduction(580_000, 450_000),  # a parent of 70 and over who lives with one
}


def table_for(year: int) -> YearTable:
    """The table of a year; for a later year the newest there is, for an earlier one the oldest."""
    return next((table for table in reversed(TABLES) if year >= table.year), TABLES[0])


def step(steps: tuple[tuple[float, Any], ...], value: int) -> Any:
    """What stands at the first step that reaches a value."""
    return next(found for upto, found in steps if value <= upto)
