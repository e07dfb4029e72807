"""The limit and what comes back of a donation, exact to the fraction of a yen; nothing is rounded before the end."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from webapp.onestop.limit.rates import (
    BASIC_SHARE,
    CEILING_OF_LEVY,
    INCOME_TAX_SHARE_OF_INCOME,
    RECONSTRUCTION,
    RESIDENT_TAX_SHARE_OF_INCOME,
    SELF_BURDEN,
    cap_in,
    special_share,
)

SHOWN_STEP = 1_000


@dataclass(frozen=True)
class TaxPayer:
    """What decides: 所得割 in yen a year, the rate the 特例控除 reckons with, the year, total income where it is known."""

    levy: int
    rate: Decimal
    year: int
    total_income: int | None = None

    @property
    def most_special(self) -> Decimal:
        """Yen that the 特例控除 may come to."""
        cap, share = cap_in(self.year), self.levy * CEILING_OF_LEVY
        return min(share, Decimal(cap.yen)) if cap else share


@dataclass(frozen=True)
class Parts:
    """What comes back of one year's donations, in yen with fractions."""

    donation: int
    income_tax: Decimal
    basic: Decimal
    special: Decimal

    @property
    def back(self) -> Decimal:
        """Everything that comes back."""
        return self.income_tax + self.basic + self.special

    @property
    def burden(self) -> Decimal:
        """What the donor bears."""
        return self.donation - self.back


def limit(payer: TaxPayer) -> int:
    """The largest donation of which all but 2,000 yen comes back, whole yen; 0 where no resident tax is levied.

    limit = 所得割 × 20 % ÷ (90 % − t × 1.021) + 2,000
    """
    if payer.levy <= 0:
        return 0
    return _floor(payer.most_special / special_share(payer.rate) + SELF_BURDEN)


def shown(yen: int) -> int:
    """Rounded down to 1,000 yen, as it is shown: never more than it is."""
    return max(0, yen) // SHOWN_STEP * SHOWN_STEP


def left(whole: int, given: int) -> int:
    """What may still be given in the year after donations of `given` yen; never below zero."""
    return max(0, whole - given)


def parts(payer: TaxPayer, donation: int, *, actual_rate: Decimal | None = None) -> Parts:
    """What comes back with a tax return.

    actual_rate: the marginal rate of the person's income tax where it is another than the one of the 特例控除.
    """
    rate = payer.rate if actual_rate is None else actual_rate
    return Parts(
        donation,
        income_tax=_counted(payer, donation, INCOME_TAX_SHARE_OF_INCOME) * rate * RECONSTRUCTION,
        basic=_counted(payer, donation, RESIDENT_TAX_SHARE_OF_INCOME) * BASIC_SHARE,
        special=_special(payer, donation),
    )


def one_stop_parts(payer: TaxPayer, donation: int) -> Parts:
    """What comes back with the one-stop exception: the income tax's part too comes off the resident tax (地方税法附則)."""
    special = _special(payer, donation)
    return Parts(
        donation,
        income_tax=special * payer.rate * RECONSTRUCTION / special_share(payer.rate),
        basic=_counted(payer, donation, RESIDENT_TAX_SHARE_OF_INCOME) * BASIC_SHARE,
        special=special,
    )


def _special(payer: TaxPayer, donation: int) -> Decimal:
    wanted = Decimal(max(0, donation - SELF_BURDEN)) * special_share(payer.rate)
    return min(wanted, payer.most_special)


def _counted(payer: TaxPayer, donation: int, share: Decimal) -> Decimal:
    """The yen of a donation that count for a tax: up to a share of the total income, less what one bears."""
    most = Decimal(donation) if payer.total_income is None else min(Decimal(donation), payer.total_income * share)
    return max(Decimal(0), most - SELF_BURDEN)


def _floor(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_FLOOR))
