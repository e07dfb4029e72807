"""A resident's dashboard: my towns, what comes next, what I wait for, how far I am, what I gave."""

from webapp.core.actor import Role
from webapp.core.i18n import lazy as _l
from webapp.pages.dashboards.panel import Board
from webapp.pages.dashboards.resident import giving, plans, towns, waiting
from webapp.pages.dashboards.resident.facts import Mine
from webapp.pages.dashboards.resident.next_step import step
from webapp.pages.dashboards.resident.ways import ways

BOARD = Board(
    key="resident",
    label=_l("わたしの暮らし"),
    roles=frozenset({Role.RESIDENT}),
    facts=Mine,
    step=step,
    panels={
        "towns": towns.towns,
        "plans": plans.plans,
        "waiting": waiting.waiting,
        "activities": towns.activities,
        "limit": giving.limit,
        "pledges": giving.by_year,
    },
    ways=ways,
)
