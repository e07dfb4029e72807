"""How a bank's cost is shared among its towns: by equal parts, by population, by homes; to the yen."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _


@dataclass(frozen=True)
class Part:
    """What a town's share goes by."""

    municipality_code: str
    population: int
    homes: int


@dataclass(frozen=True)
class Split:
    """How many percent of the cost go by which measure; together 100."""

    equal: int
    population: int
    homes: int


def shares(total_yen: int, parts: Sequence[Part], split: Split) -> dict[str, int]:
    """What each town pays, in whole yen; the sum is exactly `total_yen`.

    Each town's exact share is cut to whole yen; the yen that remain go one by one to the largest cut-off
    remainders, and among equal ones to the lower code. A measure that is zero everywhere is shared equally.
    Raises RuleBroken for percentages that are not 100 together, for no town, and for negative numbers.
    """
    percents = (split.equal, split.population, split.homes)
    if sum(percents) != 100 or min(percents) < 0:
        raise RuleBroken(_("均等割・人口割・戸数割の割合は、合わせて100%になるようにしてください。"))
    if not parts or total_yen < 0 or any(part.population < 0 or part.homes < 0 for part in parts):
        raise RuleBroken(_("参加しているまちと、0以上の金額・人口・戸数が必要です。"))
    exact = {part.municipality_code: _exact(total_yen, part, parts, split) for part in parts}
    cut = {code: int(share) for code, share in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (cut[code] - exact[code], code))
    for code in by_remainder[: total_yen - sum(cut.values())]:
        cut[code] += 1
    return cut


def _exact(total_yen: int, part: Part, parts: Sequence[Part], split: Split) -> Fraction:
    people, homes = sum(p.population for p in parts), sum(p.homes for p in parts)
    equal = Fraction(1, len(parts))
    by_people = Fraction(part.population, people) if people else equal
    by_homes = Fraction(part.homes, homes) if homes else equal
    weighted = split.equal * equal + split.population * by_people + split.homes * by_homes
    return total_yen * weighted / 100
