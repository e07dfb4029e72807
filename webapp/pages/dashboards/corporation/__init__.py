"""A support corporation's dashboard: from looks to contracts, how soon it answers, what is wanted, what gets old."""

from webapp.core.actor import Role
from webapp.core.i18n import lazy as _l
from webapp.pages.dashboards.corporation import answers, results, wishes
from webapp.pages.dashboards.corporation.facts import Corporation
from webapp.pages.dashboards.corporation.next_step import step
from webapp.pages.dashboards.panel import Board

BOARD = Board(
    key="corporation",
    label=_l("支援法人の仕事"),
    roles=frozenset({Role.CORPORATION}),
    facts=Corporation,
    step=step,
    panels={
        "results": results.whole,
        "answers": answers.speed,
        "by-listing": results.by_listing,
        "wishes": wishes.unoffered,
        "stale": wishes.ages,
    },
)
