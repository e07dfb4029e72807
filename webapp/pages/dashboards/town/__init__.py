"""A municipality's dashboard: what waits until when, how registrations go, whom nobody fits, what gets old, the money."""

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import lazy as _l
from webapp.pages.dashboards.panel import Board
from webapp.pages.dashboards.town import listings, money, people, work
from webapp.pages.dashboards.town.facts import Town

BOARD = Board(
    key="town",
    label=_l("まちの仕事"),
    roles=frozenset(TOWN_ROLES),
    facts=Town,
    step=work.step,
    panels={
        "waiting": work.waiting,
        "registrations": people.decided,
        "certificates": people.certificates,
        "renewals": people.renewals,
        "needs": listings.unmet,
        "stale": listings.ages,
        "raised": money.raised,
        "left-open": money.left_open,
    },
)
