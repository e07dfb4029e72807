"""Profiles for tests; each function adds a row to the open unit of work and returns it."""

from datetime import date
from typing import Any

from tests.factories.accounts import a_resident_user
from tests.factories.municipalities import a_municipality
from webapp.accounts.models import User
from webapp.core.database import session
from webapp.residents.models import Resident, StayDays, Step

TOKYO_SHINJUKU = "131041"
SHIOJIRI = "202151"


def a_resident(user: User | None = None, **changes: Any) -> Resident:
    """A complete profile of somebody who lives in Shinjuku."""
    for code in {changes.get("home_code", TOKYO_SHINJUKU), SHIOJIRI} - {None}:
        a_municipality(code)
    values: dict[str, Any] = {
        "user_id": (user or a_resident_user()).id,
        "family_name": "佐藤",
        "given_name": "花子",
        "family_kana": "サトウ",
        "given_kana": "ハナコ",
        "birth_date": date(1988, 5, 3),
        "home_code": TOKYO_SHINJUKU,
        "wished_areas": [SHIOJIRI],
        "themes": ["vegetables", "festivals"],
        "skills": ["writing"],
        "adults": 2,
        "children_ages": [3, 7],
        "days_per_month": 6,
        "stay_days": StayDays.WEEKENDS,
        "kinds": ["home", "need"],
        "monthly_budget": 40_000,
        "answered": [step.value for step in Step],
    }
    row = Resident(**{**values, **changes})
    session().add(row)
    session().flush()
    return row
