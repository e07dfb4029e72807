"""Donations that came by other ways, for tests."""

from datetime import date
from typing import Any

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.pledges import TOKYO_SHINJUKU
from tests.factories.projects import a_project
from webapp.accounting.models import OfflineDonation
from webapp.accounting.offline import actions
from webapp.accounting.offline.actions import Offline
from webapp.core.clock import today
from webapp.municipalities import queries as municipalities
from webapp.pledges.models import PaymentMethod
from webapp.projects.models import Project

TOWN = "202151"


def surroundings() -> None:
    """The town takes part, and the donor's home is known."""
    if municipalities.programme(TOWN) is None:
        a_programme(TOWN)
    a_municipality(TOKYO_SHINJUKU)


def an_open_project(**changes: Any) -> Project:
    """A project that took donations all year long."""
    surroundings()
    return a_project(opens_on=date(2026, 1, 1), **changes)


def given(**changes: Any) -> Offline:
    """10,000 yen in cash, today."""
    values: dict[str, Any] = {
        "amount": 10_000,
        "method": PaymentMethod.CASH,
        "donor_name": "佐藤 花子",
        "donor_address": "東京都新宿区西新宿1-1-1",
        "home_code": TOKYO_SHINJUKU,
        "number": "窓口-1",
        "arrived_on": today(),
    }
    return Offline(**(values | changes))


def an_offline_donation(project: Project | None = None, **changes: Any) -> OfflineDonation:
    """Written down by a clerk of the town."""
    chosen = project or an_open_project()
    return actions.write_down(chosen, given(**changes), by=actor_of(a_clerk(chosen.municipality_code)))
