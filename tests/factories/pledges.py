"""Pledges for tests."""

from typing import Any

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.projects import a_project
from webapp.accounts.models import User
from webapp.pledges import actions
from webapp.pledges.models import Pledge
from webapp.projects.models import Project

TOKYO_SHINJUKU = "131041"


def a_pledge(user: User | None = None, project: Project | None = None, amount: int = 10_000, **changes: Any) -> Pledge:
    """An offered pledge, not paid; the town takes part."""
    a_programme("202151")
    a_municipality(TOKYO_SHINJUKU)
    donor: dict[str, Any] = {
        "donor_name": "佐藤 花子",
        "donor_address": "東京都新宿区西新宿1-1-1",
        "home_code": TOKYO_SHINJUKU,
        "shows_name": False,
        "message": "",
    }
    user = user or a_resident_user()
    return actions.offer(project or a_project(), amount=amount, donor={**donor, **changes}, by=actor_of(user))
