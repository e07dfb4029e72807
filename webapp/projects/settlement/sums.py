"""The arithmetic of a project's money: how much may be spent, and what is left in the end. Whole yen, nothing lost."""

from dataclasses import dataclass

from webapp.projects.choices import SubsidyRule


@dataclass(frozen=True)
class Grant:
    """What a project may spend: raised + matching = cost_taken + granted + kept."""

    cost_taken: int
    granted: int
    kept: int


@dataclass(frozen=True)
class Final:
    """What became of it: granted = settled + returned, spent = settled + own."""

    own: int
    settled: int
    returned: int


def grant(raised: int, matching: int, cost: int, rule: SubsidyRule, cap: int | None) -> Grant:
    """Donations by the rule, plus the town's money, up to the cap; what is beyond it stays with the town."""
    cost_taken = min(cost, raised) if rule is SubsidyRule.LESS_COST else 0
    whole = raised - cost_taken + matching
    granted = whole if cap is None else min(whole, cap)
    return Grant(cost_taken, granted, whole - granted)


def final(granted: int, spent: int, own: int) -> Final:
    """The proposer's own money counts first; what was spent beyond the grant is its own too."""
    own = min(max(own, spent - granted), spent)
    settled = spent - own
    return Final(own, settled, granted - settled)
