"""Rows of projects for tests."""

from datetime import date, timedelta
from typing import Any

from webapp.core.clock import fiscal_year, today
from webapp.core.database import session
from webapp.projects.models import Project, ProjectStatus


def a_first_day() -> date:
    """A day on which sixty days of taking donations may begin: they end before the books of that year close."""
    day = today()
    year_ends = date(fiscal_year(day) + 1, 3, 31)
    return day if day + timedelta(days=90) <= year_ends else year_ends + timedelta(days=1)


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
    values |= changes
    project = Project(**({"minimum_yen": values["goal_yen"] // 2} | values))
    session().add(project)
    session().flush()
    return project
