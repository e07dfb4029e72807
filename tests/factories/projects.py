"""Rows of projects for tests."""

from datetime import timedelta
from typing import Any

from webapp.core.clock import today
from webapp.core.database import session
from webapp.projects.models import Project, ProjectStatus


def a_project(municipality_code: str = "202151", **changes: Any) -> Project:
    """A published project that takes pledges, unless told otherwise."""
    values: dict[str, Any] = {
        "municipality_code": municipality_code,
        "status": ProjectStatus.PUBLISHED,
        "title": "古い駅舎をみんなの台所に",
        "summary": "使われなくなった駅舎を、地域の食堂として開き直します。",
        "story": "駅から人が消えて10年。\n\nもう一度、湯気の立つ場所にします。",
        "goal_yen": 1_000_000,
        "budget": [{"label": "厨房の設備", "yen": 700_000}, {"label": "屋根の修理", "yen": 300_000}],
        "below_goal": "厨房の設備から順に整えます。",
        "above_goal": "客席を増やします。",
        "opens_on": today() - timedelta(days=10),
        "closes_on": today() + timedelta(days=30),
    }
    project = Project(**(values | changes))
    session().add(project)
    session().flush()
    return project
