"""Benefits for tests, and the people at their counters."""

from typing import Any

from tests.factories.accounts import a_staff_user
from tests.factories.certificates import TOWN
from tests.factories.municipalities import a_programme
from webapp.accounts.models import User
from webapp.certificates.benefits.models import Benefit
from webapp.core.actor import Role
from webapp.core.database import session


def a_benefit(code: str = TOWN, **changes: Any) -> Benefit:
    """One that is on offer, once a month unless said otherwise."""
    a_programme(code)
    known: dict[str, Any] = {
        "partner_name": "奈良井ワークス",
        "title": "1日無料",
        "gives": "1日利用券が無料",
        "value_yen": 2000,
    }
    row = Benefit(municipality_code=code, **{**known, **changes})
    session().add(row)
    session().flush()
    return row


def a_partner(code: str = TOWN) -> User:
    """Somebody at a shop's counter."""
    return a_staff_user(Role.PARTNER, code)
