"""From a salary and a family to the 所得割 and the rates: an estimate, because much of a tax return is not asked."""

from dataclasses import dataclass, field
from decimal import Decimal

from webapp.onestop.limit import tables
from webapp.onestop.limit.rates import income_tax_rate, special_rate
from webapp.onestop.limit.reckoning import TaxPayer
from webapp.onestop.limit.tables import Deduction, YearTable

#: 社会保険料 where nobody tells them: what the ministry's own table of limits assumes, not looked up again
SOCIAL_SHARE = Decimal("0.15")
LEVY_RATE = Decimal("0.10")
_THOUSAND = 1_000
#: 調整控除 (地方税法)
_ADJUST_SHARE, _ADJUST_FLOOR, _ADJUST_STEP, _ADJUST_END = Decimal("0.05"), 2_500, 2_000_000, 25_000_000


@dataclass(frozen=True)
class Household:
    """Yen a year, and who is in the family; `dependents` by the keys of `tables.DEPENDENTS`."""

    salary: int
    social: int | None = None
    other_deductions: int = 0
    spouse: str = "none"
    dependents: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Estimate:
    """What the estimate came to, each step in yen, so that it can be shown and checked."""

    table: YearTable
    wage_income: int
    social: int
    taxable: int  # 課税総所得金額 of the resident tax
    difference: int  # 人的控除差調整額
    adjustment: int  # 調整控除
    payer: TaxPayer
    actual_rate: Decimal  # the marginal rate of the income tax itself

    @property
    def rates_differ(self) -> bool:
        """Whether a tax return gives back less than the law's own formula reckons with."""
        return self.actual_rate < self.payer.rate


def estimate(household: Household, year: int) -> Estimate:
    """Reckon with the table of the year."""
    table = tables.table_for(year)
    wage_income = wage_income_of(household.salary, table)
    social = round(household.salary * SOCIAL_SHARE) if household.social is None else household.social
    family = _family(household, wage_income)
    common = wage_income - social - household.other_deductions
    taxable = _taxable(
        common - sum(each.resident_tax for each in family) - tables.step(tables.BASIC_RESIDENT_TAX, wage_income)
    )
    income_taxable = _taxable(
        common - sum(each.income_tax for each in family) - tables.step(table.basic_income_tax, wage_income)
    )
    difference = tables.BASIC_DIFFERENCE + sum(each.difference for each in family)
    adjustment = adjustment_of(taxable, difference)
    levy = max(0, int(taxable * LEVY_RATE) - adjustment)
    payer = TaxPayer(levy, special_rate(taxable - difference), year, total_income=wage_income)
    return Estimate(table, wage_income, social, taxable, difference, adjustment, payer, income_tax_rate(income_taxable))


def wage_income_of(salary: int, table: YearTable) -> int:
    """給与所得 in yen: 所得税法28条 with the steps of 4,000 yen of its 別表第五."""
    if salary <= table.wage_formula_from:
        return max(0, salary - table.least_wage_deduction)
    if salary < 6_600_000:
        quarter = salary // 4_000 * _THOUSAND
        return quarter * 28 // 10 - 80_000 if salary < 3_600_000 else quarter * 32 // 10 - 440_000
    return salary * 9 // 10 - 1_100_000 if salary <= 8_500_000 else salary - 1_950_000


def adjustment_of(taxable: int, difference: int) -> int:
    """調整控除 in yen for 合計課税所得金額 and 人的控除額の差の合計."""
    if taxable <= 0 or taxable > _ADJUST_END:
        return 0
    if taxable <= _ADJUST_STEP:
        return int(min(difference, taxable) * _ADJUST_SHARE)
    return max(_ADJUST_FLOOR, int((difference - (taxable - _ADJUST_STEP)) * _ADJUST_SHARE))


def _family(household: Household, income: int) -> list[Deduction]:
    spouse: Deduction = tables.step(tables.SPOUSE[household.spouse], income)
    return [
        spouse,
        *(tables.DEPENDENTS[kind] for kind, count in household.dependents.items() for _each in range(count)),
    ]


def _taxable(yen: int) -> int:
    return max(0, yen) // _THOUSAND * _THOUSAND
