"""The limit is exact on the published vectors, and the estimate meets the ministry's table to the thousand."""

from decimal import Decimal

import pytest

from webapp.onestop.limit import reckoning
from webapp.onestop.limit.rates import special_rate, special_share
from webapp.onestop.limit.reckoning import TaxPayer
from webapp.onestop.limit.salary import Household, adjustment_of, estimate, wage_income_of
from webapp.onestop.limit.tables import table_for

#: 所得割, rate, limit in whole yen
VECTORS = (
    (120_000, "0.05", 30_270),
    (200_000, "0.10", 52_131),
    (300_000, "0.10", 77_197),
    (500_000, "0.20", 145_719),
    (800_000, "0.23", 242_540),
    (1_200_000, "0.33", 428_234),
    (2_500_000, "0.40", 1_019_087),
)
#: 課税総所得金額 less 人的控除差調整額, rate, 特例率
SHARES = (
    (-1, "0", "0.90"),
    (0, "0.05", "0.84895"),
    (1_950_000, "0.05", "0.84895"),
    (1_950_001, "0.10", "0.7979"),
    (3_300_000, "0.10", "0.7979"),
    (6_950_000, "0.20", "0.6958"),
    (9_000_000, "0.23", "0.66517"),
    (18_000_000, "0.33", "0.56307"),
    (40_000_000, "0.40", "0.4916"),
    (40_000_001, "0.45", "0.44055"),
)


@pytest.mark.parametrize(("levy", "rate", "expected"), VECTORS)
def test_the_limit_is_exact(levy: int, rate: str, expected: int) -> None:
    payer = TaxPayer(levy, Decimal(rate), 2026)
    assert reckoning.limit(payer) == expected
    assert reckoning.parts(payer, expected).burden == 2_000
    assert reckoning.parts(payer, expected + 1).burden > 2_000


@pytest.mark.parametrize(("base", "rate", "share"), SHARES)
def test_the_share_goes_by_the_law_s_brackets(base: int, rate: str, share: str) -> None:
    assert (special_rate(base), special_share(special_rate(base))) == (Decimal(rate), Decimal(share))


def test_beyond_the_limit_the_rest_is_borne() -> None:
    found = reckoning.parts(TaxPayer(300_000, Decimal("0.10"), 2026), 100_000)
    assert (found.income_tax, found.basic, found.special) == (Decimal("10005.8"), 9_800, 60_000)
    assert (found.back, found.burden) == (Decimal("79805.8"), Decimal("20194.2"))


def test_one_stop_gives_the_same_within_the_limit_and_less_beyond() -> None:
    payer = TaxPayer(300_000, Decimal("0.10"), 2026)
    assert abs(reckoning.one_stop_parts(payer, 50_000).burden - 2_000) < Decimal("0.000001")
    assert reckoning.one_stop_parts(payer, 100_000).back < reckoning.parts(payer, 100_000).back


def test_it_is_shown_rounded_down_and_what_was_given_is_taken_off() -> None:
    assert reckoning.shown(77_197) == 77_000
    assert reckoning.shown(reckoning.left(77_197, 30_500)) == 46_000
    assert reckoning.left(77_197, 90_000) == 0
    assert reckoning.limit(TaxPayer(0, Decimal(0), 2026)) == 0


def test_donations_count_only_up_to_a_share_of_the_income() -> None:
    payer = TaxPayer(300_000, Decimal("0.10"), 2026, total_income=1_000_000)
    found = reckoning.parts(payer, 500_000)
    assert found.income_tax == (400_000 - 2_000) * Decimal("0.1021")
    assert found.basic == (300_000 - 2_000) * Decimal("0.10")


def test_the_fixed_cap_holds_from_its_year_on() -> None:
    rich = {"levy": 12_000_000, "rate": Decimal("0.45")}
    assert reckoning.limit(TaxPayer(**rich, year=2026)) == 5_449_735
    assert reckoning.limit(TaxPayer(**rich, year=2027)) == 1_930_000 * 100_000 // 44_055 + 2_000


#: the ministry's table of limits (since 2015; 社会保険料 15 %): thousands of yen for each family, by salary in thousands
FAMILIES: tuple[tuple[str, dict[str, int]], ...] = (
    ("none", {}),
    ("ordinary", {}),
    ("none", {"ordinary": 1}),
    ("none", {"student": 1}),
    ("ordinary", {"ordinary": 1}),
    ("none", {"student": 1, "ordinary": 1}),
    ("ordinary", {"student": 1, "ordinary": 1}),
)
PUBLISHED = {
    6_000: (77, 69, 69, 66, 60, 57, 43),
    6_250: (81, 73, 73, 70, 64, 61, 48),
    6_500: (97, 77, 77, 74, 68, 65, 53),
    6_750: (102, 81, 81, 78, 73, 70, 62),
}


@pytest.mark.parametrize("salary", PUBLISHED)
@pytest.mark.parametrize("year", [2025, 2026])
def test_the_estimate_meets_the_published_table(salary: int, year: int) -> None:
    found = [estimate(Household(salary * 1_000, spouse=s, dependents=d), year).payer for s, d in FAMILIES]
    assert tuple(reckoning.shown(reckoning.limit(payer)) // 1_000 for payer in found) == PUBLISHED[salary]


@pytest.mark.parametrize(
    ("salary", "year", "income"),
    [
        (1_900_000, 2025, 1_250_000),
        (1_900_000, 2026, 1_160_000),
        (2_200_000, 2025, 1_460_000),
        (2_200_000, 2026, 1_460_000),
        (2_203_999, 2026, 1_460_000),
        (3_600_000, 2026, 2_440_000),
        (6_600_000, 2026, 4_840_000),
        (8_500_000, 2026, 6_550_000),
        (20_000_000, 2026, 18_050_000),
        (0, 2026, 0),
    ],
)
def test_wages_become_income_by_the_table_of_their_year(salary: int, year: int, income: int) -> None:
    assert wage_income_of(salary, table_for(year)) == income


@pytest.mark.parametrize(
    ("taxable", "difference", "yen"),
    [(0, 50_000, 0), (30_000, 50_000, 1_500), (2_000_000, 100_000, 5_000), (2_050_000, 100_000, 2_500),
     (2_010_000, 100_000, 4_500), (5_000_000, 50_000, 2_500), (25_001_000, 50_000, 0)],
)  # fmt: skip
def test_the_adjustment_follows_its_rule(taxable: int, difference: int, yen: int) -> None:
    assert adjustment_of(taxable, difference) == yen


def test_a_lower_income_tax_rate_than_the_formula_s_is_noticed() -> None:
    found = estimate(
        Household(3_900_000), 2026
    )  # the basic deduction of 1,040,000 keeps the income tax in its first step
    assert (found.payer.rate, found.actual_rate, found.rates_differ) == (Decimal("0.05"), Decimal("0.05"), False)
    found = estimate(Household(5_000_000), 2026)
    assert (found.payer.rate, found.actual_rate, found.rates_differ) == (Decimal("0.10"), Decimal("0.05"), True)


def test_a_year_without_a_table_takes_the_newest() -> None:
    assert [table_for(year).year for year in (2024, 2025, 2026, 2031)] == [2025, 2025, 2026, 2026]
