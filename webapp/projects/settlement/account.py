"""The final account as everybody reads it: where every yen came from and where it went."""

from dataclasses import dataclass
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.projects.choices import SubsidyRule
from webapp.projects.settlement.models import PROVIDERS_FEE, Subsidy


@dataclass(frozen=True)
class Line:
    """One line of a side: its words and whole yen."""

    label: Any
    yen: int
    planned: int | None = None


@dataclass(frozen=True)
class Account:
    """Both sides; they are equal, or the account is not shown as settled."""

    came_in: list[Line]
    went_out: list[Line]
    beside: list[Line]

    @property
    def total_in(self) -> int:
        """Everything that came in, whole yen."""
        return sum(line.yen for line in self.came_in)

    @property
    def total_out(self) -> int:
        """Everything that went out, whole yen."""
        return sum(line.yen for line in self.went_out)

    @property
    def adds_up(self) -> bool:
        """To the last yen."""
        return self.total_in == self.total_out


def account_of(subsidy: Subsidy) -> Account:
    """The account of a settled project."""
    takes_cost = subsidy.rule is SubsidyRule.LESS_COST
    costs = [
        Line(_("決済の手数料") if line["label"] == PROVIDERS_FEE else line["label"], line["yen"])
        for line in subsidy.costs
    ]
    came_in = [
        Line(_("寄附"), subsidy.raised_yen),
        Line(_("まちの上乗せ"), subsidy.matching_yen),
        Line(_("取り組む人たちのお金"), subsidy.own_yen),
    ]
    rest = [
        Line(_("使い残してまちに返す額"), subsidy.returned_yen),
        Line(_("上限を超えてまちに残った額"), subsidy.kept_yen),
    ]
    taken = costs if subsidy.cost_taken_yen == subsidy.cost_yen else [Line(_("募集の経費"), subsidy.cost_taken_yen)]
    spent = [Line(line["label"], line["spent"], line["planned"]) for line in subsidy.lines]
    went_out = [*(taken if takes_cost else []), *spent, *rest]
    return Account(
        [line for line in came_in if line.yen],
        [line for line in went_out if line.yen or line.planned],
        [] if takes_cost else [line for line in costs if line.yen],
    )
