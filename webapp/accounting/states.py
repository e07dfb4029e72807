"""States of a town's books and what is done with them."""

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.workflow import Workflow, move


class MonthStatus(Labelled):
    """A closed month never changes: what comes late belongs to the next open one."""

    OPEN = "open", _l("締める前")
    CLOSED = "closed", _l("締めた")


MONTH = Workflow(
    "accounting_month",
    _l("寄附の月締め"),
    MonthStatus.OPEN,
    [
        move("close", {MonthStatus.OPEN}, MonthStatus.CLOSED, _l("月を締める"), *TOWN_ROLES),
        move(
            "reopen",
            {MonthStatus.CLOSED},
            MonthStatus.OPEN,
            _l("締めをやり直す"),
            Role.MUNICIPALITY_ADMIN,
            needs_reason=True,
        ),
    ],
)


class DifferenceKind(Labelled):
    """How the provider and this service disagree."""

    MISSING_HERE = "missing_here", _l("決済会社にあり、ここにない")
    MISSING_THERE = "missing_there", _l("ここにあり、決済会社にない")
    AMOUNT = "amount", _l("額が違う")
    FEE = "fee", _l("手数料が違う")
    PAYOUT = "payout", _l("振込の額と中身が違う")


class DifferenceStatus(Labelled):
    """Whether somebody settled it."""

    OPEN = "open", _l("確認待ち")
    RESOLVED = "resolved", _l("確認済み")


DIFFERENCE = Workflow(
    "reconciliation_difference",
    _l("照合で見つかった差"),
    DifferenceStatus.OPEN,
    [
        move(
            "resolve",
            {DifferenceStatus.OPEN},
            DifferenceStatus.RESOLVED,
            _l("確認を終える"),
            *TOWN_ROLES,
            Role.OPERATOR,
            needs_reason=True,
        ),
        move("found_again", {DifferenceStatus.RESOLVED}, DifferenceStatus.OPEN, _l("額が変わって、また見つかった")),
    ],
)
